"""The system's keyring as second factor: a station that was carried off opens on no other computer.

A random secret lies in the keyring of whoever is logged in to this computer (Secret Service, Windows
Credential Locker, macOS Keychain; by the library `keyring`). The key that wraps the databases' keys is then
made of both, the stretched passphrase and that secret. The recovery key works without: a computer may break.
"""

from __future__ import annotations

import os

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from borderdesk.storage.errors import StorageError

SERVICE = "borderdesk"
_BYTES = 32


def make(station_id: str) -> None:
    """Put a new secret into the keyring and see that it is there.

    Raises:
        StorageError: There is no keyring, or it keeps nothing.
    """
    import keyring  # only where it is wanted: looking for a keyring takes its time
    from keyring.errors import KeyringError

    secret = os.urandom(_BYTES).hex()
    try:
        keyring.set_password(SERVICE, station_id, secret)
        kept = keyring.get_password(SERVICE, station_id)
    except KeyringError as error:
        raise StorageError("error.station.no_keyring") from error
    if kept != secret:
        raise StorageError("error.station.no_keyring")


def forget(station_id: str) -> None:
    """Take the secret out of the keyring; nothing is said where it is gone already."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(SERVICE, station_id)
    except KeyringError:
        return


def mixed(wrapping_key: bytes, station_id: str) -> bytes:
    """What wraps the databases' keys, 32 bytes, of a stretched passphrase and the secret in the keyring.

    Raises:
        StorageError: The keyring cannot be asked, or holds no secret of this station.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(SERVICE, station_id)
        secret = bytes.fromhex(kept or "")
    except (KeyringError, ValueError) as error:
        raise StorageError("error.station.keyring_silent") from error
    if len(secret) != _BYTES:
        raise StorageError("error.station.keyring_silent")
    derive = HKDF(SHA256(), 32, salt=station_id.encode("utf-8"), info=b"borderdesk passphrase and keyring")
    return derive.derive(wrapping_key + secret)
