"""What becomes of an answer of the model, and what needs no model at all."""

from collections.abc import Sequence

from assistant.tools import Claim, Toolbox, ToolCall, Words
from assistant.understanding.mimo.arguments import Refused, Situation, readable
from assistant.understanding.mimo.candidates import Candidates
from assistant.understanding.mimo.claims import claims_an_act
from assistant.understanding.mimo.decoding import Wanted
from assistant.understanding.mimo.faithful import strays
from assistant.understanding.mimo.prompt import Looked
from assistant.understanding.mimo.record import makes_up_a_figure, parrots, within_record
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import PassedOn, Question, Speech, Step
from assistant.understanding.reflex.matching.describing import UNKNOWN_PLACE
from assistant.understanding.reflex.matching.resolution import Unknown
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.replies import told_later, told_unknown
from assistant.utterance import Language


def at_once(meant: Meant, offered: Candidates, home: Home, language: Language) -> Step | None:
    """What is said without asking the model; None: it has to be asked."""
    if meant.asks:
        return None
    if meant.held_back and meant.about_home and not any(_takes_words(c.tool.parameters) for c in offered.tools):
        return told_later(language) if meant.conditional else _refused("unsure_negation", language)
    if meant.proposals.astray and not meant.named:
        return told_unknown(Unknown("", room=UNKNOWN_PLACE), home, language)
    return None


def answers_already(meant: Meant, toolbox: Toolbox) -> tuple[ToolCall, ...]:
    """What an advice needs to be looked up, where a hint says what ("what should I wear": the weather)."""
    if not meant.advice:
        return ()
    return tuple(p.call for p in meant.proposals.each if toolbox[p.call.tool].reads_only)


def judged(
    wanted: Wanted, toolbox: Toolbox, situation: Situation, looked: Sequence[Looked], known: Sequence[str] = ()
) -> list[Step]:
    """What to do about an answer. Calls are run all or none, and only such as the sentence allows; words go no further
    than what was looked up, and where nothing was, no further than `known`, the lines that the model was shown.

    Nothing at all: what was looked up speaks for itself.
    """
    if wanted.trouble:
        return [] if looked else [PassedOn(wanted.trouble)]
    if wanted.ask:
        return [_asked(wanted.ask, situation.language)]
    if wanted.say:
        return [Speech(wanted.say)] if _may_be_said(wanted.say, looked, situation, known) else []
    calls = [readable(each, toolbox, situation) for each in wanted.calls]
    refused = next((c for c in calls if isinstance(c, Refused)), None)
    if refused is None:
        whole = [c for c in calls if isinstance(c, ToolCall)]
        why = strays(whole, toolbox, situation)
        return [PassedOn(why)] if why else list(situation.meant.proposals.completed(whole))
    if refused.told is None and looked:
        return []
    return [refused.told or PassedOn(refused.why)]


def calls_in(steps: Sequence[Step]) -> tuple[ToolCall, ...]:
    """The calls among them."""
    return tuple(s for s in steps if isinstance(s, ToolCall))


def goes_on(calls: Sequence[ToolCall], meant: Meant, offer: Candidates, toolbox: Toolbox) -> bool:
    """Whether the model has to see what these calls tell, because that alone is no answer.

    To a question it is one; to a wish or where an opinion is asked for it is not.
    """
    if not calls or not all(toolbox[c.tool].reads_only for c in calls):
        return False
    may_act = any(not c.tool.reads_only for c in offer.tools)
    return meant.advice or (may_act and not meant.asks)


def _asked(text: str, language: Language) -> Step:
    return Speech(text) if claims_an_act(text, language) else Question(text)


def _may_be_said(text: str, looked: Sequence[Looked], situation: Situation, known: Sequence[str]) -> bool:
    """Not where it says something that the tools have not told: then their own words are the answer.

    Nor where it gives a question, or a wish for a time or an amount, back as if that were its answer.
    """
    meant = situation.meant
    said = situation.utterance.text
    if looked:
        return within_record(text, [*(each.result.say for each in looked), said], situation.language)
    wants = meant.asks or meant.conditional or bool(meant.measures)
    if wants and parrots(text, said):
        return False
    asks_for_facts = meant.asks and not meant.advice
    return not (asks_for_facts and makes_up_a_figure(text, said, known, about_home=meant.about_home))


def _refused(key: str, language: Language) -> Speech:
    return Speech(core_sentence(key, language), Claim.REFUSED)


def _takes_words(parameters: Sequence[object]) -> bool:
    return any(isinstance(getattr(p, "mark", None), Words) for p in parameters)
