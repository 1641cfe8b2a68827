"""Keys: one random key a database, wrapped by a key that is made from the passphrase.

* The passphrase is stretched by argon2id (RFC 9106, 4: second recommended option, 64 MiB, 3 passes).
* Keys are wrapped by AES-256-GCM; what else the station's file says is bound to them as associated data, so
  that a changed file (a training station made to look real, say) opens nothing.
* A new passphrase wraps the same keys again: the databases need not be rewritten.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_PASSES = 64
_MOST_LANES = 64


@dataclass(frozen=True, slots=True)
class Stretching:
    """Parameters of argon2id, version 19.

    Attributes:
        salt: Random, 16 bytes.
        memory_kib: Memory in KiB.
        passes: Passes over it.
        lanes: Threads.

    Raises:
        ValueError: A parameter is outside of what argon2id allows or this program is ready to spend; a
            changed file shall not take all memory.
    """

    salt: bytes = field(repr=False)
    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if not (
            len(self.salt) == SALT_BYTES
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
            and 8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
        ):
            raise ValueError("stretching parameters out of bounds")

    @classmethod
    def fresh(cls) -> Stretching:
        """Today's parameters with a new salt."""
        return cls(salt=os.urandom(SALT_BYTES))

    def stretch(self, passphrase: str) -> bytes:
        """The wrapping key, 32 bytes; 0.1 to 0.3 s by intent.

        The passphrase is brought to Unicode's NFC first: two keyboards may write the same letter differently.
        """
        return hash_secret_raw(
            unicodedata.normalize("NFC", passphrase).encode("utf-8"),
            self.salt,
            time_cost=self.passes,
            memory_cost=self.memory_kib,
            parallelism=self.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
            version=19,
        )


def fresh_key() -> bytes:
    """A random database key, 32 bytes."""
    return os.urandom(KEY_BYTES)


def wrap(key: bytes, wrapping_key: bytes, bound: bytes) -> bytes:
    """Wrap a key.

    Args:
        key: 32 bytes.
        wrapping_key: 32 bytes, from `Stretching.stretch`.
        bound: What the wrapped key belongs to; the same bytes are needed to unwrap it.

    Returns:
        Nonce and ciphertext with its tag, 60 bytes.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, key, bound)


def unwrap(wrapped: bytes, wrapping_key: bytes, bound: bytes) -> bytes | None:
    """The key again, or None where the wrapping key or what is bound is not the one it was wrapped with.

    >>> wrapping = bytes(32)
    >>> unwrap(wrap(b"k" * 32, wrapping, b"post 1"), wrapping, b"post 1") == b"k" * 32
    True
    >>> unwrap(wrap(b"k" * 32, wrapping, b"post 1"), wrapping, b"post 2") is None
    True
    """
    try:
        return AESGCM(wrapping_key).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):  # ValueError: too short to be a wrapped key at all
        return None
