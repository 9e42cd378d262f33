"""Where a component says whether it can be reached, and how that reads."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from devices.device import Availability
from devices.discovery.ha.settings import Settings, reader
from devices.discovery.ha.templates import Template
from devices.errors import NotDiscoverable


def tells_availability(settings: Settings) -> bool:
    """Whether it names a topic that says so."""
    listed = settings.raw("availability")
    return bool(listed) if isinstance(listed, list) else "availability_topic" in settings


def availability_of(settings: Iterable[Settings]) -> tuple[tuple[Availability, ...], str]:
    """Of the first that tells one, with its mode "all", "any" or "latest". Raises NotDiscoverable."""
    for one in settings:
        found = tuple(_all_of(one))
        if found:
            mode = one.text("availability_mode", "latest")
            if mode not in ("all", "any", "latest"):
                raise NotDiscoverable(f"availability_mode is all, any or latest, not {mode[:40]!r}")
            return found, mode
    return (), "latest"


def _all_of(settings: Settings) -> Iterable[Availability]:
    listed = settings.raw("availability")
    if isinstance(listed, list):
        for entry in listed:
            yield _one_of(Settings(entry), "topic", "value_template")
    elif "availability_topic" in settings:
        yield _one_of(settings, "availability_topic", "availability_template")


def _one_of(settings: Settings, topic_key: str, template_key: str) -> Availability:
    topic = settings.topic(topic_key)
    if not topic:
        raise NotDiscoverable("an availability has no topic")
    online = settings.text("payload_available", "online").encode()
    offline = settings.text("payload_not_available", "offline").encode()
    return Availability(topic, online, offline, _decoder(settings.template(template_key)))


@lru_cache(maxsize=1024)
def _decoder(template: Template | None) -> Callable[[bytes], bytes]:
    """The same one for the same template, so that devices that were read alike are equal."""
    read = reader(template, str)

    def decode(payload: bytes) -> bytes:
        told = read(payload)
        return str(told).encode() if told is not None else b""

    return decode
