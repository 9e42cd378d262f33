"""What is being talked about: the things, rooms and acts that a sentence may leave out because they were just said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.conversation import Conversation, Exchange
from assistant.tools import Claim, ToolCall
from assistant.understanding.names import Names
from assistant.understanding.reflex.following.follow_words import follow_words
from assistant.utterance import Utterance

CHANGED = frozenset({"done", "started"})
"""Outcomes of commands that changed something."""
LOOKED_AT = 4
"""So many of the latest exchanges with calls are gone on with."""
ASKED_AT_MOST = 3
"""A question may be put so often (a wrong PIN) before it is answered."""
READ_AT_MOST = 3
"""Of more things than this that were looked up for one answer none is what it was about."""

TOLD_WHEN = "told_when"
"""What tools take that keep a liking or a prohibition: when it holds."""


@dataclass(frozen=True, slots=True)
class Act:
    """One exchange in which something was done or answered."""

    exchange: Exchange
    things: tuple[str, ...]
    """Ids of what it was about; of a question that listed things, those listed."""
    rooms: tuple[str, ...]
    """Ids of the rooms that it was about."""
    lists: bool = False
    """It was a question that listed things, maybe none."""
    said: str = ""
    """The wish itself, also where the exchange was only the yes or the PIN to it."""

    @property
    def calls(self) -> tuple[ToolCall, ...]:
        """What was called."""
        return self.exchange.calls

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of the devices that the record says it changed."""
        found = [c["device"] for c in _commands(self.exchange) if c.get("outcome") in CHANGED]
        return tuple(dict.fromkeys(found))

    @property
    def capabilities(self) -> tuple[str, ...]:
        """Names of the capabilities that it set."""
        return tuple(str(c.get("capability")) for c in _commands(self.exchange))

    @property
    def like(self) -> str:
        """What the parts of a car that it was about are called together ("car windows"); else empty."""
        return next((str(c["parts"]) for c in _commands(self.exchange) if c.get("parts")), "")


@dataclass(frozen=True, slots=True)
class Topic:
    """What was talked about lately, the latest first."""

    acts: tuple[Act, ...] = ()
    offered: tuple[tuple[str, ...], ...] = ()
    """The candidates of the questions that were asked."""
    previous: tuple[Exchange, ...] = ()
    """The two exchanges right before, whatever came of them."""

    @property
    def last(self) -> Act | None:
        """The latest act."""
        return self.acts[0] if self.acts else None

    @property
    def things(self) -> tuple[str, ...]:
        """What "it" means."""
        for act in self.acts:
            if act.things or act.lists:
                return act.things
        return ()

    def several(self, names: Names) -> tuple[str, ...]:
        """What "them" and "both" mean: the things of the latest acts, as long as they were of the same kind."""
        found: dict[str, None] = {}
        kinds: set[str] = set()
        for act in self.acts:
            own = {t.kind for i in act.things if (t := names.thing(i))}
            if not own:
                continue
            if kinds and own != kinds:
                break
            kinds = own
            found |= dict.fromkeys(act.things)
            if len(act.things) > 1:
                break
        return tuple(found)

    @property
    def rooms(self) -> tuple[str, ...]:
        """What "there" means."""
        return next((act.rooms for act in self.acts if act.rooms), ())

    def pointed_at(self, words: Sequence[str], names: Names) -> tuple[str, ...]:
        """What the pronouns of these words mean."""
        known = follow_words()
        one = names.thing(self.things[0]) if len(self.things) == 1 else None
        is_plural = one is not None and bool(one.names) and one.names[0].endswith("s")
        if one is not None and not is_plural and known.inside("plural", words, 0, len(words)):
            return self.several(names)
        if len(self.things) > 1 and any(a in ("that", "this") and b == "one" for a, b in pairwise(words)):
            return ()  # "that one" is one of them, and nobody said which
        return self.things


def parts_of(act: Act) -> tuple[str, ...]:
    """What the parts of a car are called that it was about, in the words of the reply; none for anything else."""
    return tuple(dict.fromkeys(str(c["part"]) for c in _commands(act.exchange) if c.get("part")))


def topic_of(conversation: Conversation, utterance: Utterance, names: Names) -> Topic:
    """The topic at the moment of an utterance."""
    recent = tuple(reversed(conversation.recent(utterance.at)))
    called = [place for place, exchange in enumerate(recent) if exchange.calls and not _tells(exchange)][:LOOKED_AT]
    offered = tuple(e.choosing.candidates for e in recent if e.choosing and e.choosing.candidates)
    acts = tuple(_act(recent[place], _wish(recent[place], recent[place + 1 :]), names) for place in called)
    return Topic(acts, offered, recent[:2])


def _tells(exchange: Exchange) -> bool:
    """Whether something was told for good in it, which nothing that follows goes on with."""
    return all(TOLD_WHEN in call.arguments for call in exchange.calls)


def _wish(exchange: Exchange, before: Sequence[Exchange]) -> str:
    """What was said when the calls of an exchange were asked about; what was said in it where nothing was asked."""
    asked = (
        e for e in before[:ASKED_AT_MOST] if e.claim is Claim.ASK and e.calls[-len(exchange.calls) :] == exchange.calls
    )
    question = next(asked, None) if exchange.calls else None
    return (question or exchange).utterance.text


def _act(exchange: Exchange, wish: str, names: Names) -> Act:
    facts = [result.facts for result in exchange.results]
    named = _arguments(exchange.calls)
    things = tuple(i for i in named if names.thing(i))
    lists = [tuple(f["listed"]) for f in facts if "listed" in f]
    if lists:
        things = tuple(i for each in lists for i in each if names.thing(i))
    elif not things:
        reads = [i for f in facts for i in f.get("reads", ())]
        told = [c["device"] for c in _commands(exchange)] or (reads if len(set(reads)) <= READ_AT_MOST else [])
        things = tuple(i for i in told if names.thing(i))
    rooms = tuple(i for i in named if names.room(i)) or _rooms_of(things, names)
    return Act(exchange, tuple(dict.fromkeys(things)), tuple(dict.fromkeys(rooms)), bool(lists), wish)


def _arguments(calls: Iterable[ToolCall]) -> list[str]:
    lists = [v for call in calls for v in call.arguments.values() if isinstance(v, tuple | list)]
    return [i for ids in lists for i in ids if isinstance(i, str)]


def _rooms_of(things: Sequence[str], names: Names) -> tuple[str, ...]:
    rooms = {t.room for i in things if (t := names.thing(i)) and t.room}
    return tuple(rooms) if len(rooms) == 1 else ()


def _commands(exchange: Exchange) -> list[dict[str, str]]:
    found = [c for result in exchange.results for c in result.facts.get("commands", ())]
    return [c for c in found if isinstance(c, dict) and isinstance(c.get("device"), str)]
