"""Passwords: what is asked of one, how it is kept, and how it is looked at.

* Kept as argon2id (RFC 9106) in PHC form, stretched as the station's passphrase is (`storage.keys`).
* Asked of one: length above all (NIST SP 800-63B, 5.1.1): 12 characters or a few words, no rules on signs.
* Brought to Unicode's NFC first: two keyboards may write the same letter differently.
"""

from __future__ import annotations

import os
import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from borderdesk.access.errors import AccessError
from borderdesk.storage.keys import KEY_BYTES, SALT_BYTES, Stretching

SHORTEST = 12
LONGEST = 1024
_DIFFERENT = 5
_BESIDE_THE_NAME = 8
_TODAY = Stretching.fresh()
_HASHER = PasswordHasher(
    time_cost=_TODAY.passes,
    memory_cost=_TODAY.memory_kib,
    parallelism=_TODAY.lanes,
    hash_len=KEY_BYTES,
    salt_len=SALT_BYTES,
)


def _part(length: int) -> str:
    return b64encode(os.urandom(length)).decode("ascii").rstrip("=")


NOBODYS = (
    f"$argon2id$v=19$m={_TODAY.memory_kib},t={_TODAY.passes},p={_TODAY.lanes}"
    f"${_part(SALT_BYTES)}${_part(KEY_BYTES)}"
)
"""No password fits it. Looked at for a name that nobody has, so that it takes as long as for any other."""


def require_good(password: str, username: str) -> None:
    """Refuse a password that is easily guessed.

    Args:
        password: As typed.
        username: Whose it is to be.

    Raises:
        AccessError: It is too short, too long, made of too few different characters, or little more than
            the name.
    """
    plain = _normal(password)
    if len(plain) < SHORTEST:
        raise AccessError("error.access.password_short", shortest=SHORTEST)
    if len(plain) > LONGEST:
        raise AccessError("error.access.password_long", longest=LONGEST)
    folded = plain.casefold()
    if len(set(folded)) < _DIFFERENT:
        raise AccessError("error.access.password_plain")
    if len(folded.replace(username.casefold(), "")) < _BESIDE_THE_NAME:
        raise AccessError("error.access.password_name")


def hashed(password: str) -> str:
    """The password as it is kept, in PHC form; takes 0.1 to 0.3 s by intent."""
    return _HASHER.hash(_bytes(password))


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept; takes the same time either way."""
    try:
        return _HASHER.verify(kept, _bytes(password))
    except VerifyMismatchError:
        return False


def is_dated(kept: str) -> bool:
    """Whether it was stretched less, or otherwise, than it would be today."""
    return _HASHER.check_needs_rehash(kept)


def same(one: str, other: str) -> bool:
    """Whether two typed passwords are one."""
    return _normal(one) == _normal(other)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    """Whatever a terminal hands over; a longer one than is allowed fits none and costs no more."""
    return _normal(password[: LONGEST + 1]).encode("utf-8", "surrogatepass")
