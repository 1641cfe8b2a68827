"""The second eye over the radio: numbered one-time codes on a sheet that a supervisor carries (RFC 4226).

A lone officer calls; the desk names a number; the supervisor, who hears what it is for, reads out the code
beside it. Rules:

* a code is good once, and a number that was skipped is dead with all before it: what was overheard, or
  read out for nothing, opens nothing later;
* a new sheet makes the old one worthless, and its numbers go on where the old one ended, so that nobody
  mistakes one for the other;
* wrong codes are slowed down like wrong passwords, and counted apart from them;
* no clock is asked: `docs/adr/0011-radio-codes-are-numbered.md` says why.
"""

from __future__ import annotations

import os
import unicodedata
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from sqlalchemy.orm import Session

from borderdesk.access.errors import AccessError, WaitError
from borderdesk.access.people import permit, person_of
from borderdesk.access.permissions import Act
from borderdesk.access.slowing import Tries, book
from borderdesk.audit.chain import record
from borderdesk.storage.station import Station
from models.people import Person
from models.tables.people import PersonRow

DIGITS = 8
MOST_CODES = 200
_SECRET_BYTES = 20  # RFC 4226, 4, R6: 160 bits are recommended


def make_sheet(session: Session, person: Person, count: int, now: datetime) -> list[tuple[int, str]]:
    """Make a new sheet; the old one is worth nothing from now on.

    Args:
        session: Of `Station.cases(writing=True)`.
        person: Whose sheet it is: who has signed in, never somebody else.
        count: How many codes, 1 to 200.
        now: What the clock says, timezone-aware.

    Returns:
        Number and code of each, to be printed and kept nowhere else; codes have 8 digits.

    Raises:
        AccessError: The person may not be a second pair of eyes, or the count is out of bounds.
    """
    permit(session, person, Act.MAKE_RADIO_SHEET)
    if not 1 <= count <= MOST_CODES:
        raise AccessError("error.access.radio_count", most=MOST_CODES)
    row = session.get_one(PersonRow, person.person_id)
    secret = os.urandom(_SECRET_BYTES)
    first = row.radio_last + 1
    row.radio_secret, row.radio_used, row.radio_last = secret, row.radio_last, row.radio_last + count
    row.radio_failures, row.radio_next_try_at = 0, None
    numbers = range(first, first + count)
    details = {"from": first, "to": row.radio_last}
    subject = ("person", person.person_id)
    record(session, person, "radio.sheet_made", now=now, subject=subject, details=details)
    return [(number, _hotp(secret).generate(number).decode("ascii")) for number in numbers]


def next_number(session: Session, person_id: str) -> int:
    """The number to ask for over the radio.

    Raises:
        AccessError: The person has no sheet, it is used up, or the account is closed.
    """
    return _usable(session.get(PersonRow, person_id)).radio_used + 1


def accept(
    station: Station, asked_by: Person, person_id: str, number: int, code: str, now: datetime
) -> Person:
    """Take a code that was read out; what is wrong with it is written for good before it is told.

    Args:
        station: Whose people are asked.
        asked_by: Who has signed in and needs the second pair of eyes.
        person_id: Whose sheet.
        number: Of the code, as `next_number`; a higher one leaves out those between for good.
        code: As heard; blanks, hyphens and digits of any script are fine.
        now: What the clock says, timezone-aware.

    Returns:
        The second person, for `permit`.

    Raises:
        WaitError: Too many wrong codes; this one was not looked at, or was the last of them.
        AccessError: The code is wrong, its number was used or skipped or is not on the sheet, there is no
            sheet, or it is one's own.
    """
    if asked_by.person_id == person_id:
        raise AccessError("error.access.radio_own")
    heard = _digits(code)
    with station.cases(writing=True) as session:
        row = _usable(session.get(PersonRow, person_id))
        refusal, looked_at = _look(row, number, heard, now)
        second = None if refusal else person_of(row)
        if looked_at:
            act = "radio.code_refused" if refusal else "radio.code_accepted"
            subject, details = ("person", person_id), {"number": number}
            record(session, asked_by, act, now=now, subject=subject, second=second, details=details)
    if refusal is not None:
        raise refusal
    return person_of(row)


def _look(row: PersonRow, number: int, heard: str, now: datetime) -> tuple[AccessError | None, bool]:
    """Book the try and use the code up, or say why not; and whether anything was looked at."""
    if row.radio_secret is None or not row.radio_used < number <= row.radio_last:
        return AccessError("error.access.radio_number", number=number, next=row.radio_used + 1), True
    tries, wait = book(Tries(row.radio_failures, row.radio_next_try_at), now)
    row.radio_failures, row.radio_next_try_at = tries.failures, tries.next_try_at
    if wait:
        return WaitError("error.access.wait", wait=wait), False
    try:
        _hotp(row.radio_secret).verify(heard.encode("ascii"), number)
    except InvalidToken:
        if tries.next_try_at is not None:
            return WaitError(
                "error.access.radio_wrong_wait", wait=tries.next_try_at - now, number=number
            ), True
        return AccessError("error.access.radio_wrong", number=number), True
    row.radio_used, row.radio_failures, row.radio_next_try_at = number, 0, None
    return None, True


def _usable(row: PersonRow | None) -> PersonRow:
    if row is None or row.closed_at is not None or row.radio_secret is None:
        raise AccessError("error.access.radio_no_sheet")
    if row.radio_used >= row.radio_last:
        raise AccessError("error.access.radio_used_up", name=row.full_name)
    return row


def _digits(code: str) -> str:
    """The eight digits of a code.

    >>> _digits("1234-5678"), _digits("١٢٣٤ ٥٦٧٨")
    ('12345678', '12345678')
    """
    found = [unicodedata.digit(sign, -1) for sign in code if not sign.isspace() and sign != "-"]
    if len(found) != DIGITS or min(found) < 0:
        raise AccessError("error.access.radio_shape", digits=DIGITS)
    return "".join(map(str, found))


def _hotp(secret: bytes) -> HOTP:
    return HOTP(secret, DIGITS, SHA1())  # noqa: S303 - RFC 4226 is HMAC-SHA-1; its known breaks touch no HMAC
