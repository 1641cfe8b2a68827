"""The recovery key: what opens a station when its passphrase is forgotten.

* 160 random bits, so that it needs no stretching; HKDF-SHA256 (RFC 5869) makes the wrapping key of it.
* Written in Crockford's base32, which leaves out I, L, O and U, in eight groups of five: four letters of the
  key and one that checks them and the group's place, so that a slip of the pen is told by its group.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from borderdesk.storage.errors import StorageError

SECRET_BYTES = 20
GROUPS = 8
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans(
    {"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\t": None, "\n": None, "\r": None}
)
_IN_A_GROUP = 4
_PRIME = 31  # finds every wrong letter but 0 for Z, and every two that changed places


def fresh() -> bytes:
    """A new secret, 20 random bytes."""
    return os.urandom(SECRET_BYTES)


def spell(secret: bytes) -> str:
    """A secret as it is printed.

    >>> spell(bytes(20))
    '00000-00005-0000A-0000F-0000M-0000S-0000Y-00004'
    """
    number = int.from_bytes(secret, "big")
    values = [number >> 5 * place & 31 for place in reversed(range(GROUPS * _IN_A_GROUP))]
    groups = [values[start : start + _IN_A_GROUP] for start in range(0, len(values), _IN_A_GROUP)]
    return "-".join(
        "".join(_LETTERS[value] for value in (*group, _check(place, group)))
        for place, group in enumerate(groups)
    )


def read(text: str) -> bytes:
    """The secret of a key as it was typed: in any case, with dashes, spaces or without.

    Raises:
        StorageError: It is too short or too long, or a group was mistyped.

    >>> read(spell(bytes(range(20))).lower().replace("-", "")) == bytes(range(20))
    True
    """
    letters = text.upper().translate(_ALIKE)
    if len(letters) != GROUPS * (_IN_A_GROUP + 1):
        raise StorageError(
            "error.station.recovery_length", count=len(letters), wanted=GROUPS * (_IN_A_GROUP + 1)
        )
    number = 0
    for place in range(GROUPS):
        start = place * (_IN_A_GROUP + 1)
        typed = letters[start : start + _IN_A_GROUP + 1]
        values = [_LETTERS.find(letter) for letter in typed]
        if -1 in values or _check(place, values[:-1]) != values[-1]:
            raise StorageError("error.station.recovery_group", group=place + 1)
        for value in values[:-1]:
            number = number << 5 | value
    return number.to_bytes(SECRET_BYTES, "big")


def wrapping_key(secret: bytes, station_id: str) -> bytes:
    """What wraps the databases' keys, 32 bytes.

    Args:
        secret: 20 bytes.
        station_id: The station's.
    """
    derive = HKDF(SHA256(), 32, salt=station_id.encode("utf-8"), info=b"borderdesk recovery key")
    return derive.derive(secret)


def _check(place: int, group: list[int]) -> int:
    weighed = sum(weight * value for weight, value in enumerate(group, 1))
    return (weighed + 5 * place) % _PRIME
