"""`mimosa eval discovery`: announcements in, the devices they make or the reason for refusing them out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from devices.device import Device
from devices.discovery.payloads import read_components
from server.evaluate.cases import read_lines, write_line


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of a file of announcements."""

    payloads: int
    refused: int
    """Payloads of which nothing was taken."""
    kinds: Mapping[str, int]
    """How many devices of each kind were taken."""


def discover_payloads(payloads: Path, out: Path) -> Summary:
    """Write {"id", "devices": [{"id", "name", "kind", "capabilities"}], "refused"} for each line, in its order.

    A line without an id, as `mosquitto_sub -F %j` writes it, goes by its topic.
    Each announcement is read as if it were alone on the broker, and each of its components as a device of its own; in
    the home the components of one physical device come together. Raises CannotRead, which names the line and the
    reason, at the first line that cannot be read; the lines before it stay written. No payload raises anything.
    """
    kinds: Counter[str] = Counter()
    read = refused = 0
    with out.open("w", encoding="utf-8") as stream:
        for line in read_lines(payloads, "topic", "payload"):
            found = read_components(line["topic"], line["payload"].encode("utf-8", "replace"))
            write_line(
                stream,
                {
                    "id": line.get("id", line["topic"]),
                    "devices": [_shown(device) for device in found.devices],
                    "refused": found.refused,
                },
            )
            read += 1
            refused += not found.devices
            kinds.update(device.kind for device in found.devices)
    return Summary(read, refused, dict(sorted(kinds.items())))


def _shown(device: Device) -> Mapping[str, object]:
    return {"id": device.id, "name": device.name, "kind": device.kind, "capabilities": sorted(device.capabilities)}
