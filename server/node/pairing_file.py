"""What the car was given when the house let it in: kept in one file that only its owner can read."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from server.security import write_secret


class NoPairing(Exception):
    """There is no pairing, or its file cannot be read; the text says what helps."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """The car's place at one house."""

    house: str
    """Address of the house ("https://house.local:8237"), without a slash at its end."""
    client_id: str
    vehicle: str
    """Id of the car on the topics of its signals ("car")."""
    head_unit: str
    """Id that the house knows this car's node by."""
    scope: str
    """Scopes, separated by spaces."""
    refresh_token: str
    access_token: str = ""
    """Empty: there is none, or it is over."""
    certificate: str = ""
    """The house's own certificate in PEM as it was seen when it was paired; empty: one that the system knows."""

    @property
    def conversation(self) -> str:
        """The key of this car's dialogue at the house."""
        return f"car:{self.vehicle}"[:64]


class PairingFile:
    """The pairing as it is on the disk. Every change is on the disk before it is used."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def read(self) -> Pairing:
        """Raises NoPairing."""
        try:
            held = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            raise NoPairing("this car is paired with no house; pair it with: mimosa car pair --house ADDRESS") from None
        except (OSError, ValueError) as error:
            raise NoPairing(f"{self._path} cannot be read ({error}); pair the car again: mimosa car pair") from None
        known = {field.name for field in fields(Pairing)}
        if not isinstance(held, dict) or not all(isinstance(held.get(key, ""), str) for key in known):
            raise NoPairing(f"{self._path} holds no pairing; pair the car again: mimosa car pair")
        try:
            return Pairing(**{key: value for key, value in held.items() if key in known})
        except TypeError:
            raise NoPairing(f"{self._path} is not complete; pair the car again: mimosa car pair") from None

    def write(self, pairing: Pairing) -> None:
        """Keep it, mode 0600, whole or not at all. Raises OSError."""
        write_secret(self._path, json.dumps(asdict(pairing)).encode("utf-8") + b"\n")

    def forget(self) -> None:
        """Take it away."""
        self._path.unlink(missing_ok=True)
