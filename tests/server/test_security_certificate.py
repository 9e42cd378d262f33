"""The self-made certificate: who it is for, who can read its key, when it is made anew; and the owner's own."""

import os
import ssl
import stat
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509

from server.app import create_app
from server.certificate import RENEWAL, CertificateWrong, certificate_of, expiry_of, names_of, own_files
from server.certificate_files import LIFETIME
from server.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(host="0.0.0.0", data_dir=tmp_path, allowed_hosts=("house.example",))


def names_in(path) -> set[str]:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(entry.value) for entry in alternatives}


def test_plain_http_needs_none(tmp_path):
    assert certificate_of(Settings(data_dir=tmp_path)) is None


def test_it_names_this_machine_in_every_way_a_browser_may_write_it(settings):
    files = certificate_of(settings)
    assert {"localhost", "127.0.0.1", "house.example"} <= names_in(files.certificate)
    assert set(names_of(settings)) <= names_in(files.certificate)
    assert "0.0.0.0" not in names_in(files.certificate)


def test_only_the_owner_can_read_its_key(settings):
    files = certificate_of(settings)
    assert stat.S_IMODE(os.stat(files.key).st_mode) == 0o600


def test_it_is_kept_and_made_anew_before_it_ends(settings):
    files = certificate_of(settings)
    first = files.certificate.read_bytes()
    assert certificate_of(settings).certificate.read_bytes() == first
    late = datetime.now(UTC) + LIFETIME - RENEWAL + timedelta(days=1)
    assert certificate_of(settings, late).certificate.read_bytes() != first
    assert expiry_of(files.certificate) > late + RENEWAL


def test_browsers_accept_its_lifetime(settings):
    certificate = x509.load_pem_x509_certificate(certificate_of(settings).certificate.read_bytes())
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc <= timedelta(days=398)


@pytest.mark.parametrize("damage", [b"", b"nonsense", None])
@pytest.mark.parametrize("which", ["certificate", "key"])
def test_a_damaged_or_missing_file_of_ours_is_made_anew(settings, which, damage):
    path = getattr(certificate_of(settings), which)
    path.unlink() if damage is None else path.write_bytes(damage)
    files = certificate_of(settings)
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(files.certificate, files.key)


def test_a_new_name_of_this_machine_gets_a_new_certificate(settings):
    certificate_of(settings)
    more = settings.model_copy(update={"allowed_hosts": ("house.example", "second.example")})
    assert "second.example" in names_in(certificate_of(more).certificate)


def test_the_owners_own_files_are_used_as_they_are(settings, tmp_path):
    made = certificate_of(settings)
    owned = Settings(tls_certificate=made.certificate, tls_key=made.key, data_dir=tmp_path / "other")
    assert certificate_of(owned) == made
    assert not own_files(owned).certificate.exists()


def test_owned_files_that_cannot_be_used_are_named(settings, tmp_path):
    made = certificate_of(settings)
    other = certificate_of(settings.model_copy(update={"data_dir": tmp_path / "other"}))
    nothing = tmp_path / "nothing.pem"
    for certificate, key, named in (
        (nothing, made.key, "nothing.pem"),
        (made.certificate, nothing, "nothing.pem"),
        (made.key, made.key, "no PEM certificate"),
        (made.certificate, other.key, "is not the key of"),
    ):
        with pytest.raises(CertificateWrong, match=named):
            certificate_of(Settings(tls_certificate=certificate, tls_key=key))
    with pytest.raises(CertificateWrong, match="expired"):
        certificate_of(
            Settings(tls_certificate=made.certificate, tls_key=made.key), datetime.now(UTC) + timedelta(days=500)
        )


async def test_a_browser_that_trusts_it_reaches_the_server_by_name_with_the_token(pocket, serve, settings):
    files = certificate_of(settings)
    context = ssl.create_default_context(cafile=files.certificate)
    tls = {"ssl_certfile": files.certificate, "ssl_keyfile": files.key}
    async with serve(create_app(pocket(settings)), **tls) as port, httpx.AsyncClient(verify=context) as http:
        assert (await http.get(f"https://localhost:{port}/api/alive")).status_code == 204
        assert (await http.get(f"https://localhost:{port}/api/devices")).status_code == 401
        token = (settings.data_dir / "token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        assert (await http.get(f"https://localhost:{port}/api/devices", headers=headers)).status_code == 200
