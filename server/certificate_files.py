"""What is in the files of a certificate and its key: reading, checking and making them."""

import ipaddress
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from server.certificate import RENEWAL, CertificateFiles, CertificateWrong
from server.security import write_secret

log = logging.getLogger(__name__)

LIFETIME = timedelta(days=397)
"""Browsers refuse certificates that live longer than 398 days."""


def serves(files: CertificateFiles, names: Iterable[str], now: datetime) -> bool:
    """Whether what lies there is ours, complete, still good for a while and has all the names."""
    try:
        certificate = read(files.certificate)
        _check_pair(files, certificate)
    except CertificateWrong as error:
        log.info("a new certificate is made: %s", error)
        return False
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(entry.value) for entry in alternatives}
    return certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc - RENEWAL and held >= set(names)


def make(files: CertificateFiles, names: Iterable[str], now: datetime) -> None:
    """A new key, and a certificate for these names that the key itself has signed."""
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


def check_owned(files: CertificateFiles, now: datetime) -> None:
    """Raises CertificateWrong for files of the owner that cannot be used."""
    certificate = read(files.certificate)
    _check_pair(files, certificate)
    if certificate.not_valid_after_utc <= now:
        raise CertificateWrong(f"{files.certificate} expired on {certificate.not_valid_after_utc:%Y-%m-%d}; renew it")


def read(path: Path) -> x509.Certificate:
    """The certificate in a PEM file. Raises CertificateWrong."""
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
