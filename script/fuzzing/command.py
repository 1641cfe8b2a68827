"""What `script/fuzz` does: run every target in children for its share of the time, and say what was found."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from script.fuzzing.keep import few
from script.fuzzing.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "fuzz"
KEPT = ROOT / "tests" / "fuzz"
SECONDS_AN_INPUT = 20
MEGABYTES = 1536
_DEATHS_AT_MOST = 50
_DONE = re.compile(rb"stat::number_of_executed_units:\s*(\d+)")
_STATE = re.compile(rb"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)/")


@dataclass(frozen=True, slots=True)
class Figures:
    """What fuzzing one target came to."""

    executions: int
    edges: int
    features: int
    corpus: int
    faults: tuple[Path, ...]


def main() -> int:
    """Fuzz, print a table, and answer 1 where there is a fault."""
    arguments = _arguments()
    names = [arguments.target] if arguments.target else list(TARGETS)
    shares = sum(TARGETS[name].share for name in names)
    faulty = False
    print(
        "| target | minutes | executions | edges | corpus | faults |\n|---|---|---|---|---|---|", flush=True
    )
    for name in names:
        seconds = arguments.minutes * 60 * TARGETS[name].share / shares
        found = fuzz(name, seconds)
        faulty = faulty or bool(found.faults)
        row = (name, f"{seconds / 60:.1f}", found.executions, found.edges, found.corpus, len(found.faults))
        print("|", " | ".join(map(str, row)), "|", flush=True)
        for fault in found.faults:
            print(f"  {fault.relative_to(ROOT)}", file=sys.stderr, flush=True)
        if arguments.keep:
            keep(name)
    return int(faulty)


def fuzz(name: str, seconds: float) -> Figures:
    """Run one target in one child after the other until its time is over."""
    place = BUILD / name
    corpus, begin = place / "corpus", place / "seeds"
    for folder in (corpus, begin):
        folder.mkdir(parents=True, exist_ok=True)
    for old in [*place.glob("*-*"), *begin.iterdir()]:
        old.unlink()
    for title, data in TARGETS[name].seeds().items():
        (begin / title).write_bytes(data)
    for title, data in kept(name).items():
        (begin / title).write_bytes(data)
    end = time.monotonic() + seconds
    executions = edges = features = inputs = 0
    with (place / "log.txt").open("wb") as log:
        for _ in range(_DEATHS_AT_MOST):
            left = int(end - time.monotonic())
            if left < 1:
                break
            start = log.tell()
            _child(name, place, left, log.fileno())
            said = (place / "log.txt").read_bytes()[start:]
            log.seek(0, 2)
            states = _STATE.findall(said)
            done = _DONE.findall(said)
            if not states and not done:
                raise SystemExit(f"script/fuzz: {name} could not be run; see {place / 'log.txt'}")
            executions += int(done[-1]) if done else int(states[-1][0]) if states else 0
            if states:
                edges, features, inputs = (int(figure) for figure in states[-1][1:])
    faults = tuple(sorted(file for file in place.glob("*-*") if file.suffix != ".txt"))
    return Figures(executions, edges, features, inputs, faults)


def _child(name: str, place: Path, seconds: int, log: int) -> None:
    subprocess.run(
        [
            sys.executable,
            "-m",
            "script.fuzzing.one",
            name,
            str(place),
            f"-max_total_time={seconds}",
            f"-timeout={SECONDS_AN_INPUT}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={TARGETS[name].longest}",
            f"-artifact_prefix={place}/",
            "-print_final_stats=1",
            f"-report_slow_units={SECONDS_AN_INPUT}",
            str(place / "corpus"),
            str(place / "seeds"),
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        check=False,
    )


def keep(name: str) -> None:
    """Put the smallest inputs that reach the same code into tests/fuzz."""
    place = BUILD / name
    inputs = {file.read_bytes() for folder in ("corpus", "seeds") for file in (place / folder).iterdir()}
    chosen = few(TARGETS[name].run, inputs, at_most=TARGETS[name].kept)
    KEPT.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(KEPT / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, data in enumerate(chosen):
            # A fixed moment, so that the same inputs make the same file.
            entry = zipfile.ZipInfo(f"{number:03}", (2026, 1, 1, 0, 0, 0))
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def kept(name: str) -> dict[str, bytes]:
    """Inputs of earlier runs, from tests/fuzz."""
    file = KEPT / f"{name}.zip"
    if not file.is_file():
        return {}
    with zipfile.ZipFile(file) as archive:
        return {f"kept-{title}": archive.read(title) for title in archive.namelist()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/fuzz", allow_abbrev=False)
    parser.add_argument("minutes", nargs="?", type=float, default=10.0)
    parser.add_argument("--target", choices=list(TARGETS))
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
