"""A station's own policy, and the checks that it set aside for an issuer; changed by two people, audited.

Rules of this module:

* without a table of its own a station goes by the shipped one; what was in force before is kept and can be
  brought back;
* a table is taken in only where `borderdesk.policy` finds it sound; what no table can change stays so;
* one that is stored and cannot be used is stood in for by the shipped one, and every verdict says so;
* a check is set aside for one issuer and until a day: where it fails, IN_ORDER is advised. Such rows stand
  before those of any table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from borderdesk.audit.chain import record
from borderdesk.mrz.codes import state
from borderdesk.policy import DETAIL, Policy, PolicyError, Row, shipped_file
from borderdesk.storage import facts
from borderdesk.storage.station import Station
from models.check import CheckStatus
from models.errors import KnownError
from models.message import message
from models.people import Person
from models.verdict import Advice

OWN, BEFORE, SET_ASIDE, STAMP = "policy.own", "policy.before", "policy.set_aside", "policy.stamp"
"""Facts: the table in force, those before it, what is set aside, and a stamp that each change makes anew."""
NAME = "policy.toml"
"""What errors call a stored table."""
BEFORE_KEPT = 5
LONGEST = 262_144  # characters; the shipped table has some 8,000
MOST_DAYS = 90
"""So long a check can be set aside without anybody looking again."""


class OwnPolicyError(KnownError):
    """A change that means nothing."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A check that counts for little on the documents of one issuer.

    Attributes:
        code: Of the check.
        issuer: As in the zone.
        until: The last day.
    """

    code: str
    issuer: str
    until: date

    @property
    def row(self) -> Row:
        """As a row of a policy."""
        conditions = {"code": (self.code,), "status": (CheckStatus.FAILED.value,), "issuer": (self.issuer,)}
        name = f"{self.code} is set aside for {self.issuer}"
        return Row(name, "check", conditions, Advice.IN_ORDER, DETAIL, until=self.until)


@dataclass(frozen=True, slots=True)
class InForce:
    """What a station goes by.

    Attributes:
        policy: With the rows of what is set aside.
        own: Whether the table is the station's own.
        digest: SHA-256 of the table, in hexadecimal digits.
        set_aside: By code and issuer.
        before: How many tables can be brought back, one after the other.
    """

    policy: Policy
    own: bool
    digest: str
    set_aside: tuple[SetAside, ...]
    before: int


def at(station: Station) -> Policy:
    """The policy of a station; the shipped one, with the trouble in it, where its own cannot be read."""
    try:
        with station.cases() as session:
            return in_force(session).policy
    except KnownError as error:
        return replace(Policy.load(), trouble=message("policy.unreadable", why=error.message.text()))


class Following:
    """The policy of a station that stays open, read again once it was changed.

    Args:
        station: Open.

    Attributes:
        policy: As it was when it was looked at last.
    """

    def __init__(self, station: Station) -> None:
        self._station = station
        self._stamp = self._stamp_now()
        self.policy = at(station)

    def look_again(self) -> Policy:
        """The policy as it is now; as it was where that cannot be told."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            self.policy, self._stamp = at(self._station), stamp
        return self.policy

    def _stamp_now(self) -> str:
        try:
            with self._station.cases() as session:
                return _stamp(session)
        except KnownError:
            return ""


def in_force(session: Session) -> InForce:
    """What a station goes by.

    Args:
        session: Of `Station.cases`.
    """
    own = facts.get(session, OWN)
    trouble = None
    text = ""
    try:
        text = _text(own) if own else ""
        policy = Policy.read(text, NAME) if own else Policy.load()
    except PolicyError as error:
        policy = Policy.load()
        trouble = message("policy.unreadable", why=error.message.text())
    try:
        aside = tuple(
            SetAside(str(each["code"]), str(each["issuer"]), date.fromisoformat(each["until"]))
            for each in facts.get(session, SET_ASIDE) or ()
        )
    except (TypeError, KeyError, ValueError):
        aside = ()
        trouble = trouble or message("policy.set_aside_unreadable")
    rows = (*(each.row for each in aside), *policy.rows)
    return InForce(
        replace(policy, rows=rows, trouble=trouble),
        own=bool(own) and bool(text),
        digest=digest_of(text if own and text else _shipped()),
        set_aside=aside,
        before=len(facts.get(session, BEFORE) or ()),
    )


def text_in_force(session: Session) -> str:
    """The table in force as it was written.

    Args:
        session: Of `Station.cases`.

    Raises:
        PolicyError: What is stored is not what was put there.
    """
    own = facts.get(session, OWN)
    return _text(own) if own else _shipped()


def table_in_force(session: Session) -> Policy:
    """The same as a policy, without what is set aside.

    Raises:
        PolicyError: It cannot be used.
    """
    return Policy.read(text_in_force(session), NAME)


def change(
    session: Session, text: str | None, who: Person, second: Person | None, *, purpose: str, now: datetime
) -> None:
    """Go by another table from now on; the one before is kept.

    Whether the two may is asked by the caller (`access.permissions`, changing policy).

    Args:
        session: Of `Station.cases(writing=True)`.
        text: TOML; None for the shipped table.
        who: Who changes it.
        second: The second pair of eyes.
        purpose: Why.
        now: Timezone-aware.

    Raises:
        KnownError: The table cannot be used, or is far too long.
    """
    if text is not None:
        if len(text) > LONGEST:
            raise OwnPolicyError("error.policy.long", most=LONGEST)
        Policy.read(text, NAME)
    present = facts.get(session, OWN) or {}
    before = [present, *(facts.get(session, BEFORE) or ())][:BEFORE_KEPT]
    facts.put(session, BEFORE, before)
    _put(session, text, who, second, purpose=purpose, now=now, before=present)


def bring_back(session: Session, who: Person, second: Person | None, *, purpose: str, now: datetime) -> None:
    """Go by the table before the present one again; called again, by the one before that.

    See `change` for the arguments.

    Raises:
        KnownError: There is none, or this program cannot use it any more.
    """
    kept = list(facts.get(session, BEFORE) or ())
    if not kept:
        raise OwnPolicyError("error.policy.none_before")
    text = _text(kept[0]) if kept[0] else None
    if text is not None:
        Policy.read(text, NAME)
    present = facts.get(session, OWN) or {}
    facts.put(session, BEFORE, kept[1:])
    _put(session, text, who, second, purpose=purpose, now=now, before=present)


def set_aside(
    session: Session,
    code: str,
    issuer: str,
    until: date,
    who: Person,
    second: Person | None,
    *,
    purpose: str,
    now: datetime,
    today: date,
) -> None:
    """Let a check count for little on the documents of one issuer; see `change` for what is not told here.

    Args:
        session: Of `Station.cases(writing=True)`.
        code: Of a check that this program makes.
        issuer: As in the zone, such as `NER`.
        until: The last day, `MOST_DAYS` ahead at most.
        who: Who does it.
        second: The second pair of eyes.
        purpose: Why.
        now: Timezone-aware.
        today: The day at this border.

    Raises:
        KnownError: There is no such check or issuer, or the day is past or too far off.
    """
    from borderdesk.forgery.registry import FAMILIES  # slow to import, and rarely needed

    if not any(code in family.codes for family in FAMILIES):
        raise OwnPolicyError("error.policy.no_check", code=code)
    if state(issuer) is None:
        raise OwnPolicyError("error.policy.no_issuer", issuer=issuer)
    if not today <= until <= today + timedelta(days=MOST_DAYS):
        raise OwnPolicyError("error.policy.until", until=until, days=MOST_DAYS)
    others = [each for each in in_force(session).set_aside if (each.code, each.issuer) != (code, issuer)]
    _put_aside(session, [*others, SetAside(code, issuer, until)], today)
    details = {"code": code, "issuer": issuer, "until": until.isoformat()}
    record(session, who, "policy.check_set_aside", now=now, purpose=purpose, second=second, details=details)


def restore(
    session: Session,
    code: str,
    issuer: str,
    who: Person,
    second: Person | None,
    *,
    purpose: str,
    now: datetime,
    today: date,
) -> None:
    """Let a check count in full again; see `set_aside` for the arguments.

    Raises:
        KnownError: It is not set aside.
    """
    aside = in_force(session).set_aside
    others = [each for each in aside if (each.code, each.issuer) != (code, issuer)]
    if len(others) == len(aside):
        raise OwnPolicyError("error.policy.not_set_aside", code=code, issuer=issuer)
    _put_aside(session, others, today)
    details = {"code": code, "issuer": issuer}
    record(session, who, "policy.check_restored", now=now, purpose=purpose, second=second, details=details)


def _put(
    session: Session,
    text: str | None,
    who: Person,
    second: Person | None,
    *,
    purpose: str,
    now: datetime,
    before: Mapping[str, Any],
) -> None:
    digest = digest_of(_shipped() if text is None else text)
    facts.put(session, OWN, {} if text is None else {"text": text, "digest": digest})
    _stamp_anew(session)
    details = {
        "before": before.get("digest") or digest_of(_shipped()),
        "policy": digest,
        "own": text is not None,
    }
    record(session, who, "policy.changed", now=now, purpose=purpose, second=second, details=details)


def _put_aside(session: Session, aside: list[SetAside], today: date) -> None:
    """Keep what is set aside; what is over by now goes."""
    rows = [
        {"code": each.code, "issuer": each.issuer, "until": each.until.isoformat()}
        for each in sorted(aside, key=lambda each: (each.code, each.issuer))
        if each.until >= today
    ]
    facts.put(session, SET_ASIDE, rows)
    _stamp_anew(session)


def _stamp(session: Session) -> str:
    return str(facts.get(session, STAMP) or "")


def _stamp_anew(session: Session) -> None:
    facts.put(session, STAMP, uuid4().hex)


def _text(kept: Any) -> str:
    """The table in a fact.

    Raises:
        PolicyError: It is not what was put there.
    """
    text = kept.get("text") if isinstance(kept, dict) else None
    if not isinstance(text, str) or digest_of(text) != kept.get("digest"):
        raise PolicyError("error.policy.syntax", file=NAME, line="?")
    return text


def _shipped() -> str:
    return shipped_file().read_text(encoding="utf-8")


def digest_of(text: str) -> str:
    """SHA-256 of a table, in hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
