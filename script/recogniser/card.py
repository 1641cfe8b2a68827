"""The figures in the model cards, written and read back; the words around them are written by people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from script.recogniser.recipe import CARD_SEED
from script.recogniser.scoring import Band, Score

_BEGIN, _END = "<!-- script/train writes from here -->", "<!-- to here -->"


@dataclass(frozen=True, slots=True)
class Made:
    """How weights came to be.

    Attributes:
        seed: Of the training.
        minutes: Of wall time, both readers together.
        processor_minutes: Of this reader's learning alone, on one core.
        with_what: Programs and their versions.
        amount: Lines drawn and learnt from, in words.
        measured: Lines of each set.
    """

    seed: int
    minutes: float
    processor_minutes: float
    with_what: str
    amount: str
    measured: int


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write(card: Path, weights: Path, made: Made, scores: Mapping[str, Score], bands: Sequence[Band]) -> None:
    """Put new figures into a card.

    Args:
        card: The card, which holds the two marks.
        weights: The file that it speaks of.
        made: How it was made.
        scores: Of each set.
        bands: Of the probabilities, empty where the reader gives none.

    Raises:
        ValueError: The card has no place for them.
    """
    lines = [
        _BEGIN,
        "| | |",
        "|---|---|",
        f"| file | `{weights.name}`, {weights.stat().st_size:,} bytes |",
        f"| SHA-256 | `{digest(weights)}` |",
        f"| made by | `script/train`, seed {made.seed} |",
        f"| from | {made.amount} |",
        f"| with | {made.with_what} |",
        f"| time | {made.processor_minutes:.0f} min of one core to learn; "
        f"the whole command took {made.minutes:.0f} min on 2 cores |",
        "",
        f"Read alone, without grammar, {made.measured} drawn lines of each set (seed {CARD_SEED}):",
        "",
        "| set | character error % | exact lines % |",
        "|---|---|---|",
        *(f"| {name} | {100 * s.error:.2f} | {100 * s.exact:.1f} |" for name, s in scores.items()),
    ]
    if bands:
        lines += [
            "",
            "Are its probabilities honest? All symbols of these lines, by the probability it gave:",
            "",
            "| at least | said on average % | right % | symbols |",
            "|---|---|---|---|",
            *(f"| {b.low} | {100 * b.said:.1f} | {100 * b.right:.1f} | {b.count} |" for b in bands),
        ]
    lines.append(_END)
    before = card.read_text(encoding="utf-8")
    after, count = re.subn(
        f"{re.escape(_BEGIN)}.*{re.escape(_END)}", lambda _: "\n".join(lines), before, flags=re.DOTALL
    )
    if count != 1:
        raise ValueError(f"{card} must hold the marks {_BEGIN!r} and {_END!r} once")
    card.write_text(after, encoding="utf-8")


def figures(card: Path) -> dict[str, tuple[float, float]]:
    """Character error and exact lines of each set as a card states them, 0 to 1."""
    rows = re.findall(
        r"^\| (\w+, [\w -]+) \| ([\d.]+) \| ([\d.]+) \|$", card.read_text("utf-8"), re.MULTILINE
    )
    return {name: (float(error) / 100, float(exact) / 100) for name, error, exact in rows}


def stated_digest(card: Path) -> str | None:
    """SHA-256 of the weights that a card speaks of."""
    found = re.search(r"`([0-9a-f]{64})`", card.read_text(encoding="utf-8"))
    return found[1] if found else None
