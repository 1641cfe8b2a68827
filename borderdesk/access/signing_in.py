"""Signing in, and changing one's own password.

A try is two transactions with the slow look at the password between them, which holds no lock: the first
books it as a wrong one, the second takes that back or says in the audit that it was wrong. Both are written
for good before anybody is told.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from borderdesk.access import passwords, people
from borderdesk.access.errors import AccessError, MustChangeError, WaitError
from borderdesk.access.slowing import Tries, book
from borderdesk.audit.chain import record
from borderdesk.storage import facts
from borderdesk.storage.station import Station
from models.people import THE_DESK, Person
from models.tables.people import PersonRow

_STRANGERS = "access.strangers"
_BUCKETS = 1024


@dataclass(frozen=True, slots=True)
class _Booked:
    """A try that may be looked at, or the wait before the next one may."""

    person_id: str
    kept: str
    tries: Tries
    wait: timedelta


@dataclass(frozen=True, slots=True)
class _Proven:
    """A person, whether their password must be changed, and how it is kept now."""

    person: Person
    must_change: bool
    kept: str


def sign_in(
    station: Station, username: str, password: str, now: datetime, *, as_second: bool = False
) -> Person:
    """Sign somebody in.

    Args:
        station: Whose people are asked.
        username: As typed.
        password: As typed.
        now: What the clock says, timezone-aware.
        as_second: True where it is the second pair of eyes, over the shoulder; the audit says so.

    Raises:
        WaitError: Too many wrong passwords; this one was not looked at.
        AccessError: The name or the password is wrong, or the account is closed: which of them is not told.
        MustChangeError: The password is right, but somebody else set it; see `change_password`.
        StorageError: The disk is full, read-only or busy: nobody signs in unseen by the audit.
    """
    act = "person.signed_in_as_second" if as_second else "person.signed_in"
    proven = _prove(station, username, password, now, act)
    if proven.must_change:
        raise MustChangeError("error.access.must_change", name=proven.person.username)
    return proven.person


def sign_out(station: Station, person: Person, now: datetime, *, why: str = "") -> None:
    """Write down that somebody left the desk, or that it locked itself (`why` says so)."""
    with station.cases(writing=True) as session:
        subject = ("person", person.person_id)
        record(session, person, "person.signed_out", now=now, subject=subject, purpose=why)


def change_password(station: Station, username: str, old: str, new: str, now: datetime) -> Person:
    """Change one's own password; whoever knows the old one is signed in by it.

    Raises:
        WaitError: Too many wrong passwords; this one was not looked at.
        AccessError: The name or the old password is wrong, the account is closed, or the new password is
            too weak or the old one.
    """
    passwords.require_good(new, people.normal(username))
    proven = _prove(station, username, old, now, "person.signed_in")
    if passwords.same(old, new):
        raise AccessError("error.access.password_same")
    kept = passwords.hashed(new)
    with station.cases(writing=True) as session:
        row = session.get_one(PersonRow, proven.person.person_id)
        if row.closed_at is not None or row.password_hash != proven.kept:  # an administrator was quicker
            raise AccessError("error.access.wrong")
        row.password_hash, row.must_change = kept, False
        subject = ("person", row.person_id)
        record(session, proven.person, "person.password_changed", now=now, subject=subject)
    return proven.person


def _prove(station: Station, username: str, password: str, now: datetime, act: str) -> _Proven:
    """The person whose name and password these are."""
    with station.cases(writing=True) as session:
        booked = _book(session, username, now)
    if booked.wait:
        raise WaitError("error.access.wait", wait=booked.wait)
    right = passwords.fits(booked.kept, password)
    renewed = passwords.hashed(password) if right and passwords.is_dated(booked.kept) else booked.kept
    proven: _Proven | None = None
    with station.cases(writing=True) as session:
        row = session.get(PersonRow, booked.person_id)
        subject = ("person", booked.person_id)
        if right and row is not None and row.closed_at is None and row.password_hash == booked.kept:
            proven = _Proven(people.person_of(row), row.must_change, renewed)
            row.password_hash, row.failures, row.next_try_at = renewed, 0, None
            details = {"wrong_before": booked.tries.failures - 1, "must_change": row.must_change}
            record(session, proven.person, act, now=now, subject=subject, details=details)
        else:
            closed = row is not None and row.closed_at is not None
            details = {"wrong": booked.tries.failures, "closed": closed}
            record(session, THE_DESK, "person.sign_in_failed", now=now, subject=subject, details=details)
    if proven is not None:
        return proven
    if booked.tries.next_try_at is not None:
        raise WaitError("error.access.wrong_wait", wait=booked.tries.next_try_at - now)
    raise AccessError("error.access.wrong")


def _book(session: Session, username: str, now: datetime) -> _Booked:
    row = people.row_of(session, username)
    if row is None:
        tries, wait = _book_stranger(session, username, now)
        return _Booked("", passwords.NOBODYS, tries, wait)
    tries, wait = book(Tries(row.failures, row.next_try_at), now)
    row.failures, row.next_try_at = tries.failures, tries.next_try_at
    return _Booked(row.person_id, row.password_hash, tries, wait)


def _book_stranger(session: Session, username: str, now: datetime) -> tuple[Tries, timedelta]:
    """A name that nobody has waits like any other, so that waiting tells nothing.

    A password is easily typed where the name belongs, so no name is kept, and no hash of one either: names
    share a thousand counters, by a secret that says which.
    """
    known = facts.get(session, _STRANGERS) or {"secret": os.urandom(16).hex(), "tries": {}}
    key = bytes.fromhex(known["secret"])
    name = people.normal(username).encode("utf-8", "surrogatepass")
    bucket = str(int.from_bytes(hashlib.blake2b(name, key=key, digest_size=8).digest()) % _BUCKETS)
    failures, ends = known["tries"].get(bucket, (0, None))
    tries, wait = book(Tries(failures, None if ends is None else datetime.fromisoformat(ends)), now)
    ends = None if tries.next_try_at is None else tries.next_try_at.isoformat()
    counters = {**known["tries"], bucket: [tries.failures, ends]}
    facts.put(session, _STRANGERS, {**known, "tries": counters})
    return tries, wait
