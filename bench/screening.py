"""Name matching and screening, measured: prints Markdown tables.

    script/bench screening [--people 100000]

Name sets are read from `../shared/names`. What is measured:

* pairs of names: F1 of `compare`, beside Jaro-Winkler on sorted parts and a token set ratio;
* a list of UN names: listed people whose names and birth dates were altered by hand that are found again, and
  travellers on no list who are alerted nevertheless;
* a list of invented people, as dense with homonyms as the region: taking it in, and asking it.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from sqlalchemy.orm import Session

from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.watchlist import Hit, PersonEntry
from watchlist.names.compare import compare
from watchlist.names.families import spellings
from watchlist.names.scripts import romanise
from watchlist.query import UNKNOWN_DATE
from watchlist.screening import screen
from watchlist.store import replace_list

NAMES = Path(__file__).resolve().parents[2] / "shared" / "names"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = NOW.date()
_CONSONANTS = (
    "K",
    "T",
    "D",
    "B",
    "M",
    "N",
    "S",
    "L",
    "R",
    "F",
    "G",
    "Z",
    "DJ",
    "KH",
    "NG",
    "TCH",
    "GB",
    "W",
    "Y",
)
_VOWELS = ("A", "A", "A", "I", "O", "OU", "E", "U")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the shared files."""
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def f1(pairs: list[dict[str, str]], matches: Callable[[str, str], bool]) -> tuple[float, float, float]:
    """F1, precision and recall over labelled pairs."""
    answers = [(matches(pair["name1"], pair["name2"]), pair["is_match"] == "true") for pair in pairs]
    right = sum(said and true for said, true in answers)
    precision = right / max(1, sum(said for said, _ in answers))
    recall = right / max(1, sum(true for _, true in answers))
    return 2 * precision * recall / max(1e-9, precision + recall), precision, recall


def names_table() -> Iterator[str]:
    """The pairs of names; peers get the threshold that is best for them, ours is as shipped."""
    persons = [pair for pair in rows("pairs.csv") if pair["schema"] == "Person"]

    def in_order(text: str) -> str:
        return " ".join(sorted(romanise(text).split()))

    def jaro(a: str, b: str) -> float:
        return JaroWinkler.similarity(in_order(a), in_order(b))

    def token_set(a: str, b: str) -> float:
        return fuzz.token_set_ratio(romanise(a), romanise(b)) / 100

    def best(score: Callable[[str, str], float]) -> tuple[float, float, float]:
        thresholds = [step / 100 for step in range(60, 100, 2)]
        return max(f1(persons, lambda a, b, t=t: score(a, b) >= t) for t in thresholds)  # type: ignore[misc]

    yield f"| {len(persons)} pairs of persons' names | F1 | precision | recall | us a pair |"
    yield "|---|---|---|---|---|"
    measured = (
        ("BorderDesk, as shipped", f1(persons, lambda a, b: compare(a, b).match), compare),
        ("Jaro-Winkler, sorted parts, best threshold", best(jaro), jaro),
        ("token set ratio, best threshold", best(token_set), token_set),
    )
    for label, (score, precision, recall), work in measured:
        started = time.perf_counter()
        for pair in persons:
            work(pair["name1"], pair["name2"])
        each = (time.perf_counter() - started) / len(persons) * 1e6
        yield f"| {label} | {score:.3f} | {precision:.3f} | {recall:.3f} | {each:.0f} |"


def born(text: str) -> PartialDate:
    """A date of the shared files; a day that no calendar has (an alteration made by hand) is unknown."""
    found = _DATE.match(text or "")
    if found is None:
        return UNKNOWN_DATE
    year, month, day = (None if part is None else int(part) for part in found.groups())
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError:
        day = None
    if month is not None and not 1 <= month <= 12:
        month = None
    return PartialDate("<<<<<<", year, month, day)


def traveller(name: str, birth: PartialDate, sex: Sex = Sex.UNSPECIFIED) -> MrzFields:
    """A traveller of whom name, birth date and sex are known."""
    return MrzFields("P", "UTO", name, "", False, "", "", birth, sex, None, "")


def asked(session: Session, fields: MrzFields) -> tuple[tuple[Hit, ...], float]:
    """Hits, and milliseconds."""
    started = time.perf_counter()
    found = screen(session, fields, today=TODAY)
    return found.hits, (time.perf_counter() - started) * 1000


def un_table(station: Station) -> Iterator[str]:
    """Listed people found again, and travellers alerted in vain."""
    listed, altered, strangers = rows("un_untreated.csv"), rows("un_treated.csv"), rows("negatives.csv")
    entries = (
        PersonEntry(str(number), (row["full_name"],), (born(row["date_of_birth"]),))
        for number, row in enumerate(listed)
    )
    with station.watchlist(writing=True) as session:
        replace_list(session, "UN/test", "UN", 1, NOW, entries, imported_at=NOW)
    with station.watchlist() as session:
        same = [asked(session, traveller(row["full_name"], born(row["date_of_birth"])))[0] for row in listed]
        found = [
            asked(session, traveller(row["full_name"], born(row["date_of_birth"])))[0] for row in altered
        ]
        unborn = [asked(session, traveller(row["full_name"], UNKNOWN_DATE))[0] for row in altered]
        sexes = {"male": Sex.MALE, "female": Sex.FEMALE}
        answers = [
            asked(
                session,
                traveller(row["full_name"], born(row["date_of_birth"]), sexes.get(row["gender"], Sex.X)),
            )
            for row in strangers
        ]
    crossed = list(zip(listed, random.Random(1).sample(listed, len(listed)), strict=True))
    with station.watchlist() as session:
        others = [
            asked(session, traveller(one["full_name"], born(other["date_of_birth"])))[0]
            for one, other in crossed
            if born(one["date_of_birth"]).year != born(other["date_of_birth"]).year
        ]

    def again(all_hits: list[tuple[Hit, ...]]) -> str:
        right = sum(
            any(hit.entry.entry_id == str(number) for hit in hits) for number, hits in enumerate(all_hits)
        )
        return f"{right / len(all_hits):.3f}"

    alerted = sum(bool(hits) for hits, _ in answers)
    exact = sum(any(hit.exact for hit in hits) for hits, _ in answers)
    yield f"| a list of {len(listed)} UN names | share |"
    yield "|---|---|"
    yield f"| listed people, as listed, found | {again(same)} |"
    yield f"| listed people, names and dates altered, found | {again(found)} |"
    yield f"| the same without a birth date (a name alone) | {again(unborn)} |"
    yield f"| listed names with a birth year of somebody else, alerted | {_share(others)} |"
    yield f"| {len(strangers)} travellers on no list, alerted | {alerted / len(strangers):.5f} ({alerted}) |"
    yield f"| the same, exact hits | {exact} |"


def _share(all_hits: list[tuple[Hit, ...]]) -> str:
    return f"{sum(bool(hits) for hits in all_hits) / len(all_hits):.3f}"


class Invented:
    """People as dense with homonyms as the region: common names by rank, and a tail of rare surnames."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        common = [name for name in spellings() if name.isascii() and re.search("[AEIOU]", name[1:])]
        self._random.shuffle(common)
        self._common = common
        self._weights = [1 / (rank + 3) ** 0.9 for rank in range(len(common))]
        self._rare = sorted({self._surname() for _ in range(20_000)})

    def _surname(self) -> str:
        pick = self._random.choice
        return "".join(pick(_CONSONANTS) + pick(_VOWELS) for _ in range(pick((2, 2, 3)))) + pick(
            ("", "", "RI", "NE", "KO", "BA", "D", "R")
        )

    def name(self) -> str:
        """Surname and given names."""
        given = self._random.choices(self._common, self._weights, k=1 if self._random.random() < 0.65 else 2)
        if self._random.random() < 0.4:
            return " ".join([*self._random.choices(self._common, self._weights), *given])
        return " ".join([self._random.choice(self._rare), *given])

    def birth(self) -> PartialDate:
        """One in twelve has a year only, one in ten was born on 1 January, as in registers of the region."""
        year = int(self._random.triangular(1940, 2006, 1983))
        kind = self._random.random()
        if kind < 0.08:
            return PartialDate(f"{year % 100:02d}<<<<", year)
        month, day = (1, 1) if kind < 0.18 else (self._random.randint(1, 12), self._random.randint(1, 28))
        return PartialDate(f"{year % 100:02d}{month:02d}{day:02d}", year, month, day)


def crowd_table(station: Station, people: int) -> Iterator[str]:
    """A large list: taking in, size, asking."""
    crowd = Invented(42)
    entries = [PersonEntry(str(number), (crowd.name(),), (crowd.birth(),)) for number in range(people)]
    started = time.perf_counter()
    with station.watchlist(writing=True) as session:
        replace_list(session, "invented/persons", "bench", 1, NOW, entries, imported_at=NOW)
    taken = time.perf_counter() - started
    strangers = [traveller(crowd.name(), crowd.birth()) for _ in range(1000)]
    listed = [
        traveller(entry.names[0], entry.dates_of_birth[0]) for entry in entries[:: max(1, people // 500)]
    ]
    with station.watchlist() as session:
        asked(session, strangers[0])
        answers = [asked(session, fields) for fields in strangers]
        again = [asked(session, fields)[0] for fields in listed]
    times = [milliseconds for _, milliseconds in answers]
    cuts = statistics.quantiles(times, n=100)
    exact = sum(any(hit.exact for hit in hits) for hits, _ in answers) / len(answers)
    yield f"| {people} invented people | |"
    yield "|---|---|"
    yield f"| taken in | {taken:.1f} s |"
    yield f"| one screening, p50 / p95 / p99 | {cuts[49]:.1f} / {cuts[94]:.1f} / {cuts[98]:.1f} ms |"
    yield f"| listed people found | {_share(again)} |"
    yield f"| travellers on no list, alerted | {_share([hits for hits, _ in answers])} |"
    yield f"| the same, exact hits | {exact:.3f} |"


def main() -> int:
    """Print every table."""
    parser = argparse.ArgumentParser(description="measure name matching and screening")
    parser.add_argument("--people", type=int, default=100_000, help="invented people on the large list")
    people: int = parser.parse_args().people
    if not NAMES.is_dir():
        print(f"no name sets in {NAMES}: nothing measured", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        print(*names_table(), "", sep="\n")
        with Station.create(Path(folder) / "un", "bench", name="bench") as station:
            print(*un_table(station), "", sep="\n")
        with Station.create(Path(folder) / "crowd", "bench", name="bench") as station:
            print(*crowd_table(station, people), "", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
