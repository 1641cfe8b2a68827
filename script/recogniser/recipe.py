"""The numbers of the training, in one place: how much is drawn, how long is learnt, from which seeds."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20261124
"""Of the shipped weights."""
CARD_SEED, CHECK_SEED = 700_001, 700_002
"""Of the lines that the model cards' figures and `--check` are measured on; nothing is trained on them."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much.

    Attributes:
        lines: Drawn for the network.
        calibration: Further lines that set its temperature.
        steps: Batches that the network learns from.
        short: Short clean lines from which Tesseract's network finds its feet; it does not from long ones.
        mixed: Lines of all kinds that it learns from after that.
        stages: Tesseract's learning rates, each with the number of lines seen in all at which it ends; the
            first stage sees the short lines.
        measured: Lines of each set that are read to measure.
    """

    lines: int
    calibration: int
    steps: int
    short: int
    mixed: int
    stages: tuple[tuple[float, int], ...]
    measured: int


FULL = Recipe(
    lines=60_000,
    calibration=1_500,
    steps=20_000,
    short=9_000,
    mixed=20_000,
    stages=((0.002, 12_000), (0.0015, 26_000), (0.001, 40_000), (0.0007, 50_000), (0.0003, 60_000)),
    measured=300,
)
QUICK = Recipe(
    lines=2_500,
    calibration=200,
    steps=400,
    short=1_500,
    mixed=500,
    stages=((0.002, 4_000), (0.0015, 4_500)),
    measured=15,
)
