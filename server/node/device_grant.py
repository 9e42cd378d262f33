"""Letting the car in at a house: the device grant of RFC 8628, from the car's side."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from server.node.house_client import CONNECT_S, PREFIX
from server.node.pairing_file import Pairing

CLIENT_ID = "mimosa-car-node"
SCOPES = "talk car.read car.act home.read home.act"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
ANSWER_S = 10.0


class PairingFailed(Exception):
    """The house did not let the car in; the text says why and what helps."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What a person has to be shown."""

    user_code: str
    verification_uri: str
    verification_uri_complete: str
    device_code: str
    interval_s: float
    expires_in_s: float


def certificate_of(house: str) -> str:
    """The certificate that the house shows, in PEM; empty for a house without TLS. Raises PairingFailed."""
    parts = urlsplit(house)
    if parts.scheme == "http":
        return ""
    try:
        return ssl.get_server_certificate((parts.hostname or "", parts.port or 443), timeout=CONNECT_S)
    except OSError as error:
        raise PairingFailed(f"no house answers at {house}: {error}") from error


def fingerprint_of(certificate: str) -> str:
    """SHA-256 of a certificate in PEM, in pairs of hexadecimal digits."""
    import hashlib

    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest().upper()
    return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))


class DeviceGrant:
    """One try to be let in. `http`: connections to the house."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        house: str,
        certificate: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._house = house
        self._certificate = certificate
        self._sleep = sleep
        self._vehicle = ""

    async def begin(self, vehicle: str, name: str, scope: str = SCOPES, *, parked: bool = False) -> Begun:
        """Ask for a code. `parked`: the car itself says that it is parked. Raises PairingFailed."""
        self._vehicle = vehicle
        form = {"client_id": CLIENT_ID, "scope": scope, "vehicle": vehicle, "name": name}
        told = await self._post("/device_authorization", form | ({"driving": "parked"} if parked else {}))
        if told.is_error:
            raise PairingFailed(_why(told))
        try:
            fields = told.json()
            return Begun(
                str(fields["user_code"]),
                str(fields["verification_uri"]),
                str(fields.get("verification_uri_complete") or fields["verification_uri"]),
                str(fields["device_code"]),
                float(fields.get("interval", 5)),
                float(fields["expires_in"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise PairingFailed(f"{self._house} answers, but not as a Mimosa house does: {error}") from error

    async def wait(self, begun: Begun) -> Pairing:
        """Ask until a person has decided. Raises PairingFailed."""
        interval, waited = begun.interval_s, 0.0
        form = {"grant_type": GRANT, "device_code": begun.device_code, "client_id": CLIENT_ID}
        while waited < begun.expires_in_s:
            await self._sleep(interval)
            waited += interval
            told = await self._post("/token", form)
            if not told.is_error:
                return self._pairing(told)
            match _error(told):
                case "authorization_pending":
                    continue
                case "slow_down":
                    interval += 5
                case _:
                    raise PairingFailed(_why(told))
        raise PairingFailed("nobody approved the code in time; begin again")

    def _pairing(self, told: httpx.Response) -> Pairing:
        try:
            fields = told.json()
            return Pairing(
                house=self._house,
                client_id=CLIENT_ID,
                vehicle=self._vehicle,
                head_unit=str(fields.get("head_unit", "")),
                scope=str(fields.get("scope", "")),
                refresh_token=str(fields["refresh_token"]),
                access_token=str(fields["access_token"]),
                certificate=self._certificate,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise PairingFailed(f"the house's tokens cannot be read: {error}") from error

    async def _post(self, path: str, form: dict[str, str]) -> httpx.Response:
        try:
            return await self._http.post(PREFIX + path, data=form, timeout=ANSWER_S)
        except httpx.HTTPError as error:
            raise PairingFailed(f"no house answers at {self._house}: {type(error).__name__} {error}") from error


def _error(told: httpx.Response) -> str:
    try:
        return str(told.json().get("error", ""))
    except (ValueError, AttributeError):
        return ""


def _why(told: httpx.Response) -> str:
    try:
        fields = told.json()
        return f"{fields.get('title') or fields.get('error')} {fields.get('detail', '')}".strip()
    except (ValueError, AttributeError):
        return f"the house answers HTTP {told.status_code}"
