"""Keyword spotting: what is wished of the world outside, where a sentence as a whole explains itself to no phrase.

"Excuse me, would there be a place to sleep close to the station? Nothing fancy." A tool may declare cues, and words of
its own that a gazetteer finds. Where a cue occurs in a sentence, and beside it what the tool has to know, the rest of
the sentence may be anything. Only tools that declare cues are called so.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice

from assistant.tools import Toolbox, ToolCall
from assistant.understanding.gazetteer import Gazetteer
from assistant.understanding.mind import PassedOn, Step
from assistant.understanding.names import Names
from assistant.understanding.reflex.spotting.filling import Hit, filled, is_spotted
from assistant.understanding.reflex.spotting.wanting import PAUSE, is_wanted
from assistant.understanding.reflex.spotting.weighing import Found, chosen, weighed
from assistant.utterance import Language, Utterance

_LONGEST_NAME = {"en": 3, "zh": 4}
"""Words, or characters in Mandarin, of a name that nobody knows; what is longer is a sentence."""
_MOST_PARTED = 3
"""Places at which a sentence is parted, each for itself."""
_BEGINNINGS = r"(?=(?:when|once|as soon as|by the time|start|have|turn|switch|warm|heat|cook|open)\b)"
_JOINTS = re.compile(
    rf"[,;.]?\s+(?:and|then|and then)\s+{_BEGINNINGS}|[,;.]\s*{_BEGINNINGS}"
    r"|[，。；]\s*(?:然后|再|并且)?(?=.)",
    re.IGNORECASE,
)


class Spotting:
    """One sentence, looked through for cues."""

    def __init__(self, utterance: Utterance, toolbox: Toolbox, names: Names, gazetteer: Gazetteer) -> None:
        self._said = utterance
        self._text = utterance.text
        self._language: Language = utterance.language
        self._toolbox = toolbox
        self._names = names
        self._gazetteer = gazetteer

    def instead_of(self, steps: Sequence[Step], read: Callable[[str], Sequence[Step]]) -> tuple[Step, ...]:
        """What the sentence comes to by its cues where `steps` is no answer to it; else `steps`.

        `read`: what the mind makes of a part of the sentence.
        """
        leaves_open = self._leaves_open(steps)
        if leaves_open or self._leaves_out(steps):
            parted = self._in_parts(read)
            if parted:
                return parted
        if not leaves_open:
            return tuple(steps)
        found = self._found()
        if not all(isinstance(step, PassedOn) or self._says_nothing(step) for step in steps):
            found = [each for each in found if each.is_told]
        return tuple(each.call for each in chosen(found)) or self._without_nothing(steps)

    def _without_nothing(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps without calls about words that could stand for anything, where others are left."""
        return tuple(step for step in steps if not self._says_nothing(step)) or tuple(steps)

    def _leaves_open(self, steps: Sequence[Step]) -> bool:
        """Whether nothing came of the sentence, or a call about a name that is half a sentence."""
        calls = [step for step in steps if isinstance(step, ToolCall)]
        return not calls or any(self._is_about_nothing(call, alone=len(calls) == 1) for call in calls)

    def _leaves_out(self, steps: Sequence[Step]) -> bool:
        """Whether a wish that its cue tells may be lost in front of another: "take me home, and …"."""
        done = {step.tool for step in steps if isinstance(step, ToolCall)}
        wished = {hit.tool.name for hit in self._hits() if not hit.tool.reads_only}
        return bool(done) and bool(wished) and not any(self._acts_by_cue(tool) for tool in done)

    def _acts_by_cue(self, tool: str) -> bool:
        return bool(self._toolbox[tool].cues) and not self._toolbox[tool].reads_only

    def _is_about_nothing(self, call: ToolCall, *, alone: bool = True) -> bool:
        """Whether it is about words that name nothing, and are no name that is merely unknown."""
        names = [words for words in self._spotted_in(call) if self._is_a_sentence(words) or not alone]
        return self._says_nothing(call) or not all(self._gazetteer.knows(words, self._said) for words in names)

    def _says_nothing(self, step: Step) -> bool:
        names = self._spotted_in(step) if isinstance(step, ToolCall) else []
        return any(self._gazetteer.says_nothing(words, self._said) for words in names)

    def _spotted_in(self, call: ToolCall) -> list[str]:
        """What the call has where a name belongs."""
        spotted = [call.arguments.get(p.name) for p in self._toolbox[call.tool].parameters if is_spotted(p)]
        return [words for words in spotted if isinstance(words, str)]

    def _is_a_sentence(self, words: str) -> bool:
        length = len(words.split()) if self._language == "en" else len(words)
        return length > _LONGEST_NAME[self._language] or PAUSE.search(words) is not None

    def _in_parts(self, read: Callable[[str], Sequence[Step]]) -> tuple[Step, ...]:
        """Two wishes of one sentence, each read by itself: "take me home, and when I'm ten minutes out, …"."""
        begins = min((hit.start for hit in self._hits() if not hit.tool.reads_only), default=len(self._text))
        for first, second in islice(_halves(self._text, begins), _MOST_PARTED):
            steps = [*read(first), *read(second)]
            calls = [step for step in steps if isinstance(step, ToolCall)]
            acts = any(self._acts_by_cue(call.tool) for call in calls)
            if len(calls) == len(steps) > 1 and acts and not any(map(self._is_about_nothing, calls)):
                return tuple(calls)
        return ()

    def _found(self) -> list[Found]:
        mentions = self._gazetteer.mentions(self._said)
        calls = [(hit, filled(hit, mentions, self._said, self._names)) for hit in self._hits()]
        return [weighed(hit, arguments, mentions, self._said) for hit, arguments in calls if arguments is not None]

    def _hits(self) -> Iterator[Hit]:
        """Each tool's longest cue that is wanted."""
        for tool in self._toolbox:
            hits = [
                Hit(tool, match.start(), match.end())
                for cue in tool.cues.get(self._language, ())
                for match in _compiled(cue).finditer(self._text)
                if is_wanted(match, self._language, reads_only=tool.reads_only)
            ]
            if hits:
                yield max(hits, key=lambda hit: hit.end - hit.start)


def spotted(
    steps: Sequence[Step], utterance: Utterance, toolbox: Toolbox, names: Names, read: Callable[[str], Sequence[Step]]
) -> tuple[Step, ...]:
    """The steps, or what the cues of the sentence come to where the steps are no answer to it."""
    if toolbox.gazetteer is None:
        return tuple(steps)
    return Spotting(utterance, toolbox, names, toolbox.gazetteer).instead_of(steps, read)


def _halves(text: str, begins: int) -> Iterator[tuple[str, str]]:
    """Both sides of each joint behind the place where the first wish begins."""
    for joint in _JOINTS.finditer(text, begins):
        first, second = text[: joint.start()].strip(" ,，"), text[joint.end() :].strip(" ,，")
        if first and second:
            yield first, second


@cache
def _compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue, re.IGNORECASE)
