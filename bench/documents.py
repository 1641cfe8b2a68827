"""Ten million reported documents in an encrypted station: loading, size, look-ups, a new edition, a delta.

    script/bench documents [--entries 10000000] [--lookups 5000]

Invented numbers of 27 issuers in no order, kinds of loss and days of report mixed, and ranges of blanks
beside them. Making the entries is not counted: an importer does it while it reads. A look-up is all that
`watchlist.document_hits` does for one traveller; its time is told on the processor and on the wall, for other
work on the same cores counts on the wall only.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bench._figures import percentile, table
from borderdesk.storage.station import Station
from models.document import MrzFields, Sex
from models.tables.watchlist import WatchList
from models.watchlist import Difference, DocumentEntry, EntryAction, Mandate
from watchlist import documents
from watchlist.document_hits import document_hits
from watchlist.doubts import Alternative, Doubts
from watchlist.query import UNKNOWN_DATE
from watchlist.store import replace_list

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = NOW.date()
STATES = (
    "UTO", "NER", "MLI", "BFA", "TCD", "SEN", "CIV", "GIN", "BEN", "TGO", "GHA", "NGA", "CMR", "MRT", "DZA",
    "LBY", "SDN", "EGY", "FRA", "D", "BEL", "ESP", "ITA", "PRT", "GMB", "GNB", "LBR",
)  # fmt: skip
LOSSES = ("stolen", "lost", "revoked", "stolen_blank")
LETTERS = "ABCDEFGHKL"
MANDATES = (Mandate(EntryAction.STOP), Mandate(EntryAction.REFER))
DAYS = [date(2016, 1, 1) + timedelta(days) for days in range(3_900)]
BATCH = 50_000
RANGES, PER_RANGE = 20_000, 100
MOST = 10_000_000
_STEP = 6_364_136_223
"""Shares no divisor with ten million: every number comes once, and neighbours lie apart."""
BLANK = MrzFields("P", "", "", "", False, "", "", UNKNOWN_DATE, Sex.UNSPECIFIED, None, "")


def document(place: int) -> DocumentEntry:
    """The invented document of a place in the list."""
    mixed = place * _STEP
    state, digits = STATES[mixed // 7_919 % len(STATES)], mixed % MOST
    number = f"{LETTERS[mixed // 104_729 % 10]}{LETTERS[mixed // 1_299_709 % 10]}{digits:07d}"
    on, loss = DAYS[mixed // 31 % len(DAYS)], LOSSES[mixed // 17 % 4]
    return DocumentEntry(f"{state}/{number}", number, state, "P", loss, on, MANDATES[mixed // 13 % 2])


def blanks(place: int) -> DocumentEntry:
    """The invented range of blanks of a place in the list; every other hundred is one."""
    first = place * 2 * PER_RANGE
    return DocumentEntry(
        f"blanks-{place}",
        f"BL{first:07d}",
        "NER",
        "P",
        "stolen_blank",
        last_number=f"BL{first + PER_RANGE - 1:07d}",
    )


def batches(count: int) -> Iterator[list[DocumentEntry]]:
    """All entries of an edition, some thousands at once."""
    for start in range(0, count, BATCH):
        yield [document(place) for place in range(start, min(start + BATCH, count))]
    yield [blanks(place) for place in range(RANGES)]


def taken_in(session: Session, list_id: int, count: int) -> tuple[Difference, float]:
    """Take an edition in; what changed, and the seconds on the wall without making the entries."""
    edition = documents.Edition(session.connection(), list_id)
    seconds = 0.0
    for batch in batches(count):
        started = time.perf_counter()
        edition.add(batch)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    difference = edition.finish()
    return difference, seconds + time.perf_counter() - started


def delta(session: Session, list_id: int, count: int) -> float:
    """Seconds for 9,000 entries that change or come and 1,000 that go."""
    changed = [
        replace(document(place), loss="stolen", reported_on=TODAY)
        for place in range(0, count, count // 4_500)
    ]
    new = [replace(each, entry_id=f"NER/Z{number}", issuing_state="NER", document_number=f"Z{number}")
           for number, each in enumerate(changed, 10_000_000)]  # fmt: skip
    gone = [document(place).entry_id for place in range(1, count, count // 1_000)]
    started = time.perf_counter()
    documents.upsert(session.connection(), list_id, (*changed, *new))
    documents.remove(session.connection(), list_id, gone)
    return time.perf_counter() - started


Question = tuple[str, str, Doubts | None]


def questions(count: int, asked: int) -> dict[str, list[Question]]:
    """Numbers, issuers and doubts to ask for, by what is to come of them."""
    chance = random.Random(7)
    listed = [document(chance.randrange(count)) for _ in range(asked)]
    strangers = [
        (f"{chance.choice('MNPRST')}{chance.randrange(10**8):08d}", chance.choice(STATES)) for _ in listed
    ]
    inside = [
        f"BL{chance.randrange(RANGES) * 2 * PER_RANGE + chance.randrange(PER_RANGE):07d}" for _ in listed
    ]
    return {
        "on no list": [(number, state, None) for number, state in strangers],
        "on the list": [(each.document_number, each.issuing_state, None) for each in listed],
        "in a range": [(number, "NER", None) for number in inside],
        "on the list by one of eight characters in doubt": [
            (f"9{each.document_number[1:]}", each.issuing_state, doubts(each.document_number))
            for each in listed
        ],
    }


def doubts(number: str) -> Doubts:
    """Eight texts, one of which is the number."""
    texts = [number, *(f"{symbol}{number[1:]}" for symbol in "STUVWXY")]
    return Doubts(tuple(Alternative(text, 0.1, 0, "9", text[0]) for text in texts))


def ask(session: Session, asked: Sequence[Question]) -> tuple[int, list[float], list[float]]:
    """How many led to a hit, and milliseconds of each on the processor and on the wall."""
    hits, busy, walls = 0, [], []
    for number, state, in_doubt in asked:
        fields = replace(BLANK, document_number=number, issuing_state=state)
        cpu, wall = time.thread_time(), time.perf_counter()
        found = list(document_hits(session, fields, TODAY, doubts=in_doubt))
        busy.append((time.thread_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
        hits += bool(found)
    return hits, busy, walls


def megabytes(home: Path) -> float:
    """Size of the watchlist's database."""
    return sum(file.stat().st_size for file in home.rglob("watchlist.db")) / 1e6


def peak() -> float:
    """Most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(home: Path, count: int, lookups: int) -> Iterator[str]:
    """Every figure, as Markdown."""
    with Station.create(home, "bench", name="bench") as station:
        with station.watchlist(writing=True) as session:
            replace_list(session, "invented/documents", "bench", 1, NOW, [], imported_at=NOW)
            list_id = session.query(WatchList).one().list_id
        before = peak()
        with station.watchlist(writing=True) as session:
            first, loading = taken_in(session, list_id, count)
        rows = [
            (f"{first.added:,} entries taken in", f"{loading:.1f} s"),
            ("memory on top of the program's own", f"{peak() - before:.0f} MB"),
        ]
        with station.watchlist() as session:
            answers = [(name, ask(session, asked)) for name, asked in questions(count, lookups).items()]
        with station.watchlist(writing=True) as session:
            again, comparing = taken_in(session, list_id, count)
            rows.append((f"the same edition again, {again.unchanged:,} unchanged", f"{comparing:.1f} s"))
            rows.append(("a delta of 10,000", f"{delta(session, list_id, count):.2f} s"))
    rows.insert(1, ("size, encrypted, the station closed", f"{megabytes(home):.0f} MB"))
    yield from table(("figure", "measured"), rows)
    yield ""
    yield from table(
        ("a number", "led to a hit", "CPU ms p50", "p99", "wall ms p50", "p99"),
        ((name, f"{hits} of {lookups}", *cuts(busy), *cuts(walls)) for name, (hits, busy, walls) in answers),
    )


def cuts(milliseconds: list[float]) -> tuple[str, str]:
    """The middle and the slowest but one in a hundred."""
    return f"{statistics.median(milliseconds):.3f}", f"{percentile(milliseconds, 99):.3f}"


def main() -> int:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(description="measure reported documents: loading, size, look-ups")
    parser.add_argument("--entries", type=int, default=MOST, help=f"documents on the list ({MOST})")
    parser.add_argument("--lookups", type=int, default=5_000, help="questions of each kind (5000)")
    arguments = parser.parse_args()
    if not 5_000 <= arguments.entries <= MOST:
        parser.error(f"--entries lies between 5000 and {MOST}")
    with tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        print(*measured(Path(folder) / "station", arguments.entries, arguments.lookups), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
