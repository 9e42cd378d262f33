"""What a person said, put into plain words by the model: the prompt for it, and what may come back."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from importlib.resources import files
from operator import or_

from assistant.conversation import Conversation
from assistant.understanding.mimo.candidates import Candidates
from assistant.understanding.mimo.engine import Form, Prompt
from assistant.understanding.mimo.known import said_before
from assistant.understanding.mimo.prompt import MAX_BEFORE, MAX_SAID
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.mimo.surroundings import harmless, shown
from assistant.understanding.names import Thing
from assistant.understanding.reflex.names.home import Home
from assistant.utterance import LANGUAGES, Language, Utterance

LINES = 6
"""Commands and questions in one sentence at most."""
LINE = 120
"""Characters of one of them at most."""
LONGEST = 96
"""Tokens of the answer."""
NAMED = 4
"""Things whose kind the model is told at most."""

FORM = Form(
    f'root ::= line ("\\n" line){{0,{LINES - 1}}}\nline ::= [^\\n\\x00-\\x1f]{{2,{LINE}}}',
    {"type": "string", "maxLength": LINES * LINE},
)
_NOTHING = ("nothing", "没有")


@dataclass(frozen=True, slots=True)
class _Wording:
    """One language's part of the prompt."""

    constant: str
    said: str
    here: str
    before: str
    plain: str
    asking: Form
    """One question."""
    kinds: Mapping[str, str]
    directions: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """Words of one direction, and of the other."""
    degrees: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    """Words of more, and of less."""


def turned_round(said: str, plain: str, language: Language, *, by_degrees: bool) -> bool:
    """Whether what was said in one direction (on, open, up) came back in the other.

    `by_degrees`: also more for less. Where an amount is said, that alone tells how much.
    """

    def only(text: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
        return bool(one.search(text)) and not other.search(text)

    wording = _wordings()[language]
    for each in (*wording.directions, *(wording.degrees if by_degrees else ())):
        for one, other in (each, each[::-1]):
            if only(said, one, other) and only(plain, other, one):
                return True
    return False


def may_be_restated(meant: Meant, offered: Candidates) -> bool:
    """Whether plain words may help: it is about the home, says what it wants, and nothing in it holds back."""
    only_hints = bool(meant.proposals.each) and not meant.named and not meant.measures
    if meant.held_back or meant.absent_room or meant.advice or meant.story or only_hints:
        return False
    return bool(meant.mentioned or meant.named or meant.places) or bool(offered.tools)


def named_in(meant: Meant, home: Home) -> tuple[Thing, ...]:
    """The few things that the sentence names, of which the model has to know what they are."""
    names = [bits for bits in meant.wholly if bits.bit_count() == 1 and bits & meant.named]
    return tuple(home.things(reduce(or_, names, 0)))


def restating_prompt(utterance: Utterance, conversation: Conversation, named: Sequence[Thing]) -> Prompt:
    """Asks for plain words. `named`: what the sentence names."""
    wording = _wordings()[utterance.language]
    told = [f"{shown(t.names, utterance.language)} ({wording.kinds.get(t.kind, t.kind)})" for t in named[:NAMED]]
    recent = said_before(utterance, conversation, 1)
    before = [f"{harmless(e.utterance.text, MAX_BEFORE)} → {harmless(e.reply, MAX_BEFORE)}" for e in recent]
    lines = [
        f"{wording.before}: {before[0]}" if before else "",
        f"{wording.said}: {harmless(utterance.text, MAX_SAID)}",
        f"{wording.here}: {', '.join(told)}" if told else "",
        f"{wording.plain}:",
    ]
    return Prompt(wording.constant, "\n".join(line for line in lines if line))


def constant_prompts() -> tuple[str, ...]:
    """The constant part in each language."""
    return tuple(wording.constant for wording in _wordings().values())


def form_for(meant: Meant, language: Language) -> Form:
    """What may come back: lines, or one question where something is asked."""
    return _wordings()[language].asking if meant.asks else FORM


def plain_lines(answer: str) -> tuple[str, ...]:
    """The commands and questions of an answer; none where nothing is wished or asked."""
    lines = [line.strip(" -*\"'“”") for line in answer.strip().splitlines()]
    lines = [line for line in lines if line]
    return () if any(line.rstrip(".。").lower() in _NOTHING for line in lines) else tuple(dict.fromkeys(lines))


@cache
def _wordings() -> Mapping[Language, _Wording]:
    told = tomllib.loads(files(__package__).joinpath("restating.toml").read_text("utf-8"))
    return {
        language: _Wording(
            _constant(table),
            table["said"],
            table["here"],
            table["before"],
            table["plain"],
            _asking(table["questions"]),
            table["kinds"],
            _opposites(table["directions"]),
            _opposites(table["degrees"]),
        )
        for language in LANGUAGES
        for table in (told[language],)
    }


def _asking(beginnings: Sequence[str]) -> Form:
    begins = " | ".join(f'"{each}"' for each in beginnings) or '""'
    gbnf = f'root ::= begin [^\\n\\x00-\\x1f?？]{{2,{LINE}}} ("?" | "？")\nbegin ::= {begins}'
    return Form(gbnf, {"type": "string", "maxLength": LINE})


def _opposites(pairs: Sequence[tuple[list[str], list[str]]]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((_any_of(one), _any_of(other)) for one, other in pairs)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    ways = "|".join(rf"\b{word}\b" if word.isascii() else word for word in words)
    return re.compile(ways, re.IGNORECASE)


def _constant(table: Mapping[str, object]) -> str:
    examples = table["example"]
    assert isinstance(examples, list)
    shown_each = []
    for each in examples:
        here = f"\n{table['here']}: {each['here']}" if "here" in each else ""
        shown_each.append(f"{table['said']}: {each['said']}{here}\n{table['plain']}:\n" + "\n".join(each["plain"]))
    return f"{str(table['instructions']).strip()}\n\n" + "\n\n".join(shown_each) + "\n"
