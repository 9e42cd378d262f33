"""The certificate the server makes for itself, so that a browser on the home network gives it the microphone."""

import ipaddress
import logging
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.security import write_secret
from server.settings import Settings

log = logging.getLogger(__name__)

LIFETIME = timedelta(days=397)
"""Browsers refuse certificates that live longer than 398 days."""

RENEWAL = timedelta(days=30)
"""Made anew when it would expire within this."""


class CertificateWrong(Exception):
    """The owner's certificate or key cannot be used; the text names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Two PEM files."""

    certificate: Path
    key: Path


def certificate_of(settings: Settings, now: datetime | None = None) -> CertificateFiles | None:
    """The files to serve TLS with, made or renewed where they are our own; None where the server speaks plain HTTP.

    Raises CertificateWrong for files of the owner that are absent, unreadable, do not belong together or have expired.
    """
    if not settings.encrypted:
        return None
    moment = now or datetime.now(UTC)
    if settings.tls_certificate is not None and settings.tls_key is not None:
        owned = CertificateFiles(settings.tls_certificate, settings.tls_key)
        _check_owned(owned, moment)
        return owned
    made = own_files(settings)
    names = names_of(settings)
    if not _serves(made, names, moment):
        _make(made, names, moment)
    return made


def own_files(settings: Settings) -> CertificateFiles:
    """Where the self-made certificate and its key lie."""
    return CertificateFiles(settings.data_dir / "certificate.pem", settings.data_dir / "certificate-key.pem")


def expiry_of(certificate: Path) -> datetime:
    """When a certificate ends. Raises CertificateWrong where it cannot be read."""
    return _read(certificate).not_valid_after_utc


def names_of(settings: Settings) -> tuple[str, ...]:
    """Host names and addresses of this machine, as a browser may write them."""
    own = socket.gethostname()
    names = {"localhost", "127.0.0.1", "::1", own, f"{own.split('.')[0]}.local", *settings.allowed_hosts}
    if settings.host not in ("0.0.0.0", "::"):
        names.add(settings.host)
    names |= _lan_addresses()
    return tuple(sorted(name.lower() for name in names if name))


def _lan_addresses() -> set[str]:
    """Addresses of this machine. The sockets send nothing: connecting one only asks the system for a route."""
    found = set()
    for family, probe in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as route:
                route.connect((probe, 9))
                found.add(str(route.getsockname()[0]))
        except OSError:
            log.debug("no route for %s", family.name)
    try:
        found |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        log.debug("the own host name has no address")
    return {address.partition("%")[0] for address in found}


def _serves(files: CertificateFiles, names: Iterable[str], now: datetime) -> bool:
    """Whether what lies there is ours, complete, still good for a while and has all the names."""
    try:
        certificate = _read(files.certificate)
        _check_pair(files, certificate)
    except CertificateWrong as error:
        log.info("a new certificate is made: %s", error)
        return False
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(entry.value) for entry in alternatives}
    return certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEWAL and held >= set(names)


def _make(files: CertificateFiles, names: Iterable[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mimosa")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME - timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_secret(files.key, private)
    write_secret(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _check_owned(files: CertificateFiles, now: datetime) -> None:
    certificate = _read(files.certificate)
    _check_pair(files, certificate)
    if certificate.not_valid_after_utc <= now:
        raise CertificateWrong(f"{files.certificate} expired on {certificate.not_valid_after_utc:%Y-%m-%d}; renew it")


def _read(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except OSError as error:
        raise CertificateWrong(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise CertificateWrong(f"{path} is no PEM certificate") from None


def _check_pair(files: CertificateFiles, certificate: x509.Certificate) -> None:
    try:
        key = serialization.load_pem_private_key(files.key.read_bytes(), password=None)
    except OSError as error:
        raise CertificateWrong(f"{files.key} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):
        raise CertificateWrong(f"{files.key} is no PEM key without a password") from None
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        raise CertificateWrong(f"{files.key} is not the key of {files.certificate}")
