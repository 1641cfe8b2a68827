"""What a passphrase does at opening, and how the keys are wrapped by a new one."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from borderdesk.storage import header, second_factor
from borderdesk.storage.errors import StorageError, WrongPassphraseError
from borderdesk.storage.header import StationHeader
from borderdesk.storage.schema import Database


def unseal(
    head: StationHeader, passphrase: str, home: Path, *, wrong_after_s: float
) -> tuple[bytes, dict[Database, bytes]]:
    """The stretched passphrase and the databases' keys; under duress, the end of the wrapped keys.

    Args:
        head: Of the station.
        passphrase: As typed.
        home: The station's folder.
        wrong_after_s: A wrong one is answered after so many seconds, or a whole number of times as many.

    Raises:
        WrongPassphraseError: It does not open the station.
        StorageError: The keyring, the second factor of this station, does not answer.
    """
    start = time.monotonic()
    wrapping_key = head.stretching.stretch(passphrase)
    duress = head.is_duress(wrapping_key)
    try:
        return wrapping_key, head.unwrap(wrapping_key, home)
    except StorageError as error:
        if duress:
            header.erase(head, home)
        if wrong_after_s and isinstance(error, WrongPassphraseError):
            time.sleep(wrong_after_s - (time.monotonic() - start) % wrong_after_s)
        raise


def wrap_anew(head: StationHeader, database_keys: Mapping[Database, bytes], new: str) -> StationHeader:
    """The header under a new passphrase; that of duress cannot become the station's own.

    Raises:
        StorageError: It is empty, or that of duress; or the keyring does not answer.
    """
    if not new:
        raise StorageError("error.station.no_passphrase")
    wrapping_key = head.stretching.stretch(new)
    if head.is_duress(wrapping_key):
        raise StorageError("error.station.passphrase_taken")
    return head.wrapped_by(wrapping_key, database_keys)


def with_second_factor(head: StationHeader, passphrase: str, home: Path) -> StationHeader:
    """The header whose keys the keyring must help to unwrap from now on; its secret is made.

    Raises:
        WrongPassphraseError: The passphrase is wrong.
        StorageError: It is so already, no recovery key was made, or there is no keyring.
    """
    wrapping_key = head.stretching.stretch(passphrase)
    database_keys = head.unwrap(wrapping_key, home)
    if head.keyring:
        raise StorageError("error.station.keyring_already")
    if not head.recovery:
        raise StorageError("error.station.keyring_needs_recovery")
    second_factor.make(head.station_id)
    return replace(head, keyring=True).wrapped_by(wrapping_key, database_keys)


def without_second_factor(head: StationHeader, passphrase: str, home: Path) -> StationHeader:
    """The header that the passphrase alone opens again.

    Raises:
        WrongPassphraseError: The passphrase is wrong.
        StorageError: The keyring does not answer.
    """
    wrapping_key = head.stretching.stretch(passphrase)
    database_keys = head.unwrap(wrapping_key, home)
    return replace(head, keyring=False).wrapped_by(wrapping_key, database_keys)
