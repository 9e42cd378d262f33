"""The plain form of a question that was read: the words that the tools' phrases are made of."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from assistant.understanding.reflex.names.home import Home
from assistant.understanding.reflex.questions.about import named_in, said_of, spoken
from assistant.understanding.reflex.questions.comparing import compared, most
from assistant.understanding.reflex.questions.people import people
from assistant.understanding.reflex.questions.reading import Reading
from assistant.understanding.reflex.questions.reckoning import differing, reckoned
from assistant.understanding.reflex.questions.words import Part, question_words
from assistant.understanding.reflex.tokens import is_chinese

_SOMEBODY = frozenset({"he", "she", "him", "his", "her", "they", "you", "your"})
_WARMTH = frozenset({"warmer", "hotter", "colder", "cooler", "chillier"})
_PEOPLE = ("who", "anyone", "everyone", "nobody")
_TODAY = frozenset({"today", "morning", "midnight", "yesterday"})
_WET = frozenset({"wet", "leaking", "leak", "leaks", "dripping", "flooding"})
_NOTICED = {"leak": "a leak", "leaks": "a leak", "smoke": "smoke"}
_LISTED = frozenset({"list", "shopping_list"})


class Forms:
    """Plain questions that a reading comes to, the likeliest first."""

    def __init__(self, reading: Reading, home: Home) -> None:
        self._read = reading
        self._home = home
        self._about = named_in(reading)[1]
        self._states = sorted(reading.of(Part.STATE), key=lambda p: p.weak)

    def questions(self) -> Iterator[str]:
        """Sentences in the words of the tools' phrases, for what is asked of what it is asked about."""
        kinds = {p.means for p in self._read.of(Part.ASKED)} & _PARTICULAR
        for form, answers in _FORMS:
            if kinds <= answers:
                yield from form(self)

    def compared(self) -> Iterator[str]:
        """What is more, and what is most."""
        if self._read.has(Part.MORE):
            yield from compared(self._read)
        if self._read.has(Part.MOST):
            yield from most(self._read)

    def reckoned(self) -> Iterator[str]:
        """What things come to together or on average, and by how much they differ."""
        yield from reckoned(self._read, self._home)
        yield from differing(self._read, self._home)

    def limited(self) -> Iterator[str]:
        """What is above or below an amount."""
        read = self._read
        limits, amounts = read.of(Part.LIMIT), read.of(Part.AMOUNT)
        if not limits or len(amounts) != 1:
            return
        said = " ".join(read.said(amounts[0]))
        warm = read.has(Part.MEASURE, "temperature") or _WARMTH & set(read.said(limits[0]))
        limit = f"{limits[0].means} {said}{' degrees' if warm and not amounts[0].means else ''}"
        found = sorted(read.of(Part.MEASURE), key=lambda p: p.start != amounts[0].end)
        measures = ["power"] if amounts[0].means == "W" else [spoken(p) for p in found]
        if self._about and measures:
            yield f"is the {self._about} {measures[0]} {limit}"
        if self._about:
            yield f"is the {self._about} {limit}"
        yield f"any {measures[0] if measures else 'room'} {limit}"

    def listed(self) -> Iterator[str]:
        """What stands on a list."""
        if self._is_list:
            yield f"what is on the {self._about}"
        elif self._read.asks_for("buying") and not self._about:
            yield "what is on the shopping list"

    def timed(self) -> Iterator[str]:
        """Since when, and until when."""
        left = self._read.asks_for("since") and self._read.asks_for("left") and not self._states
        if self._read.asks_for("until") or left:
            yield from self._until()
        elif self._read.asks_for("since"):
            yield from self._since()

    def played(self) -> Iterator[str]:
        """What plays: a song, a story."""
        asked = self._read.asks_for("which", "who", "where", "amount") or self._about
        if self._read.asks_for("playing") and asked:
            yield f"what is playing {self._where}".strip()

    def peopled(self) -> Iterator[str]:
        """Who is where."""
        if self._read.asks_for(*_PEOPLE) or self._is_people:
            yield from people(self._read, named=self._is_people)

    def extended(self) -> Iterator[str]:
        """How far something is open, or can go."""
        read = self._read
        if read.asks_for("range", "amount") and self._about and {spoken(p) for p in self._states} & {"open", "closed"}:
            yield f"how far open is the {self._about}"
        elif read.asks_for("range") and not read.has(Part.MEASURE):
            yield from self._range()

    def chosen(self) -> Iterator[str]:
        """What something is set to, or which mode it is in."""
        read, about = self._read, self._about
        if about and read.asks_for("setting"):
            yield f"what is the {about} set to"
        if about and read.asks_for("mode"):
            yield f"what mode is the {about} in"
            yield f"what is the {about}"
        if about and read.asks_for("freezing"):
            yield f"is the {about} below 0 degrees"

    def measured(self) -> Iterator[str]:
        """How much there is of something, where it is asked how much."""
        if not self._about and (self._read.has(Part.SILENT, "soft") or self._of_somebody):
            return
        how = any(self._read.said(p)[0] in ("how", "what", "which") for p in self._read.of(Part.MEASURE))
        if not self._about and not how and not self._read.asks_for("which", "amount", "count"):
            return
        if not how and self._read.asks_for("count") and not self._read.has(Part.MEASURE, "energy", "power"):
            return
        if self._read.has(Part.MEASURE) and (how or self._read.asks_for("which", "amount") or not self._states):
            yield from self._measured()

    def stated(self) -> Iterator[str]:
        """Whether, which and how many are in a state."""
        unsure = self._read.has(Part.NOT) and not self._state_is_known and self._read.asks_for("which", "count")
        if self._weighs and self._about:
            yield f"what is the {self._about}"
        yield from self._detecting()
        if self._states and self._state in _WET and not self._read.has(Part.THING):
            yield f"is there a leak in the {self._about}" if self._about else "is there a leak"
        if self._states and self._about and self._if_not and self._read.asks_for("all"):
            yield f"are all the {self._about} {spoken(self._states[0])}"
        if self._states and not self._differs and not unsure:
            yield from self._of_state(self._state)
        if self._read.asks_for("sounding"):
            yield f"what is playing {self._where}".strip()

    def _detecting(self) -> Iterator[str]:
        """ "Do we have a leak somewhere, and where": whether what only sensors notice is there."""
        things = self._read.of(Part.THING)
        noticed = next((said for p in things for said in self._read.said(p) if said in _NOTICED), "")
        if noticed and len(things) == 1 and not [p for p in self._states if spoken(p) not in ("home", "detected")]:
            places = said_of(self._read, self._read.of(Part.PLACE))
            said = _NOTICED[noticed]
            yield f"is there {said} in the {places}" if places else f"is there {said}"

    def told(self) -> Iterator[str]:
        """Where it is, or whatever it tells."""
        read = self._read
        if {p.means for p in read.of(Part.ASKED)} & _PARTICULAR - {"difference", "setting"}:
            return
        if self._about and read.asks_for("where", "location"):
            # How it is answers no question for its place, and may be for others to know.
            yield f"where is the {self._about}"
            return
        compared = read.of(Part.MOST, Part.MORE, Part.LIMIT, Part.AMOUNT)
        whether_any = any(read.said(p) == ("any",) for p in read.of(Part.ASKED))
        if self._bits and not self._bits & ~self._home.kind("weather"):
            yield "what is the weather"
        plain = read.has(Part.THING) and not compared and not whether_any
        if self._is_mandarin and (not read.has(Part.THING) or self._is_car):
            return  # whatever stands in a room, or all signals of a car, is no answer
        if self._about and not self._states and (plain or read.asks_for("amount", "which", "count")):
            yield f"what is the {self._about}"
            if self._whole_name and not read.of(Part.PLACE):
                yield f"what is the {self._whole_name}"

    @property
    def _whole_name(self) -> str:
        """What the one thing is called in full that several words of its name mean: "overhead tank"."""
        runs = [p for p in self._read.of(Part.THING) if p.means == "run"]
        things = self._home.things(runs[0].bits) if len(runs) == 1 == len(self._read.of(Part.THING)) else ()
        return things[0].names[0].lower() if len(things) == 1 else ""

    @property
    def _weighs(self) -> bool:
        """Whether one of two states is asked for: "open or shut"."""
        pairs = pairwise(sorted(self._states, key=lambda p: p.start))
        return any(_leaves_open(self._read.words[a.end : b.start]) for a, b in pairs)

    @property
    def _if_not(self) -> bool:
        """ "Are they all locked? If not, which one": whether it is so comes first."""
        return any(self._read.words[p.end : p.end + 1] == ("not",) for p in self._read.of(Part.HEDGE))

    @property
    def _of_somebody(self) -> bool:
        """Whether it is said of a person, and not of a thing."""
        return bool(_SOMEBODY & set(self._read.words))

    @property
    def _state_is_known(self) -> bool:
        return spoken(self._states[0]) in question_words().opposite if self._states else False

    @property
    def _differs(self) -> bool:
        """Whether several things are asked about in different states: "the door shut and the lights off"."""
        states = {spoken(p) for p in self._states}
        first, last = self._states[0], self._states[-1]
        between = [p for p in self._read.of(Part.THING) if first.end <= p.start < last.start]
        return len(states) > 1 and bool(between)

    @property
    def _where(self) -> str:
        """ "On the radio", "in the kitchen"; empty where nothing is said of it."""
        if not self._about:
            return ""
        return f"on the {self._about}" if self._read.has(Part.THING) else f"in the {self._about}"

    @property
    def _bits(self) -> int:
        """The things that any of the words may mean."""
        bits = 0
        for piece in self._read.of(Part.THING):
            bits |= piece.bits
        return bits

    @property
    def _is_mandarin(self) -> bool:
        return any(map(is_chinese, self._read.words))

    @property
    def _is_car(self) -> bool:
        return bool(self._bits) and not self._bits & ~self._home.kind("car")

    @property
    def _is_list(self) -> bool:
        return any(bool(self._bits) and not self._bits & ~self._home.kind(kind) for kind in _LISTED)

    @property
    def _is_people(self) -> bool:
        return bool(self._bits) and not self._bits & ~self._home.kind("person")

    @property
    def _state(self) -> str:
        """The state that is asked for; its opposite where it is negated in a question which things are so."""
        first = self._states[0]
        said = spoken(first)
        if said not in question_words().opposite:
            return said
        turned = self._read.asks_for("which", "count", "where", "who") and any(
            p.start < first.start for p in self._read.of(Part.NOT)
        )
        # "Are they all locked, or which do I still have to do?" asks for those that are not.
        turned = turned or (self._read.asks_for("all") and self._read.asks_for("which"))
        return question_words().opposite[said] if turned else said

    def _of_state(self, state: str) -> Iterator[str]:
        read, about = self._read, self._about
        if state in ("home", "away"):
            return
        if state == "low" and about and not read.asks_for("count", "which"):
            yield f"is the {about} battery low"
        if read.asks_for("count"):
            yield f"how many {about or 'devices'} are {state}"
        elif read.asks_for("which", "where") and about:
            yield f"which {about} are {state}"
            yield f"is the {about} {state}"
        elif not about and read.asks_for("everyone") and state in ("locked", "closed", "off"):
            yield f"is everything {state}"
        elif not about and (self._of_somebody or read.asks_for(*_PEOPLE) or read.has(Part.SILENT, "soft")):
            return
        elif read.asks_for("which"):
            yield "what is running" if state == "on" else f"is anything {state}"
        elif not about and read.asks_for("any", "none"):
            yield f"is anything {state}"
        elif not about and (read.asks_for("all") or read.has(Part.SILENT, "house")):
            yield f"is everything {state}"
        elif about and read.has(Part.THING):
            yield from (f"{lead} {about} {state}" for lead in self._leads())
        elif about:
            yield f"is {'everything' if read.asks_for('all') else 'anything'} {state} in the {about}"
        if about and read.has(Part.THING) and not read.asks_for("count", "which", "where"):
            yield f"what is the {about}"

    def _leads(self) -> tuple[str, ...]:
        if self._read.asks_for("any", "none"):
            return "is any", "is the"
        return ("are all", "are the") if self._read.asks_for("all") else ("is the",)

    def _since(self) -> Iterator[str]:
        if self._about and self._states:
            yield f"how long has the {self._about} been {self._state}"
        if self._about:
            yield f"how long has the {self._about} been on"
            yield f"what is the {self._about}"

    def _until(self) -> Iterator[str]:
        if self._about:
            yield f"when will the {self._about} be ready"
            yield f"what is the {self._about}"

    def _range(self) -> Iterator[str]:
        about = self._about if self._read.has(Part.THING) else "car"
        yield f"how far can the {about} go"

    def _measured(self) -> Iterator[str]:
        measures = [spoken(p) for p in self._read.of(Part.MEASURE)]
        if any("power" in m or "electric" in m for m in measures) and _TODAY & set(self._read.words):
            measures = ["energy", *measures]
        if self._is_car and any("电" in measure for measure in measures):
            yield f"how full is the {self._about}"
        for measure in dict.fromkeys(measures):
            if self._about in ("outside", "here"):
                yield f"what is the {measure} {self._about}"
            elif self._about and not self._read.has(Part.THING):
                yield f"what is the {measure} in the {self._about}"
            elif self._about:
                yield f"what is the {measure} of the {self._about}"
            else:
                yield f"what is the {measure}"
        if self._about and self._read.has(Part.THING) and not (self._is_car and self._is_mandarin):
            yield f"what is the {self._about}"


def _leaves_open(words: Sequence[str]) -> bool:
    """Whether either of two may be so."""
    return "or" in words or "还是" in "".join(words)


_PARTICULAR = frozenset({"playing", "buying", "mode", "freezing", "setting", "difference", "average"})
"""What is asked for by words of their own, which no other answer does justice to."""
_FORMS: tuple[tuple[Callable[[Forms], Iterator[str]], frozenset[str]], ...] = (
    (Forms.reckoned, frozenset({"difference", "average"})),
    (Forms.limited, frozenset({"setting"})),
    (Forms.compared, frozenset({"difference"})),
    (Forms.listed, frozenset({"buying"})),
    (Forms.timed, frozenset()),
    (Forms.played, frozenset({"playing"})),
    (Forms.peopled, frozenset()),
    (Forms.extended, frozenset({"setting"})),
    (Forms.chosen, frozenset({"setting", "mode", "freezing"})),
    (Forms.measured, frozenset({"difference", "setting"})),
    (Forms.stated, frozenset({"difference", "setting"})),
)
"""What a question may come to, the most particular first, with the particular words each does justice to."""
