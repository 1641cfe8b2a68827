"""Make the station of a newly released schema, to be kept for good: `python tests/databases/keep.py <n>`."""

from __future__ import annotations

import runpy
import sys
from datetime import UTC, date, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from borderdesk.cases import inspections  # noqa: E402 - the checkout has to be found first
from borderdesk.storage.station import Station  # noqa: E402
from models.document import PartialDate, Sex  # noqa: E402
from models.watchlist import DocumentEntry, EntryAction, Mandate, PersonEntry  # noqa: E402
from watchlist.store import replace_list  # noqa: E402

PASSPHRASE = "four goats cross the Sirba"
NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
ENTRIES = (
    PersonEntry(
        entry_id="P-1",
        names=("ERIKSSON ANNA MARIA", "آنا ماريا"),
        dates_of_birth=(PartialDate("740812", 1974, 8, 12),),
        sex=Sex.FEMALE,
        nationalities=("UTO",),
        document_numbers=(("L898902C3", "UTO"),),
        mandate=Mandate(EntryAction.REFER, category="missing", note="Ask for her by name."),
    ),
    DocumentEntry(
        entry_id="D-1",
        document_number="D23145890",
        issuing_state="UTO",
        document_code="I",
        loss="stolen_blank",
        reported_on=date(2026, 10, 1),
        mandate=Mandate(EntryAction.STOP, valid_until=date(2099, 12, 31)),
    ),
)


def keep(home: Path) -> None:
    """Make it in a folder that is not there yet."""
    inspection = runpy.run_path(str(HERE.parent / "cases" / "conftest.py"))["an_inspection"]()
    with Station.create(home, PASSPHRASE, name="Torodi", training=True) as station:
        with station.cases() as session:
            inspections.store(session, inspection)
        for decision, reason in (
            (inspections.Decision.REFER, ""),
            (inspections.Decision.REFUSE, "The document is reported stolen."),
        ):
            with station.cases() as session:
                inspections.decide(session, inspection.inspection_id, decision, reason, "K. Diallo", NOW)
        with station.watchlist(writing=True) as session:
            replace_list(session, "UTO/all", "UTO", 7, NOW, ENTRIES, imported_at=NOW)


if __name__ == "__main__":
    keep(HERE / f"schema-{int(sys.argv[1])}")
