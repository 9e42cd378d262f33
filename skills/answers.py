"""How questions are answered: from facts, with the age of what is not live, and with what was looked up."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.tools import Claim, JsonValue, ToolContext, ToolResult
from assistant.utterance import Language
from devices.device import Device, Value
from devices.facts import Fact
from devices.home import Home
from skills.discretion import Discreet
from skills.naming import bare_name, is_plural, joined, name_in_sentence
from skills.states import present, state_word
from skills.values import in_words, time_of_day
from skills.words import capitalised, fill, say, section


class Reply:
    """An answer that is being put together; remembers which things were looked up and whether all of it is live."""

    def __init__(self, home: Home, ctx: ToolContext) -> None:
        self._discreet = Discreet(home, ctx.utterance.speaker.role)
        self.home = self._discreet.seen
        """The home as whoever asks may know it."""
        self.language = ctx.language
        self.reads: list[str] = []
        self.listed: list[str] | None = None
        """Ids of what the answer said to be so, where it said of which things it is: what "them" means afterwards."""
        self.sentences: list[str] = []
        self._keeping: set[str] = set()
        """Of these sentences those that say that something is not told."""

    def read(self, thing: str, capability: str) -> Fact | None:
        """The fact, noted as looked up; None where nothing was reported."""
        self.note(thing)
        fact = self.home.fact(thing, capability)
        return fact if fact is not None and fact.value is not None else None

    def number(self, thing: str, capability: str) -> float | None:
        """The number of a fact; None where it is unknown."""
        fact = self.read(thing, capability)
        if fact is None or isinstance(fact.value, bool) or not isinstance(fact.value, int | float):
            return None
        return float(fact.value)

    def note(self, thing: str) -> None:
        """This thing was looked up."""
        if thing not in self.reads:
            self.reads.append(thing)

    def add(self, key: str, plural: bool = False, /, **facts: str) -> None:
        """Add a sentence of the phrase files."""
        self.sentences.append(say(key, self.language, plural, **facts))

    def add_state(self, thing: str, more: str = "") -> None:
        """Add what state a thing is in, with `more` behind it."""
        device = self.home.devices.get(thing)
        if device is None:
            self.add("no_things")
            return
        self.note(thing)
        found = present(device, self.home)
        if found is None or found.fact is None or not found.state:
            self.add_unknown(device)
            return
        state = state_word(found.state, self.language)
        words = f"{state}{say('detail', self.language, more=more)}" if more else state
        self.sentences.append(capitalised(self.sentence(device, words, found.fact)))

    def keep(self, key: str, /, **facts: str) -> None:
        """Add a sentence that says that something is not told."""
        self.add(key, **facts)
        self._keeping.add(self.sentences[-1])

    @property
    def tells_nothing(self) -> bool:
        """Whether all it says is that it says nothing."""
        return bool(self.sentences) and self._keeping.issuperset(self.sentences)

    def is_kept(self, thing: str) -> bool:
        """Whether something about this thing was asked that is not for whoever asks."""
        return thing in self._discreet.kept

    def add_unknown(self, device: Device) -> None:
        """Add that a thing has not reported, that it is offline, or that it is not for whoever asks."""
        if self.is_kept(device.id):
            self.keep("kept", name=self.name(device))
            return
        key = "offline" if self.home.available(device.id) is False else "unknown_state"
        self.add(key, self.plural(device), name=self.name(device))

    def sentence(self, device: Device, state: str, fact: Fact | None) -> str:
        """ "the hall light is on.", with the age where the fact is not live."""
        facts = {"name": self.name(device), "state": state}
        if self.home.available(device.id) is False and fact is not None:
            facts["time"] = time_of_day(fact.at.astimezone(), self.language)
            return say("was", self.language, self.plural(device), **facts)
        key = "state" if fact is None or self.is_current(device, fact) else "state_last"
        return say(key, self.language, self.plural(device), **facts)

    def value_sentence(self, key: str, device: Device, capability: str, fact: Fact, **facts: str) -> str:
        """A sentence about a value, with the age where it is not live; {value} is the value in words."""
        facts = {"name": self.name(device), "value": self.value(device, capability, fact.value), **facts}
        if self.home.available(device.id) is False:
            facts["time"] = time_of_day(fact.at.astimezone(), self.language)
            return capitalised(say("was_value", self.language, self.plural(device), **facts))
        text = capitalised(say(key, self.language, self.plural(device), **facts))
        return text if self.is_current(device, fact) else say("last_known", self.language, sentence=text.rstrip(".。"))

    def is_current(self, device: Device, fact: Fact) -> bool:
        """Whether it can be said without its age: heard live, or kept by the broker of a device that is there."""
        return fact.live or self.home.available(device.id) is True

    def value(self, device: Device, capability: str, value: Value) -> str:
        """A value in words."""
        if isinstance(value, tuple):
            return joined(value, self.language)
        return in_words(value, device.capabilities.get(capability), self.language)

    def name(self, device: Device) -> str:
        """The name as it stands in a sentence; of some sensors what they are about ("the battery of …")."""
        name = name_in_sentence(metered(device), self.home, self.language)
        about = section(self.language, "about").get(device.flavour) if device.kind == "binary_sensor" else None
        return fill(str(about), name=name) if about else name

    def plural(self, device: Device) -> bool:
        """Whether its name takes "are"."""
        return is_plural(bare_name(device, self.language), self.language)

    def joined(self, names: Sequence[str]) -> str:
        """ "a, b and c" """
        return joined(names, self.language)

    def labels(self, devices: Sequence[Device]) -> str:
        """Several names as a list, each as on its label."""
        return joined(list(dict.fromkeys(bare_name(metered(d), self.language) for d in devices)), self.language)


_METERS = (" power", "功率")


def metered(device: Device) -> Device:
    """A meter under the name of what it measures: "Dryer Power" tells whether the dryer runs."""
    if device.kind != "sensor" or device.flavour != "power":
        return device

    def bare(name: str) -> str:
        ending = next((e for e in _METERS if name.casefold().endswith(e) and len(name) > len(e)), "")
        return name[: len(name) - len(ending)]

    return replace(device, name=bare(device.name), aliases=tuple(map(bare, device.aliases)))


MOST_TOLD = 5
"""Things whose value is told in one answer; of more only the number is told."""


def tell_each(reply: Reply, devices: Sequence[Device], capability: str) -> None:
    """One value of each of these; a thermostat says what it measures and what it is set to."""
    if not devices:
        reply.add(f"{capability}_nowhere")
    for device in devices[:MOST_TOLD]:
        fact = reply.read(device.id, capability)
        if fact is None:
            reply.add_unknown(device)
        else:
            reply.sentences.append(reply.value_sentence(f"{capability}_of", device, capability, fact))
    if len(devices) > MOST_TOLD:
        reply.add("and_more", n=str(len(devices) - MOST_TOLD))


def tell_texts(reply: Reply, devices: Sequence[Device]) -> bool:
    """What sensors tell in words ("Next Bin Collection is Thursday"); False, and nothing, where one tells none."""
    texts = []
    for device in devices:
        fact = reply.read(device.id, "value") if device.kind == "sensor" and "value" in device.capabilities else None
        if fact is None or not isinstance(fact.value, str):
            return False
        texts.append(reply.value_sentence("value", device, "value", fact))
    reply.sentences += texts
    return bool(texts)


def answered(reply: Reply) -> ToolResult:
    """The answer as a result; refused where nothing of it is for whoever asks."""
    space = "" if reply.language == "zh" else " "
    reads = [thing for thing in reply.reads if not reply.is_kept(thing)]
    claim = Claim.REFUSED if reply.tells_nothing else Claim.ANSWER
    facts: dict[str, JsonValue] = {"commands": [], "reads": reads}
    if reply.listed is not None:
        facts["listed"] = [thing for thing in reply.listed if not reply.is_kept(thing)]
    return ToolResult(claim, space.join(reply.sentences), facts)


def within(sentence: str, language: Language) -> str:
    """A sentence as it stands behind "yes," and "no,"."""
    return sentence if language == "zh" or not sentence.startswith("The ") else sentence[:1].lower() + sentence[1:]
