"""Where the broker of a run is: written down for whoever directs the simulation, or listens to the car, beside it."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from devices.address import BrokerAddress
    from server.settings import Settings

log = logging.getLogger(__name__)

FILE = "simulated.broker.json"
"""In the data folder, readable by its owner only, for as long as the simulation runs."""


@contextmanager
def written_down(folder: Path, broker: BrokerAddress, name: str = FILE) -> Iterator[None]:
    """The broker's address and credentials in a file of that name, as long as the context lasts."""
    file = folder / name
    told = {"broker": url_of(broker), "username": broker.username or "", "password": broker.password or ""}
    folder.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(told, out)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def broker_of(settings: Settings) -> BrokerAddress | None:
    """The broker of the settings, or that of the simulation that runs; None where neither is known.

    Raises DevicesError where the address in the settings is none.
    """
    from devices.address import BrokerAddress

    if settings.broker:
        return BrokerAddress.parse(settings.broker).as_user(settings.broker_username, settings.broker_password)
    file = settings.data_dir / FILE
    try:
        return address_in(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("%s cannot be read: %s", file, error)
        return None


def address_in(file: Path) -> BrokerAddress:
    """What `written_down` wrote. Raises OSError, ValueError, KeyError, TypeError or DevicesError where it is none."""
    from devices.address import BrokerAddress

    told = json.loads(file.read_text("utf-8"))
    return BrokerAddress.parse(told["broker"]).as_user(told["username"], told["password"])


def url_of(broker: BrokerAddress) -> str:
    """Its address, without credentials."""
    host = f"[{broker.host}]" if ":" in broker.host else broker.host
    return f"{'mqtts' if broker.tls else 'mqtt'}://{host}:{broker.port}"
