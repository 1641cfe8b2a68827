"""Taking the inspection log out of a station: permitted to two people, audited before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from borderdesk.access import Act, people
from borderdesk.access.permissions import require_purpose
from borderdesk.audit.chain import record
from borderdesk.cases import disclosures, inspections
from borderdesk.cases.terms import INSPECTION
from borderdesk.reports.inspection_log import MINIMAL, Extent, Looked, entry, head
from borderdesk.reports.log_files import Form, write
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import Person
from models.tables.cases import InspectionRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which inspections, and what of them.

    Attributes:
        since: Taken at or after it; from the first on where None.
        until: Taken before it; up to the last where None.
        extent: What of a person is in the log.
        recipient: Who receives it, where anything of a person is in it.
        legal_basis: The rule that allows that.
    """

    since: datetime | None = None
    until: datetime | None = None
    extent: Extent = MINIMAL
    recipient: str = ""
    legal_basis: str = ""

    def require_recipient(self) -> None:
        """Refuse to hand out what is about people to nobody in particular.

        Raises:
            KnownError: Something of a person is wanted, and no recipient or no rule that allows it is given.
        """
        if self.extent.personal and not (self.recipient.strip() and self.legal_basis.strip()):
            raise KnownError("error.inspection_log.recipient")


def export(
    station: Station,
    file: Path,
    form: Form,
    wanted: Wanted,
    who: Person,
    second: Person | None,
    *,
    purpose: str,
    now: datetime,
) -> int:
    """Write the inspection log of a station; the audit has it first, for what has left cannot be called back.

    Where anything of a person goes along, each inspection's list of who received it has the recipient.

    Args:
        station: Open.
        file: Written anew; not encrypted.
        form: How.
        wanted: What.
        who: Who exports.
        second: The second pair of eyes.
        purpose: Why; it names no traveller.
        now: Timezone-aware.

    Returns:
        How many inspections are in it.

    Raises:
        KnownError: The two may not, there is no purpose, no recipient or no rule that allows it, or the file
            cannot be written.
    """
    require_purpose(Act.EXPORT, purpose)
    wanted.require_recipient()
    with station.cases(writing=True) as session:
        people.permit(session, who, Act.EXPORT, second)
        numbers = list(session.scalars(_numbers(wanted)))
        for each in numbers if wanted.extent.personal else ():
            disclosures.record(session, INSPECTION, each, wanted.recipient, wanted.legal_basis, who, now)
        details = {
            "inspections": len(numbers),
            "since": None if wanted.since is None else wanted.since.isoformat(),
            "until": None if wanted.until is None else wanted.until.isoformat(),
            "zone": wanted.extent.zone,
            "pictures": wanted.extent.pictures,
        }
        record(session, who, "log.exported", now=now, purpose=purpose, second=second, details=details)
    return write(
        file, form, head(station.name, now, wanted.extent), _entries(station, numbers, wanted.extent)
    )


def _numbers(wanted: Wanted) -> sa.Select[str]:
    row = InspectionRow
    found = sa.select(row.inspection_id).order_by(row.taken_at, row.inspection_id)
    if wanted.since is not None:
        found = found.where(row.taken_at >= wanted.since)
    if wanted.until is not None:
        found = found.where(row.taken_at < wanted.until)
    return found


def _entries(station: Station, numbers: Sequence[str], extent: Extent) -> Iterator[dict[str, Any]]:
    """One by one, so that no long reading keeps the desk waiting; what was erased meanwhile is left out."""
    for each in numbers:
        with station.cases() as session:
            if session.get(InspectionRow, each) is None:
                continue
            looked = Looked.stored(inspections.load(session, each))
        yield entry(looked, extent)
