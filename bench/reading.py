"""How well specimen pages are read and judged, beside PassportEye in the same run.

    script/bench reading

Every specimen is inspected on a day on which it was valid, without a watchlist, so the best advice is
"in_order". PassportEye reads the same files with stock `eng` and with our Tesseract model.
"""

from __future__ import annotations

import csv
import shlex
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import passporteye
from passporteye.mrz.text import MRZOCRCleaner

import resources
from borderdesk.imaging.load import load_pages
from borderdesk.inspection import Inspector
from borderdesk.mrz import MrzFormatError, parse
from borderdesk.verdict import Policy
from models.verdict import Advice

ROOT = Path(__file__).resolve().parent.parent
SPECIMENS = ROOT.parent / "shared" / "specimens"


@dataclass
class Tally:
    """Figures of one reader."""

    exact: list[str] = field(default_factory=list)
    false_valid: list[str] = field(default_factory=list)
    nothing: list[str] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def truths() -> list[dict[str, str]]:
    """Rows of the specimens' truth."""
    with (SPECIMENS / "truth.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def valid_day(lines: tuple[str, ...]) -> date:
    """The day before the document's last one, or a day in its time where it prints none."""
    fields = parse(lines, today=date(2026, 1, 1)).fields
    expiry = fields.date_of_expiry
    if expiry is None or expiry.year is None or expiry.month is None or expiry.day is None:
        return date(2000, 1, 1)
    year = expiry.year if expiry.year < 2050 else expiry.year - 100
    return date(year, expiry.month, expiry.day) - timedelta(days=1)


def all_digits_agree(lines: tuple[str, ...]) -> bool:
    """Whether the text is a zone whose check digits all agree."""
    try:
        return all(digit.agrees for digit in parse(lines, today=date(2026, 1, 1)).check_digits)
    except MrzFormatError:
        return False


def measure(tally: Tally, name: str, truth: tuple[str, ...], read: Callable[[], tuple[str, ...]]) -> None:
    """Time one reading and count it."""
    import os

    wall, before = time.perf_counter(), os.times()
    lines = read()
    after = os.times()
    tally.wall.append(time.perf_counter() - wall)
    tally.cpu.append(sum(after[:4]) - sum(before[:4]))
    if not lines:
        tally.nothing.append(name)
    elif lines == truth:
        tally.exact.append(name)
    elif all_digits_agree(lines):
        tally.false_valid.append(name)


def with_passporteye(file: Path, parameters: str) -> tuple[str, ...]:
    """The lines that PassportEye reads in a file, as its own parser cleans and lengthens them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        zone = passporteye.read_mrz(str(file), extra_cmdline_params=parameters)
    if zone is None:
        return ()
    lines = MRZOCRCleaner.apply(str(zone.aux.get("raw_text", "")))
    width = {"TD1": 30, "TD2": 36, "MRVB": 36}.get(str(zone.mrz_type), 44)
    return tuple(line.ljust(width, "<") for line in lines)


def main() -> int:
    """Print the figures as Markdown."""
    if not SPECIMENS.is_dir():
        print(f"The specimens are not beside the checkout ({SPECIMENS.name}); nothing was measured.")
        return 0
    inspector = Inspector(Policy.load(), None)
    ours = Tally()
    peers = {
        "PassportEye 2.2.2, `eng`": (Tally(), ""),
        "PassportEye 2.2.2, our Tesseract model": (
            Tally(),
            f"--tessdata-dir {shlex.quote(str(resources.path('tessdata')))} -l mrz --oem 1",
        ),
    }
    wrongly_passed: list[str] = []
    wrong_digits: list[str] = []
    advice_of: dict[str, int] = {}
    rows = []
    with_peers = "--no-peers" not in sys.argv
    for row in truths():
        file = SPECIMENS / "images" / row["file"]
        truth = tuple(row["lines"].split("|"))
        day = valid_day(truth)
        inspection = None

        def read(file: Path = file, day: date = day) -> tuple[str, ...]:
            nonlocal inspection
            now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            inspection = inspector.inspect(load_pages(file), today=day, now=now)[0]
            return inspection.document.lines if inspection.document else ()

        measure(ours, row["file"], truth, read)
        assert inspection is not None
        advice = inspection.verdict.advice
        advice_of[advice.value] = advice_of.get(advice.value, 0) + 1
        passed = advice in (Advice.CLEAR, Advice.IN_ORDER)
        text = inspection.document.lines if inspection.document else ()
        if passed and text != truth:
            wrongly_passed.append(row["file"])
        if row["check_digits"] != "valid":
            statuses = {
                check.code.rsplit(".", 1)[1]: check.status.value
                for check in inspection.checks
                if check.code.startswith("mrz.check_digit.")
            }
            failing = {"number": "document_number", "birth": "date_of_birth", "expiry": "date_of_expiry"}
            wrong = [failing.get(name, name) for name in row["failing"].split(",")]
            told = all(statuses.get(name) in ("failed", "undetermined") for name in wrong)
            if passed or not (told or inspection.document is None):
                wrong_digits.append(row["file"])
        rows.append((row["file"], row["format"], "yes" if text == truth else "no", advice.value))
        if with_peers:
            for tally, parameters in peers.values():
                measure(tally, row["file"], truth, lambda f=file, p=parameters: with_passporteye(f, p))
    total = len(ours.wall)
    print(f"{total} specimens\n")
    print("| reader | exact | check digits pass, text wrong | nothing read | median CPU s | median wall s |")
    print("|---|---|---|---|---|---|")
    for name, tally in {"BorderDesk": ours, **{n: t for n, (t, _) in peers.items() if with_peers}}.items():
        print(
            f"| {name} | {len(tally.exact)} | {len(tally.false_valid)} | {len(tally.nothing)} "
            f"| {statistics.median(tally.cpu):.2f} | {statistics.median(tally.wall):.2f} |"
        )
    print(f"\nBorderDesk's advice: {', '.join(f'{k} {v}' for k, v in sorted(advice_of.items()))}.")
    print(f"Wrong text called clear or in order: {', '.join(wrongly_passed) or 'none'}.")
    print(f"Wrong check digits that were not told: {', '.join(wrong_digits) or 'none'}.")
    print(f"Slowest: {max(ours.wall):.2f} s.\n")
    print("| specimen | format | exact | advice |\n|---|---|---|---|")
    for line in rows:
        print("| " + " | ".join(line) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
