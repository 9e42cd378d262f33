"""Whether what came of a case is what its author expected. The suites differ; so do the judges, one per suite."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

Verdict = Literal["right", "wrong", "apart"]
"""`apart`: counted apart, because the home lacks what is named or the product has no such thing yet."""

CARRIED_OUT = frozenset({"done", "already", "started", "pending"})
_TIMERS = frozenset(
    {
        "HassStartTimer", "HassCancelTimer", "HassCancelAllTimers", "HassIncreaseTimer", "HassDecreaseTimer",
        "HassPauseTimer", "HassUnpauseTimer", "HassTimerStatus", "HassMediaSearchAndPlay", "HassGetWeather",
    }
)  # fmt: skip
_ON_IN: Mapping[str, str] = {"cover": "open", "valve": "open", "lock": "locked", "vacuum": "cleaning"}
_OFF_IN: Mapping[str, str] = {"cover": "closed", "valve": "closed", "lock": "unlocked", "vacuum": "returning"}
_OF_SELF = frozenset({"scene", "script", "button"})


Judge = Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]], tuple[Verdict, str]]
"""From a case, the line written for it and its home."""


def end_state(case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> tuple[Verdict, str]:
    """Exactly the expected entities end as expected; the attributes an author does not name are free."""
    expected, changes = case["expected"]["expect_changes"], line["changes"]
    free = case["expected"].get("ignore_changes", {})
    surplus = [i for i in changes if i not in expected and i not in free]
    if surplus:
        return "wrong", f"changed as well: {', '.join(surplus[:3])}"
    for entity, wanted in expected.items():
        before = _before(entity, case, home)
        lacking = _lacking(wanted, _after(before, changes.get(entity, {})), frozenset(free.get(entity, ())))
        if lacking:
            return "wrong", f"not as wished: {entity} {lacking}"
    return "right", ""


def _before(entity: str, case: Mapping[str, Any], home: Mapping[str, Any]) -> Mapping[str, Any]:
    known: Mapping[str, Any] = next((e for e in home["entities"] if e["id"] == entity), {})
    return _after(known, case.get("setup", {}).get(entity, {}))


def _after(known: Mapping[str, Any], told: Mapping[str, Any]) -> Mapping[str, Any]:
    attributes = {**(known.get("attributes") or {}), **(told.get("attributes") or {})}
    return {"state": told.get("state", known.get("state")), "attributes": attributes}


def _lacking(wanted: Mapping[str, Any], got: Mapping[str, Any], free: frozenset[str]) -> str:
    if "state" in wanted and "state" not in free and not _equal(wanted["state"], got.get("state")):
        return f"is {got.get('state')}, not {wanted['state']}"
    attributes = got.get("attributes", {})
    for name, value in wanted.get("attributes", {}).items():
        if name not in free and not _equal(value, attributes.get(name)):
            return f"{name} is {attributes.get(name)}, not {value}"
    return ""


def _equal(wanted: Any, got: Any) -> bool:
    """Equal, within rounding; or one of {"in": [...]}, or between {"min", "max"}."""
    if isinstance(wanted, Mapping):
        return _within(wanted, got)
    wanted, got = _number(wanted), _number(got)
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) <= max(1.5, 0.01 * abs(wanted)) if abs(wanted) > 1 else abs(wanted - got) <= 0.011
    if isinstance(wanted, list) and isinstance(got, list | tuple):
        return len(wanted) == len(got) and all(_equal(a, b) for a, b in zip(wanted, got, strict=True))
    return bool(wanted == got)


def _number(value: Any) -> Any:
    """A text that is a number as one: a car's states are texts."""
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value


def _within(wanted: Mapping[str, Any], got: Any) -> bool:
    if "in" in wanted:
        return any(_equal(each, got) for each in wanted["in"])
    try:
        value = float(got)
    except (TypeError, ValueError):
        return False
    return float(wanted.get("min", value)) <= value <= float(wanted.get("max", value))


def answered(case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> tuple[Verdict, str]:
    """Nothing changed, and the answer holds the words its author wants."""
    expected, reply = case["expected"], line["reply"].casefold()
    if line["changes"]:
        return "wrong", "a question changed something"
    any_of: Sequence[str] = expected.get("expect_response") or ()
    if any_of and not any(_occurs(w, reply) for w in any_of):
        return "wrong", f"words missing: one of {list(any_of[:4])}"
    for word in expected.get("expect_all", ()):
        if not _occurs(word, reply):
            return "wrong", f"words missing: {word!r}"
    for word in expected.get("expect_none", ()):
        if _occurs(word, reply):
            return "wrong", f"words too many: {word!r}"
    return "right", ""


def _occurs(word: str, reply: str) -> bool:
    folded = word.casefold()
    if folded.isascii() and folded.isalnum():
        at = -1
        while (at := reply.find(folded, at + 1)) >= 0:
            around = reply[max(0, at - 1) : at] + reply[at + len(folded) : at + len(folded) + 1]
            if not any(c.isascii() and c.isalnum() for c in around):
                return True
        return False
    return folded in reply


def dialogue(
    case: Mapping[str, Any], turns: Sequence[Mapping[str, Any]], home: Mapping[str, Any]
) -> list[tuple[Verdict, str]]:
    """One verdict for each turn of a case, whose line has these turns.

    What is expected counts from the start of the dialogue, as the changes of its turns do.
    """
    verdicts = []
    before: Mapping[str, Any] = {"expect_changes": {}}
    for said, line in zip(case["turns"], turns, strict=True):
        expected = said.get("expected", before)
        verdict = _in_turn(expected, case, line, home)
        if verdict[0] == "wrong" and expected.get("may_ask"):
            asked = _in_turn({**before, "ask": True}, case, line, home)
            verdict = asked if asked[0] == "right" else verdict
        verdicts.append(verdict)
        before = {k: v for k, v in expected.items() if k in ("expect_changes", "ignore_changes")}
    return verdicts


def _in_turn(
    expected: Mapping[str, Any], case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]
) -> tuple[Verdict, str]:
    verdict = end_state({"expected": expected, "setup": case.get("setup", {})}, line, home)
    if verdict[0] == "right" and expected.get("ask") and line["outcome"] != "ask":
        return "wrong", "did not ask"
    if verdict[0] == "right" and {"expect_response", "expect_all", "expect_none"} & expected.keys():
        return answered({"expected": expected}, {**line, "changes": {}}, home)
    return verdict


def left_alone(case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> tuple[Verdict, str]:
    """Nothing was done, nor said to be."""
    if line["changes"] or line["outcome"] in CARRIED_OUT:
        return "wrong", f"acted: {', '.join(t['tool'] for t in line['tool_calls'])}"
    return "right", ""


def intent(case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> tuple[Verdict, str]:
    """The entities its slots name end as the intent says; of a question, one of them was read."""
    name, slots = case["expected"]["intent"], case["expected"]["slots"]
    if name in _TIMERS:
        return "apart", "timers, media search and weather"
    if name.startswith("HassClimate"):
        slots = {"domain": "climate", **slots}
    named = [e for e in home["entities"] if _fits(e, slots, home)]
    narrowed = any(s in slots for s in ("name", "area", "floor", "domain", "device_class"))
    if narrowed and not named:
        return "apart", "the home has no such thing"
    if name in ("HassGetState", "HassClimateGetTemperature"):
        read = set(line["reads"]) & {e["id"] for e in named}
        right = line["outcome"] == "answer" and not line["changes"] and (read or not narrowed)
        return ("right", "") if right else ("wrong", f"something else was read: {line['reads'][:3]}")
    if name in ("HassTurnOn", "HassTurnOff") and narrowed:
        return _switched(name == "HassTurnOn", named, line, "area" in slots or "name" not in slots)
    if name == "HassNevermind":
        return ("wrong", "acted") if line["changes"] else ("right", "")
    right = line["outcome"] in CARRIED_OUT | {"answer"} and _only(line, named if narrowed else home["entities"])
    return ("right", "") if right else ("wrong", "not carried out")


def _switched(
    on: bool, named: Sequence[Mapping[str, Any]], line: Mapping[str, Any], every: bool
) -> tuple[Verdict, str]:
    ended = {}
    for entity in named:
        domain = entity["id"].partition(".")[0]
        state = line["changes"].get(entity["id"], {}).get("state", entity["state"])
        wanted = (_ON_IN if on else _OFF_IN).get(domain, "on" if on else "off")
        ended[entity["id"]] = state == wanted or domain in _OF_SELF or (domain == "media_player" and state != "off")
    if not _only(line, named):
        return "wrong", "something else changed"
    if line["outcome"] not in CARRIED_OUT:
        return "wrong", "not carried out"
    right = all(ended.values()) if every else any(ended.values())
    return ("right", "") if right else ("wrong", f"not as wished: {[i for i, e in ended.items() if not e][:3]}")


def _only(line: Mapping[str, Any], entities: Sequence[Mapping[str, Any]]) -> bool:
    return set(line["changes"]) <= {e["id"] for e in entities}


def _fits(entity: Mapping[str, Any], slots: Mapping[str, Any], home: Mapping[str, Any]) -> bool:
    area = next((a for a in home["areas"] if a["id"] == entity.get("area")), None)
    domain = entity["id"].partition(".")[0]
    if slots.get("name") not in (None, "all") and not _named(entity, _either(slots["name"])):
        return False
    if "area" in slots and (area is None or area["name"].casefold() not in _either(slots["area"])):
        return False
    if "floor" in slots:
        floor = next((f["name"] for f in home["floors"] if area and f["id"] == area.get("floor")), "")
        if floor.casefold() not in _either(slots["floor"]):
            return False
    if "domain" in slots and domain not in _either(slots["domain"]):
        return False
    return "device_class" not in slots or entity["attributes"].get("device_class") in _either(slots["device_class"])


def _named(entity: Mapping[str, Any], names: Sequence[str]) -> bool:
    own = [entity["name"], *entity.get("aliases", ())]
    return any(
        n.strip() in (o.casefold(), o.casefold() + " light", o.casefold() + " lights") for n in names for o in own
    )


def _either(value: Any) -> list[str]:
    return [str(v).casefold() for v in (value if isinstance(value, list) else [value])]


def paraphrase(case: Mapping[str, Any], line: Mapping[str, Any], home: Mapping[str, Any]) -> tuple[Verdict, str]:
    """Of lights, plugs, cleaning and volume: the right kind of act is carried out; of anything else: nothing is."""
    wanted = _ACTS.get(_action(case["expected"]))
    if wanted is None:
        return left_alone(case, line, home)
    tools = {call["tool"] for call in line["tool_calls"]}
    if line["outcome"] in CARRIED_OUT and any(tool.startswith(wanted) for tool in tools):
        return "right", ""
    return "wrong", "something else was carried out" if line["outcome"] in CARRIED_OUT else "not carried out"


def is_for_the_house(expected: Mapping[str, Any]) -> bool:
    """Whether a paraphrase is about lights, plugs, cleaning or volume."""
    return _action(expected) in _ACTS


def _action(expected: Mapping[str, Any]) -> str:
    return str(expected["intent"]).removeprefix("iot_").removeprefix("audio_")


_ACTS: Mapping[str, tuple[str, ...]] = {
    "hue_lightoff": ("turn_off",),
    "hue_lighton": ("turn_on", "brighten"),
    "hue_lightup": ("brighten", "turn_on", "set_brightness"),
    "hue_lightdim": ("dim", "set_brightness", "turn_off"),
    "hue_lightchange": ("set_color", "set_brightness", "dim", "brighten", "activate"),
    "wemo_on": ("turn_on",),
    "wemo_off": ("turn_off",),
    "cleaning": ("start_vacuum", "clean"),
    "volume_up": ("volume_up", "set_volume"),
    "volume_down": ("volume_down", "set_volume"),
    "volume_mute": ("mute", "set_volume", "stop_media", "pause_media"),
}
"""What people mean → how the tools that do it begin."""


def judge_for(expected: Mapping[str, Any]) -> Judge | None:
    """The judge of a case with such expectations; None where nobody says what is right."""
    if "scenario" in expected:
        return paraphrase
    if "intent" in expected:
        return intent
    if expected.get("not_for_house"):
        return left_alone
    if {"expect_response", "expect_all", "expect_none"} & expected.keys():
        return answered
    return end_state if "expect_changes" in expected else None
