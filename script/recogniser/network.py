"""The network's shape, its training and its export to ONNX."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.reading import MRZ_ALPHABET as ALPHABET
from script.recogniser.normal import BLANK, HEIGHT, STEP
from script.recogniser.pool import Sample

CLASSES = len(ALPHABET) + 1
_LEARNING_RATE = 2.5e-3
_COLUMNS_A_BATCH = 12_000


class LineNetwork(nn.Module):
    """Convolutions that see about three symbols to each side; a column of probabilities every four pixels.

    The neighbours are seen because O and 0 differ in height only in some cuts, and height is told by
    comparing; more is not seen, so that no grammar is learnt. `temperature` divides the last layer's answer,
    so that probabilities are neither too sure nor too shy.
    """

    temperature: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            *_block(1, 24, pool=(2, 2)),
            *_block(24, 40, pool=(2, 2)),
            *_block(40, 64, pool=(2, 1)),
            *_block(64, 96),
            *_block(96, 128, kernel=(4, 1), padding=(0, 0)),
            *_context(128, 1),
            *_context(128, 2),
            *_context(128, 4),
        )
        self.drop = nn.Dropout2d(0.05)
        self.last = nn.Conv2d(128, CLASSES, 1)
        self.register_buffer("temperature", torch.ones(()))

    def forward(self, lines: Tensor) -> Tensor:
        """Logits (n, 38, t) of lines (n, 1, 32, w), t = w / 4."""
        logits: Tensor = self.last(self.drop(self.features(lines))) / self.temperature
        return logits[:, :, 0]


class _Probabilities(nn.Module):
    """What is shipped: the network with its softmax."""

    def __init__(self, network: LineNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, lines: Tensor) -> Tensor:
        return functional.softmax(self.network(lines), dim=1)


def _block(
    inside: int,
    outside: int,
    kernel: tuple[int, int] = (3, 3),
    padding: tuple[int, int] = (1, 1),
    pool: tuple[int, int] | None = None,
) -> tuple[nn.Module, ...]:
    """Convolution, pooling, norm, ReLU: pooling first quarters the work of the norm."""
    convolution = nn.Conv2d(inside, outside, kernel, padding=padding, bias=False)
    pooling = (nn.MaxPool2d(pool),) if pool else ()
    return convolution, *pooling, nn.BatchNorm2d(outside), nn.ReLU(inplace=True)


def _context(width: int, reach: int) -> tuple[nn.Module, ...]:
    """Five columns, `reach` apart."""
    convolution = nn.Conv2d(width, width, (1, 5), padding=(0, 2 * reach), dilation=(1, reach), bias=False)
    return convolution, nn.BatchNorm2d(width), nn.ReLU(inplace=True)


def train(samples: Sequence[Sample], *, steps: int, seed: int) -> LineNetwork:
    """Train a network from scratch.

    Args:
        samples: Normalised drawn lines.
        steps: Batches to learn from.
        seed: Of the first weights, the order and the small changes to each batch.
    """
    torch.manual_seed(seed)
    source, rng = random.Random(seed), np.random.default_rng(seed)
    network = LineNetwork()
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(network.parameters(), _LEARNING_RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, _LEARNING_RATE, total_steps=steps, pct_start=0.06, final_div_factor=100
    )
    began, running = time.monotonic(), 0.0
    network.train()
    for step, batch in zip(range(1, steps + 1), _batches(samples, source), strict=False):
        loss = _loss(network, batch, rng)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimiser.step()
        schedule.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0 or step == steps:
            print(f"step {step}/{steps} loss {running:.4f} {time.monotonic() - began:.0f} s", flush=True)
    network.eval()
    return network


def _batches(samples: Sequence[Sample], source: random.Random) -> Iterator[list[Sample]]:
    """Lines of like width together, about as many columns in each batch, without end."""
    while True:
        ordered = sorted(samples, key=lambda sample: sample.line.shape[1] * source.uniform(0.93, 1.07))
        batches: list[list[Sample]] = [[]]
        for sample in ordered:
            if batches[-1] and (len(batches[-1]) + 1) * sample.line.shape[1] > _COLUMNS_A_BATCH:
                batches.append([])
            batches[-1].append(sample)
        source.shuffle(batches)
        yield from batches


# PyTorch prepares itself anew for every width and remembers those it has seen, so there are few of them.
_WIDTHS = 64


def _rounded(width: float) -> int:
    return -(-round(width) // _WIDTHS) * _WIDTHS


def stack(lines: Sequence[NDArray[np.floating]]) -> Tensor:
    """Lines in one tensor (n, 1, 32, a multiple of 64), filled up at the right."""
    widest = _rounded(max(line.shape[1] for line in lines))
    stacked = np.full((len(lines), 1, HEIGHT, widest), BLANK, np.float32)
    for place, line in enumerate(lines):
        stacked[place, 0, :, : line.shape[1]] = line
    return torch.from_numpy(stacked)


def _loss(network: LineNetwork, batch: Sequence[Sample], rng: np.random.Generator) -> Tensor:
    lines = stack([sample.line for sample in batch])
    lines, stretch = _varied(lines, rng)
    # Half the memory to move, twice the speed; the shipped weights stay float32.
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(lines)
    scores = logits.float().permute(2, 0, 1).log_softmax(2)
    inside = [min(scores.shape[0], round(sample.line.shape[1] * stretch / STEP)) for sample in batch]
    targets = torch.tensor([ALPHABET.index(symbol) + 1 for sample in batch for symbol in sample.text])
    lengths = torch.tensor([len(sample.text) for sample in batch])
    # reduction "mean" divides by the length of the text, so short and long lines weigh alike.
    return functional.ctc_loss(scores, targets, torch.tensor(inside), lengths, zero_infinity=True)


def _varied(lines: Tensor, rng: np.random.Generator) -> tuple[Tensor, float]:
    """A line drawn once is seen several times, each time a little different in width, tone and grain."""
    stretch = 1.0
    if rng.random() < 0.6:
        width = _rounded(lines.shape[3] * rng.uniform(0.86, 1.1))
        stretch = width / lines.shape[3]
        lines = functional.interpolate(lines, (HEIGHT, width), mode="bilinear", align_corners=False)
    count = (lines.shape[0], 1, 1, 1)
    tone = torch.from_numpy(rng.uniform(0.8, 1.15, count).astype(np.float32))
    shift = torch.from_numpy(rng.uniform(-0.08, 0.08, count).astype(np.float32))
    grain = torch.from_numpy(np.maximum(0, rng.uniform(-0.1, 0.1, count)).astype(np.float32))
    return (lines * tone + shift + torch.randn_like(lines) * grain).contiguous(
        memory_format=torch.channels_last
    ), stretch


def export(network: LineNetwork, target: Path) -> None:
    """Write the network with its softmax as ONNX.

    Args:
        network: Trained; its input is called `line` (1, 1, 32, w), its output `symbols` (1, 38, w / 4).
        target: File to write.
    """
    torch.onnx.export(
        _Probabilities(network).eval(), (torch.zeros(1, 1, HEIGHT, 640),), str(target), dynamo=False,
        input_names=["line"], output_names=["symbols"],
        dynamic_axes={"line": {3: "width"}, "symbols": {2: "steps"}},
    )  # fmt: skip
