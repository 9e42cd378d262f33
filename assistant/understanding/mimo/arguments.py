"""From a call as the model wrote it to one that can be run: names resolved, numbers read, everything else refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.errors import ToolMistake
from assistant.tools import Choice, Claim, JsonValue, Parameter, Quantity, Targets, Tool, Toolbox, ToolCall, Words
from assistant.understanding.mimo.amounts import amount_in
from assistant.understanding.mimo.candidates import may_act, takes_rooms
from assistant.understanding.mimo.decoding import WantedCall
from assistant.understanding.mimo.grounding import Ground
from assistant.understanding.mimo.proposals import Proposal
from assistant.understanding.mimo.sentence import Meant
from assistant.understanding.mimo.surroundings import harmless, shown, units
from assistant.understanding.mimo.words import core_sentence
from assistant.understanding.mind import Question, Speech
from assistant.understanding.names import Names
from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.replies import told_ambiguous, told_later, told_unknown
from assistant.understanding.resolve import Ambiguous, Resolved, Unknown, resolve_rooms, resolve_things
from assistant.utterance import Language, Utterance

MAX_WORDS = 200
"""Characters of a free text argument."""
MAX_NAMES = 6


Told = Speech | Question


@dataclass(frozen=True, slots=True)
class Refused:
    """The call is not run."""

    why: str
    """For the trace; no words of the person."""
    told: Told | None = None
    """What the person is told; None: it is nobody's fault but the model's."""


class _Stop(Exception):
    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.why)
        self.refused = refused


@dataclass(frozen=True, slots=True)
class Situation:
    """What is needed to read arguments."""

    utterance: Utterance
    names: Names
    home: Home
    meant: Meant
    ground: Ground

    @property
    def language(self) -> Language:
        """That of the sentence."""
        return self.utterance.language


def readable(wanted: WantedCall, toolbox: Toolbox, situation: Situation) -> ToolCall | Refused:
    """The call, ready to be run, or why it is not."""
    try:
        tool = toolbox[wanted.name]
        if forbidden := _forbidden(tool, situation):
            return forbidden
        proposed = next((p.call for p in situation.meant.proposals.each if _is(wanted, p)), None)
        return proposed or ToolCall(tool.name, _arguments(tool, wanted, situation))
    except _Stop as stop:
        return stop.refused
    except ToolMistake as error:
        return Refused(type(error).__name__)


def _is(wanted: WantedCall, proposal: Proposal) -> bool:
    """Whether the model took a call that code has read already."""
    return wanted.name == proposal.call.tool and dict(wanted.arguments) == dict(proposal.shown)


def _forbidden(tool: Tool, situation: Situation) -> Refused | None:
    """What the sentence itself rules out, whatever the model makes of it."""
    meant = situation.meant
    if tool.reads_only:
        return None
    if meant.asks:
        return Refused("a question asks for no change", _speech("not_while_asked", situation.language))
    # "remember that I never want it below 20 at night": there the condition is part of the words.
    free_words = any(isinstance(p.mark, Words) for p in tool.parameters)
    if not free_words and (held_back := _held_back(meant, situation)):
        return held_back
    return None if may_act(tool, meant) else Refused("nothing of it was wished for")


def _held_back(meant: Meant, situation: Situation) -> Refused | None:
    language = situation.language
    if meant.conditional:
        return Refused("a condition or a time", told_later(language))
    if meant.forbids:
        return Refused("a negation", _speech("unsure_negation", language))
    if meant.absent_room:
        unknown = Unknown(meant.absent_room, room=meant.absent_room)
        return Refused("a room that is not there", told_unknown(unknown, situation.home, language))
    return None


def _speech(key: str, language: Language, **facts: object) -> Speech:
    return Speech(core_sentence(key, language, **facts), Claim.REFUSED)


def _arguments(tool: Tool, wanted: WantedCall, situation: Situation) -> dict[str, JsonValue]:
    for name in wanted.arguments:
        tool.parameter(name)
    arguments = _rooms_apart(tool, wanted.arguments, situation)
    taken: dict[str, JsonValue] = {}
    for parameter in tool.parameters:
        given = arguments.get(parameter.name)
        if given is None or given in ("", []):
            if (value := _unsaid(tool, parameter, situation)) is not None:
                taken[parameter.name] = value
        else:
            taken[parameter.name] = _value(tool, parameter, given, situation)
    return taken


def _rooms_apart(tool: Tool, arguments: Mapping[str, JsonValue], situation: Situation) -> Mapping[str, JsonValue]:
    """Rooms that the model put among the things of a tool that takes both ("clean", ["kitchen"])."""
    rooms = next((p.name for p in tool.parameters if takes_rooms(p)), "")
    things = next((p.name for p in tool.parameters if isinstance(p.mark, Targets) and not takes_rooms(p)), "")
    given = arguments.get(things)
    if not rooms or not things or arguments.get(rooms) or not isinstance(given, list):
        return arguments
    meant = [w for w in given if isinstance(w, str) and _is_room(w, situation)]
    return {**arguments, things: [w for w in given if w not in meant], rooms: meant} if meant else arguments


def _is_room(words: str, situation: Situation) -> bool:
    said = resolve_rooms(words, situation.names, situation.language, situation.utterance.place)
    return isinstance(said, Resolved) and bool(words.strip())


def _unsaid(tool: Tool, parameter: Parameter, situation: Situation) -> JsonValue:
    """What an argument means that the model left out; None: nothing, and the tool can do without."""
    if not parameter.required:
        return None
    if isinstance(parameter.mark, Targets) and parameter.mark.default != "none":
        return _resolved("", tool, parameter, parameter.mark, situation)
    key = "what_thing" if isinstance(parameter.mark, Targets) else "how_much"
    raise _Stop(Refused(f"{parameter.name} is missing", Question(core_sentence(key, situation.language))))


def _value(tool: Tool, parameter: Parameter, given: JsonValue, situation: Situation) -> JsonValue:
    match parameter.mark:
        case Targets() as targets:
            return _targets(tool, parameter, targets, given, situation)
        case Quantity() as quantity:
            return _quantity(parameter, quantity, given, situation)
        case Choice() as choice:
            return _choice(parameter, choice, given)
        case Words():
            return _words(parameter, given)
        case _:
            return _plain(parameter, given)


def _targets(
    tool: Tool, parameter: Parameter, targets: Targets, given: JsonValue, situation: Situation
) -> tuple[str, ...]:
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list) or len(listed) > MAX_NAMES or not all(isinstance(w, str) for w in listed):
        raise _Stop(Refused(f"{parameter.name} is no list of names"))
    found: list[str] = []
    for words in listed:
        found += _resolved(harmless(words, 80), tool, parameter, targets, situation)
    return tuple(dict.fromkeys(found))


def _resolved(words: str, tool: Tool, parameter: Parameter, targets: Targets, situation: Situation) -> tuple[str, ...]:
    names, language, place = situation.names, situation.language, situation.utterance.place
    if takes_rooms(parameter):
        resolution = resolve_rooms(words or "here", names, language, place)
    else:
        resolution = resolve_things(words, names, language, place, targets, reading=tool.reads_only)
    match resolution:
        case Resolved(ids=ids) if ids:
            _require_ground(words, ids, situation)
            return ids
        case Ambiguous():
            raise _Stop(Refused(f"{parameter.name} is ambiguous", told_ambiguous(resolution, situation.home, language)))
        case Unknown(nearest=nearest) if words.casefold() in (n.casefold() for n in nearest):
            raise _Stop(Refused(f"{parameter.name} takes no such thing"))
        case Unknown() as unknown if unknown.what or unknown.kind or unknown.room:
            shown_what = replace(unknown, what=harmless(unknown.what, 60))
            # A name that nobody said is the model's own, and is told to nobody.
            said = not unknown.what or bool(units(unknown.what) & units(situation.utterance.text))
            told = told_unknown(shown_what, situation.home, language) if said else None
            raise _Stop(Refused(f"{parameter.name} is unknown", told))
        case _:
            raise _Stop(Refused(f"{parameter.name} is not named", Question(core_sentence("what_thing", language))))


def _require_ground(words: str, ids: Sequence[str], situation: Situation) -> None:
    if situation.ground.holds(words, ids):
        return
    what = _listed([_name(i, situation) for i in ids[:3]], situation.language)
    raise _Stop(Refused("the name was not said", Question(core_sentence("sure_about", situation.language, what=what))))


def _quantity(parameter: Parameter, quantity: Quantity, given: JsonValue, situation: Situation) -> float:
    number = amount_in(given, quantity) if isinstance(given, str) else given
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise _Stop(Refused(f"{parameter.name} is no number"))
    if not quantity.low <= number <= quantity.high:
        facts = {"value": f"{number:g}", "low": f"{quantity.low:g}", "high": f"{quantity.high:g}"}
        unit = f" {quantity.unit}" if quantity.unit else ""
        say = _speech("out_of_range", situation.language, unit=unit, **facts)
        raise _Stop(Refused(f"{parameter.name} is out of range", say))
    return number


def _choice(parameter: Parameter, choice: Choice, given: JsonValue) -> str:
    if isinstance(given, str):
        said = given.strip().lower()
        for value, forms in choice.words.items():
            if said == value.lower() or any(said == form.lower() for texts in forms.values() for form in texts):
                return value
    raise _Stop(Refused(f"{parameter.name} is none of its choices"))


def _words(parameter: Parameter, given: JsonValue) -> str:
    if not isinstance(given, str) or not harmless(given, MAX_WORDS):
        raise _Stop(Refused(f"{parameter.name} is no text"))
    return harmless(given, MAX_WORDS)


def _plain(parameter: Parameter, given: JsonValue) -> JsonValue:
    fits: bool
    match parameter.type:
        case t if t is bool:
            fits = isinstance(given, bool)
        case t if t in (int, float):
            fits = isinstance(given, int | float) and not isinstance(given, bool)
        case _:
            fits = isinstance(given, str) and len(given) <= MAX_WORDS
    if not fits:
        raise _Stop(Refused(f"{parameter.name} is of the wrong type"))
    return given


def _name(entity_id: str, situation: Situation) -> str:
    found = situation.names.thing(entity_id) or situation.names.room(entity_id)
    return shown(found.names, situation.language) if found else entity_id


def _listed(names: Sequence[str], language: Language) -> str:
    joint, last = ("、", "还是") if language == "zh" else (", ", " or ")
    return last.join([joint.join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
