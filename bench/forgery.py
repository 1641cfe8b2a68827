"""How well signs of forgery are found, and how often genuine documents are suspected.

    script/bench forgery [--genuine 3000] [--each 200] [--only KIND,...] [--families NAME,...]
                         [--seed 1000000] [--jobs 2] [--results FILE] [--report]

Genuine and forged documents are drawn, captured, read and checked one by one; what the checks answer goes
into a file under build/forgery, a line a document, so that a run that was stopped goes on where it was.
Delete the file after a check was changed. `--report` draws nothing and counts what is there.

What tuning may see has seeds below 5,000; the figures that count come from 1,000,000 on. With `--families`
only those are run, and no advice is given. Found "as shipped" means a check that is responsible for that kind
of forgery failed, heavily enough for REFER; "told" counts those that only advise as well. At a rate, every
responsible check has its own threshold, so chosen that together they alarm at no more than that share of the
genuine documents of that resolution. A document that was not read, or not for certain, counts as not found.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path

from bench._clock import cpu_seconds, timed
from bench._drawn import TODAY
from bench._figures import percentile, table
from bench._forged import GENUINE, document
from bench._forgery_kinds import MEASURES, Measure
from bench._jobs import add_jobs, in_order
from bench._rates import by
from bench._roc import Row, codes_of, failed, share, thresholds
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.registry import FAMILIES, Family, run_checks
from borderdesk.reading.page import read_page
from borderdesk.verdict import Policy, decide

PLACE = Path(__file__).resolve().parent.parent / "build" / "forgery"
RATES = (0.001, 0.01, 0.02)
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
Job = tuple[str, int]


def of_viz(family: Family) -> bool:
    """Whether a family reads the printed fields, which takes time of its own."""
    return any(code.startswith("viz.") for code in family.codes)


def examined(jobs: Sequence[Job], chosen: tuple[str, ...], number: int) -> Row:
    """Draw, read and check one document."""
    name, seed = jobs[number]
    measure = MEASURES[name]
    families = tuple(family for family in FAMILIES if not chosen or family.name in chosen)
    before = cpu_seconds()
    drawn = document(measure.forgery, measure.dpi, seed)
    row: Row = {"kind": name, "seed": seed, "dpi": drawn.dpi, "truth": drawn.truth, "checks": {}}
    row["drawing_ms"] = round((cpu_seconds() - before) * 1000, 1)
    reading, cpu, _ = timed(partial(read_page, drawn.page, today=TODAY))
    row["reading_ms"] = round(cpu * 1000, 1)
    found = next((one for one in reading.documents if one.lines == drawn.lines), None)
    found = found or next(iter(reading.documents), None)
    row |= {"read": found is not None, "certain": bool(found and found.certain)}
    row["exact"] = bool(found and found.lines == drawn.lines)
    if found is None:
        return row
    evidence = Evidence(found, TODAY, drawn.page, drawn.others, training=True)
    quick = tuple(family for family in families if not of_viz(family))
    checks, cpu, _ = timed(lambda: run_checks(evidence, families=quick))
    row["checks_ms"] = round(cpu * 1000, 1)
    slow = tuple(family for family in families if of_viz(family))
    if slow and measure.viz:
        more, cpu, _ = timed(lambda: run_checks(evidence, families=slow))
        row["viz_ms"] = round(cpu * 1000, 1)
        checks += more
    row["checks"] = {one.code: (one.status.value, one.severity.value, one.score) for one in checks}
    if not chosen:
        verdict = decide(found, checks, None, _policy(), now=NOON)
        row["advice"] = verdict.advice.value
        row["reasons"] = [reason.key for reason in verdict.reasons]
    return row


@lru_cache(maxsize=1)
def _policy() -> Policy:
    return Policy.load()


def kept(file: Path) -> list[Row]:
    """What a run has written so far; a line that was cut off is none."""
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows


def run(jobs: Sequence[Job], chosen: tuple[str, ...], processes: int, file: Path) -> None:
    """Examine what the file does not hold yet, and add it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    done = {(row["kind"], row["seed"]) for row in kept(file)}
    left = [job for job in jobs if job not in done]
    started = time.monotonic()
    with file.open("a", encoding="utf-8") as out:
        for count, row in enumerate(in_order(partial(examined, left, chosen), len(left), processes), 1):
            out.write(json.dumps(row) + "\n")
            out.flush()
            if count % 100 == 0:
                took = time.monotonic() - started
                print(f"{count} of {len(left)}, {took:.0f} s", file=sys.stderr, flush=True)


def percent(value: float) -> str:
    """A share as a figure; a dash where there is none."""
    return "-" if value != value else f"{100 * value:.1f}"


def forgeries(rows: dict[str, list[Row]]) -> Iterator[tuple[object, ...]]:
    """A line for each kind of forgery that was measured."""
    genuine = rows.get(GENUINE, [])
    for name, found in rows.items():
        measure = MEASURES[name]
        if measure.forgery is None:
            continue
        codes = codes_of(found, measure.codes)
        certain = percent(sum(row["certain"] for row in found) / len(found))
        if not codes:
            yield (name, len(found), certain, *("-",) * (3 + len(RATES)), measure.target)
            continue
        base = comparable(genuine, found[0]["dpi"], measure)
        rates = (
            [percent(share(found, thresholds(base, codes, rate))) for rate in RATES] if base else ["-"] * 3
        )
        yield (
            name,
            len(found),
            certain,
            percent(sum(failed(row, codes, weighty=True) for row in found) / len(found)),
            percent(sum(failed(row, codes, weighty=False) for row in found) / len(found)),
            *rates,
            _most(found, codes),
            measure.target,
        )


def comparable(genuine: Sequence[Row], dpi: float, measure: Measure) -> list[Row]:
    """Genuine documents that a kind is held against: of its resolution, and lit where light tells."""
    return [
        row
        for row in genuine
        if (measure.dpi is None or row["dpi"] == dpi) and (not measure.lit or row["truth"]["lit"])
    ]


def _most(found: Sequence[Row], codes: Sequence[str]) -> str:
    """Which checks failed most often."""
    counts = Counter(code for row in found for code in codes if failed(row, [code], weighty=False))
    return (
        ", ".join(f"{code} {100 * count / len(found):.0f}" for code, count in counts.most_common(3)) or "none"
    )


def suspicions(genuine: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    """How often each check did anything but pass on genuine documents."""
    count = len(genuine)
    for code in codes_of(genuine, ("*",)):
        answers = Counter(tuple(row["checks"][code][:2]) for row in genuine if code in row["checks"])
        heavy = sum(
            n for (status, severity), n in answers.items() if status == "failed" and severity != "info"
        )
        light = sum(
            n for (status, severity), n in answers.items() if (status, severity) == ("failed", "info")
        )
        others = [
            sum(n for (status, _), n in answers.items() if status == wanted)
            for wanted in ("undetermined", "not_supported", "not_done")
        ]
        if heavy or light or any(others):
            yield (code, *(f"{100 * n / count:.2f}" for n in (heavy, light, *others)))


def advices(genuine: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    """What is advised for genuine documents, by their wear, format and resolution."""
    ways = {
        "all": lambda row: "all",
        "wear": lambda row: row["truth"]["level"],
        "kind": lambda row: row["truth"]["document"],
        "dpi": lambda row: f"{row['dpi']:.0f}",
    }
    for way, key in ways.items():
        for value, rows in sorted(by(key, genuine).items()):
            advice = Counter(row.get("advice", "nothing read") for row in rows)
            named = ("in_order", "refer", "rescan", "stop", "nothing read")
            yield (way, value, len(rows), *(f"{100 * advice[one] / len(rows):.2f}" for one in named))


def times(rows: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    """Medians and slow ones of processor time."""
    for name in ("drawing_ms", "reading_ms", "checks_ms", "viz_ms"):
        values = [row[name] for row in rows if name in row]
        if values:
            yield (
                name.removesuffix("_ms"),
                f"{statistics.median(values):.0f}",
                f"{percentile(values, 95):.0f}",
            )


def report(rows: Sequence[Row]) -> None:
    """Print every table as Markdown."""
    of = by(lambda row: str(row["kind"]), rows)
    genuine = of.get(GENUINE, [])
    rates = [f"found at {100 * rate:g} % false alarms" for rate in RATES]
    headings = ("forgery", "drawn", "read for certain %", "found as shipped %", "told %", *rates,
                "checks that failed, %", "target")  # fmt: skip
    print(*table(headings, forgeries(of)), "", sep="\n")
    if genuine:
        headings = ("check, on genuine documents", "failed %", "advised %", "undetermined %",
                    "not supported %", "not done %")  # fmt: skip
        print(*table(headings, suspicions(genuine)), "", sep="\n")
        headings = (
            "genuine by",
            "",
            "documents",
            "in order %",
            "refer %",
            "rescan %",
            "stop %",
            "nothing read %",
        )
        print(*table(headings, advices(genuine)), "", sep="\n")
        reasons = Counter(
            key for row in genuine if row.get("advice") == "refer" for key in row.get("reasons", ())
        )
        print("Reasons of REFER on genuine documents:", dict(reasons.most_common()), "\n")
    print(*table(("processor time", "median ms", "p95 ms"), times(rows)), sep="\n")


def main() -> int:
    """Examine and report."""
    parser = argparse.ArgumentParser(prog="script/bench forgery", description="Signs of forgery, measured.")
    parser.add_argument("--genuine", type=int, default=3000, help="documents")
    parser.add_argument("--each", type=int, default=200, help="documents of each kind of forgery")
    parser.add_argument(
        "--only", default="", help="kinds of forgery, by commas; `none` for genuine ones alone"
    )
    parser.add_argument("--families", default="", help="of checks, by commas; all by default")
    parser.add_argument("--seed", type=int, default=1_000_000, help="of the first document of each kind")
    parser.add_argument("--results", type=Path, help="a file of one's own for the answers")
    parser.add_argument("--report", action="store_true", help="count what is there, examine nothing")
    add_jobs(parser)
    options = parser.parse_args()
    names = [name for name in MEASURES if name != GENUINE]
    only = names if not options.only else [name for name in options.only.split(",") if name != "none"]
    if unknown := [name for name in only if name not in names]:
        parser.error(f"there is no kind {unknown[0]}; there are {', '.join(names)}")
    chosen = tuple(options.families.split(",")) if options.families else ()
    if unknown := [name for name in chosen if name not in {family.name for family in FAMILIES}]:
        parser.error(
            f"there is no family {unknown[0]}; there are {', '.join(each.name for each in FAMILIES)}"
        )
    file = options.results or PLACE / f"{options.seed}{''.join('-' + name for name in chosen)}.jsonl"
    jobs = [(GENUINE, options.seed + number) for number in range(options.genuine)]
    jobs += [(name, options.seed + number) for name in only for number in range(options.each)]
    if not options.report:
        run(jobs, chosen, options.jobs, file)
    wanted = set(jobs)
    report([row for row in kept(file) if (row["kind"], row["seed"]) in wanted])
    return 0


if __name__ == "__main__":
    sys.exit(main())
