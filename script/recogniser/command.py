"""What `script/train` does: draw, train, measure beside the shipped weights, install what is not worse."""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from script.recogniser import calibration, card, network, pool, scoring, tesseract
from script.recogniser.lines import DrawnLine
from script.recogniser.recipe import CARD_SEED, CHECK_SEED, FULL, QUICK, SEED, Recipe
from script.recogniser.scoring import Reader, Score

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two readers.

    Attributes:
        name: `network` or `tesseract`.
        file: The weights, from the project's root; its model card lies beside it.
        reader: Makes a reader of such a file.
    """

    name: str
    file: Path
    reader: Callable[[Path], Reader]

    @property
    def shipped(self) -> Path:
        """The weights that are shipped."""
        return ROOT / self.file

    @property
    def card(self) -> Path:
        """Its model card."""
        return self.shipped.with_name("README.md")


PARTS = (
    Part("network", Path("resources/recogniser/mrz.onnx"), scoring.network_reader),
    Part(
        "tesseract", Path("resources/tessdata/mrz.traineddata"), lambda model: partial(tesseract.read, model)
    ),
)


def main() -> int:
    """Run; exit status 0 all is well, 1 shipped and new weights are not alike or the new ones are worse."""
    parser = argparse.ArgumentParser(prog="script/train")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--part", choices=("network", "tesseract", "both"), default="both")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    recipe = QUICK if options.quick else FULL
    parts = [part for part in PARTS if options.part in ("both", part.name)]
    work = ROOT / "build" / ("train-quick" if options.quick else "train")
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    began = time.monotonic()
    made = _train([part.name for part in parts], recipe, options.seed, work)
    seed = CHECK_SEED if options.check else CARD_SEED
    _say(f"reading {recipe.measured} lines of each set with the shipped and the new weights")
    sets = {name: pool.drawn(make, seed, recipe.measured) for name, make in scoring.SETS.items()}
    status = 0
    for part in parts:
        new, spent = made[part.name]
        shipped_scores = _measure(part.reader(part.shipped), sets)
        new_scores = _measure(part.reader(new), sets)
        same = card.digest(part.shipped) == card.digest(new)
        verdict = "the same weights, byte by byte" if same else scoring.compare(shipped_scores, new_scores)
        print(_table(part, shipped_scores, new_scores), f"-> {verdict}\n", sep="\n", flush=True)
        if options.quick:
            continue
        if options.check:
            status = max(status, not same and verdict != scoring.Comparison.AS_GOOD)
        elif verdict == scoring.Comparison.WORSE:
            status = 1
        else:
            shutil.copyfile(new, part.shipped)
            how = card.Made(
                options.seed,
                (time.monotonic() - began) / 60,
                spent / 60,
                *_words(part.name, recipe),
                recipe.measured,
            )
            card.write(part.card, part.shipped, how, new_scores, _bands(part, sets))
            _say(f"{part.file} and its model card are the new ones")
    if options.quick:
        _say(f"that was a try at small size; nothing is installed, and the weights in {work} are no good")
    _say(f"done in {(time.monotonic() - began) / 60:.1f} min")
    return status


def _train(names: Sequence[str], recipe: Recipe, seed: int, work: Path) -> dict[str, tuple[Path, float]]:
    """Train the named readers at the same time, each on one core; their files and the seconds spent."""
    _say("drawing lines")
    samples = pool.samples(seed, recipe.lines) if "network" in names else []
    held_out = pool.samples(seed + 1, recipe.calibration) if "network" in names else []
    short = pool.short_lines(seed + 2, recipe.short) if "tesseract" in names else []
    mixed = pool.lines(seed + 3, recipe.mixed) if "tesseract" in names else []
    with ThreadPoolExecutor(1) as other:
        waiting = other.submit(_tesseract, short, mixed, recipe, work) if "tesseract" in names else None
        made = {}
        if "network" in names:
            _say("training the network")
            made["network"] = _network(samples, held_out, recipe, seed, work)
        if waiting:
            _say("waiting for Tesseract's training")
            made["tesseract"] = waiting.result()
    return made


def _network(
    samples: Sequence[pool.Sample], held_out: Sequence[pool.Sample], recipe: Recipe, seed: int, work: Path
) -> tuple[Path, float]:
    # More threads would wait for each other more than they work, and add up in another order.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    began = time.process_time()
    trained = network.train(samples, steps=recipe.steps, seed=seed)
    temperature = calibration.calibrate(trained, held_out)
    _say(f"temperature {temperature:.2f}")
    target = work / PARTS[0].file.name
    network.export(trained, target)
    return target, time.process_time() - began


def _tesseract(
    short: Sequence[DrawnLine], mixed: Sequence[DrawnLine], recipe: Recipe, work: Path
) -> tuple[Path, float]:
    folder = work / "tesseract"
    folder.mkdir()
    before = _spent_by_children()
    made = tesseract.train(short, mixed, recipe, folder)
    return made, _spent_by_children() - before


def _spent_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _measure(reader: Reader, sets: Mapping[str, Sequence[DrawnLine]]) -> dict[str, Score]:
    return {name: scoring.score(reader, lines) for name, lines in sets.items()}


def _table(part: Part, shipped: Mapping[str, Score], made: Mapping[str, Score]) -> str:
    rows = [
        f"{part.name}: character error % / exact lines %",
        f"  {'':22} {'shipped':>12} {'new':>12}",
        *(f"  {name:22} {shipped[name]!s:>12} {made[name]!s:>12}" for name in shipped),
    ]
    return "\n".join(rows)


def _bands(part: Part, sets: Mapping[str, Sequence[DrawnLine]]) -> list[scoring.Band]:
    if part.name != "network":
        return []
    lines = [line for each in sets.values() for line in each]
    return scoring.reliability(scoring.network_columns(part.shipped), lines)


def _words(name: str, recipe: Recipe) -> tuple[str, str]:
    """With what it was made, and from how much."""
    if name == "network":
        return (
            f"PyTorch {torch.__version__}, NumPy {np.__version__}",
            f"{recipe.lines:,} drawn lines in {recipe.steps:,} batches; "
            f"{recipe.calibration:,} further lines for its temperature",
        )
    return (
        f"Tesseract {tesseract.version()}",
        f"{recipe.short:,} short and {recipe.mixed:,} mixed drawn lines; learning rates "
        + ", ".join(f"{rate:g} to line {until:,}" for rate, until in recipe.stages),
    )


_STARTED = time.monotonic()


def _say(words: str) -> None:
    print(f"[{(time.monotonic() - _STARTED) / 60:5.1f} min] {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
