"""Pictures and attachments under a key of their own: without the key, what is left of them is noise.

A backup or a copy of the disk holds the sealed data for years; the key is one row, and erasing it
(secure_delete overwrites it) erases every picture that was sealed with it.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


def picture_name(inspection_id: str, position: int) -> str:
    """What the key of a picture is kept under, and what its seal is bound to."""
    return f"{inspection_id}/{position}"


def attachment_name(attachment_id: str) -> str:
    """What the key of an attachment is kept under, and what its seal is bound to."""
    return f"attachment/{attachment_id}"


def seal(name: str, data: bytes) -> tuple[bytes, bytes]:
    """Seal some data.

    Args:
        name: What the seal is bound to: moved elsewhere, it opens no more.
        data: In the clear.

    Returns:
        The sealed data (nonce, ciphertext, tag) and its new key, 32 bytes.
    """
    key, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode()), key


def unseal(name: str, sealed: bytes, key: bytes) -> bytes:
    """The data again.

    Raises:
        cryptography.exceptions.InvalidTag: It is not what was sealed under this name with this key.
    """
    return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
