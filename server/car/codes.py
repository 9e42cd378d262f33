"""The secrets of pairing: made of chance, kept only as SHA-256."""

import hashlib
import secrets

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""No vowels, so that no word comes out; no digits, so that nothing looks like another."""

USER_CODE_LENGTH = 8
SECRET_BYTES = 32
"""256 bits: nobody guesses one."""

DEVICE_CODE, ACCESS_TOKEN, REFRESH_TOKEN = "mimosa-dc-", "mimosa-at-", "mimosa-rt-"
"""What each begins with, so that one that lies around is recognised."""


def new_secret(beginning: str) -> str:
    """A fresh secret in URL-safe letters."""
    return beginning + secrets.token_urlsafe(SECRET_BYTES)


def new_user_code() -> str:
    """Eight letters that a person reads from one display and types into another."""
    return "".join(secrets.choice(LETTERS) for _ in range(USER_CODE_LENGTH))


def shown(user_code: str) -> str:
    """As it is displayed: "BCDF-GHJK"."""
    return f"{user_code[:4]}-{user_code[4:]}"


def typed(text: str) -> str:
    """The user code in what was typed, whatever the case and whatever stands between. Raises ValueError."""
    code = "".join(character for character in text.upper() if character.isalnum())
    if len(code) != USER_CODE_LENGTH or any(character not in LETTERS for character in code):
        raise ValueError(f"a code is {USER_CODE_LENGTH} letters out of {LETTERS}, like BCDF-GHJK")
    return code


def digest(secret: str) -> bytes:
    """What is kept of a secret, 32 bytes."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
