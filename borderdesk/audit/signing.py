"""Checkpoints: heads of the chain, signed by the station's key (Ed25519, RFC 8032).

The key is made when it is first needed and kept among the station's facts, in the encrypted database; that
it was made is an entry with the public key, so the chain itself says which key vouches for it.

A checkpoint inside the database falls with the database. One that was taken out (`taken_out`,
`borderdesk audit checkpoint --out FILE`) and lies with somebody else proves what the chain was then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from borderdesk.audit.entries import append, canonical, last
from borderdesk.storage import facts
from models.errors import KnownError
from models.people import THE_DESK
from models.tables.audit import AuditCheckpointRow

EVERY = 100
"""So many entries at most lie after the last checkpoint."""
KEY_MADE = "audit.key_made"
KEY_FACT = "audit.signing_key"
FORMAT = "borderdesk-checkpoint-1"
_LARGEST_FILE = 64 * 1024


class AuditError(KnownError):
    """A checkpoint that cannot be used or made."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the station vouched for.

    Attributes:
        station_id: Whose chain.
        number: Of the last entry it vouches for.
        head: That entry's hash, 32 bytes.
        made_at: When, UTC.
        signature: Ed25519 over all of the above, 64 bytes.
    """

    station_id: str
    number: int
    head: bytes
    made_at: datetime
    signature: bytes

    def signed(self) -> bytes:
        """The bytes that were signed."""
        return canonical(
            {
                "format": FORMAT,
                "station": self.station_id,
                "number": self.number,
                "head": self.head.hex(),
                "made_at": self.made_at.isoformat(),
            }
        )

    def holds(self, public_key: bytes) -> bool:
        """Whether it was signed by a key (its public half, 32 bytes)."""
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(self.signature, self.signed())
        except (InvalidSignature, ValueError):
            return False
        return True


def checkpoint(session: Session, now: datetime) -> Checkpoint | None:
    """Sign the head of the chain; to be called at sign-out, at closing, and where one is taken out.

    Args:
        session: Of `Station.cases(writing=True)`.
        now: Timezone-aware.

    Returns:
        The checkpoint over the newest entry, the one that is there already where nothing came after it; None
        where there is no entry at all.
    """
    if last(session) is None:
        return None
    key = _key(session, now)
    head = last(session)
    if head is None:
        raise RuntimeError("a chain that had an entry has none")
    station_id = str(session.info["station_id"])
    here = session.get(AuditCheckpointRow, head.number)
    if here is not None:
        return Checkpoint(station_id, here.number, here.head, here.made_at, here.signature)
    unsigned = Checkpoint(station_id, head.number, head.hash, now.astimezone(UTC), b"")
    made = Checkpoint(
        station_id, unsigned.number, unsigned.head, unsigned.made_at, key.sign(unsigned.signed())
    )
    session.add(
        AuditCheckpointRow(number=made.number, head=made.head, made_at=made.made_at, signature=made.signature)
    )
    session.flush()
    return made


def checkpoint_if_due(session: Session, now: datetime, *, every: int = EVERY) -> Checkpoint | None:
    """Sign the head where so many entries came after the last checkpoint; `chain.record` calls it always.

    Args:
        session: Of `Station.cases(writing=True)`.
        now: Timezone-aware.
        every: In entries; 1 signs wherever anything came after the last one.

    Returns:
        The new checkpoint, None where none was due.
    """
    head = last(session)
    covered = session.scalar(sa.select(sa.func.max(AuditCheckpointRow.number))) or 0
    if head is None or head.number - covered < every:
        return None
    return checkpoint(session, now)


def public_key(session: Session) -> bytes | None:
    """The public half of the station's key, 32 bytes; None while none was needed."""
    kept = facts.get(session, KEY_FACT)
    return None if kept is None else _public(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept)))


def taken_out(session: Session, now: datetime) -> dict[str, Any] | None:
    """A checkpoint over the newest entry as it is given to somebody else: JSON, with the public key.

    Args:
        session: Of `Station.cases(writing=True)`.
        now: Timezone-aware.
    """
    made = checkpoint(session, now)
    key = public_key(session)
    if made is None or key is None:
        return None
    return {
        "format": FORMAT,
        "station": made.station_id,
        "number": made.number,
        "head": made.head.hex(),
        "made_at": made.made_at.isoformat(),
        "signature": made.signature.hex(),
        "public_key": key.hex(),
    }


def read_taken_out(path: Path) -> Checkpoint:
    """A checkpoint that was taken out earlier.

    Raises:
        AuditError: The file is not there, is no checkpoint, or was changed.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE)
    except OSError as error:
        raise AuditError("error.audit.checkpoint_unreadable", path=path) from error
    try:
        said = json.loads(text.decode("utf-8"))
        found, key = _from_json(said), bytes.fromhex(said["public_key"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise AuditError("error.audit.no_checkpoint", path=path) from error
    if not found.holds(key):
        raise AuditError("error.audit.no_checkpoint", path=path)
    return found


def _from_json(said: Mapping[str, Any]) -> Checkpoint:
    if said["format"] != FORMAT or type(said["number"]) is not int or not isinstance(said["station"], str):
        raise ValueError("no checkpoint of this form")
    return Checkpoint(
        station_id=said["station"],
        number=said["number"],
        head=bytes.fromhex(said["head"]),
        made_at=datetime.fromisoformat(said["made_at"]),
        signature=bytes.fromhex(said["signature"]),
    )


def _key(session: Session, now: datetime) -> Ed25519PrivateKey:
    kept = facts.get(session, KEY_FACT)
    if kept is not None:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept))
    key = Ed25519PrivateKey.generate()
    facts.put(session, KEY_FACT, key.private_bytes_raw().hex())
    append(session, THE_DESK, KEY_MADE, now=now, details={"public_key": _public(key).hex()})
    return key


def _public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()
