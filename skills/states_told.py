"""What things say of one of their states, in sentences: one, all, any, only some of them."""

from collections.abc import Sequence

from skills.answers import Reply, within
from skills.naming import joined
from skills.outcomes import NAMED_AT_MOST
from skills.states import Holding, state_word
from skills.values import plain_number
from skills.words import say

_FILLED = ("battery", "value")
"""What tells how full something is that is low, or is not."""


def _tell_one(reply: Reply, found: Holding) -> None:
    if found.holds is None:
        reply.add_unknown(found.device)
        return
    state = found.asked if found.holds else found.state
    measured = next((n for n in _FILLED if reply.number(found.device.id, n) is not None), "")
    if state in ("low", "normal") and measured and found.fact is not None:
        words = reply.value_sentence("value", found.device, measured, found.fact)
        reply.add("yes" if found.holds else "no", sentence=within(words, reply.language))
        return
    words = reply.sentence(found.device, state_word(state, reply.language), found.fact)
    reply.add("yes" if found.holds else "no", sentence=words)


def tell_all(reply: Reply, found: Sequence[Holding]) -> None:
    """Whether all of them are so, and which are not; at least one."""
    if len(found) == 1:
        _tell_one(reply, found[0])
        return
    others = [f for f in found if f.holds is False]
    silent = [f for f in found if f.holds is None]
    state = state_word(found[0].asked, reply.language)
    if others:
        told = others[0].state if len({f.state for f in others}) == 1 else ""
        key = "all_others" if told else "all_no"
        names, word = reply.labels([f.device for f in others]), state_word(told, reply.language) if told else state
        tell_with_age(reply, say(key, reply.language, len(others) > 1, names=names, state=word), others)
    elif len(silent) < len(found):
        known = len(found) - len(silent)
        key = "all_but_silent" if silent else "all_yes"
        tell_with_age(reply, say(key, reply.language, known > 1, n=plain_number(known), state=state), found)
    tell_silent(reply, found)


def tell_only(reply: Reply, found: Sequence[Holding]) -> None:
    """Those of several that are so, where not all are: "only the hall light is on"."""
    holds = [f for f in found if f.holds]
    names = reply.labels([f.device for f in holds])
    state = state_word(holds[0].asked, reply.language)
    tell_with_age(reply, say("only", reply.language, len(holds) > 1, names=names, state=state), holds)
    tell_silent(reply, found)


def tell_any(reply: Reply, found: Sequence[Holding]) -> None:
    """Whether any of them is so, and which."""
    if not found:
        return
    holds = [f for f in found if f.holds]
    reply.listed = [f.device.id for f in holds]
    if holds:
        names = reply.labels([f.device for f in holds])
        alike = len({f.state for f in holds}) == 1
        state = state_word(holds[0].state if alike else holds[0].asked, reply.language)
        tell_with_age(reply, say("any_yes", reply.language, len(holds) > 1, names=names, state=state), holds)
    else:
        _tell_none(reply, found)
    tell_silent(reply, found)


def _tell_none(reply: Reply, found: Sequence[Holding]) -> None:
    known = [f for f in found if f.holds is not None]
    if len(known) == 1 and len(found) == 1:
        _tell_one(reply, known[0])
    elif known:
        tell_with_age(reply, say("any_no", reply.language, n=plain_number(len(known))), known)


def tell_silent(reply: Reply, found: Sequence[Holding]) -> None:
    """Those that do not say."""
    silent = [f.device for f in found if f.holds is None]
    if not silent:
        return
    if len(silent) > NAMED_AT_MOST:
        reply.add("silent_many", n=plain_number(len(silent)))
    else:
        reply.add("silent", len(silent) > 1, names=joined([reply.name(d) for d in silent], reply.language))


def tell_with_age(reply: Reply, text: str, told: Sequence[Holding]) -> None:
    """Add a sentence, and that part of it is old where it is."""
    reply.sentences.append(text)
    offline = [f.device for f in told if reply.home.available(f.device.id) is False]
    if offline:
        reply.add("offline_now", len(offline) > 1, names=joined([reply.name(d) for d in offline], reply.language))
    elif any(f.fact is not None and not reply.is_current(f.device, f.fact) for f in told):
        reply.add("old")
