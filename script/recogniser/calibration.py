"""One number that makes probabilities honest: of symbols given 0.9, nine in ten shall be right.

Source: temperature scaling (Guo et al., On Calibration of Modern Neural Networks, 2017), fitted on drawn
lines that were not trained on, by the likelihood of each symbol read being the one printed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from script.recogniser.network import LineNetwork, stack
from script.recogniser.normal import STEP
from script.recogniser.pool import Sample
from script.recogniser.scoring import agreement, decode

_BATCH = 25
_CANDIDATES = np.geomspace(0.5, 4.0, 43)


def calibrate(network: LineNetwork, samples: Sequence[Sample]) -> float:
    """Find the best temperature and set it in the network.

    Args:
        network: Trained; its temperature is overwritten.
        samples: Lines it was not trained on.
    """
    samples = sorted(samples, key=lambda sample: sample.line.shape[1])
    network.temperature.fill_(1.0)
    logits = [
        columns
        for first in range(0, len(samples), _BATCH)
        for columns in _logits(network, samples[first:][:_BATCH])
    ]
    # The temperature changes no decision, so who was right is found once.
    right = [agreement(sample.text, _text(columns)) for sample, columns in zip(samples, logits, strict=True)]
    correct = np.concatenate([np.array(line, bool) for line in right])
    costs = [_cost(_probabilities(logits, temperature), correct) for temperature in _CANDIDATES]
    best = float(_CANDIDATES[int(np.argmin(costs))])
    network.temperature.fill_(best)
    return best


def _logits(network: LineNetwork, samples: Sequence[Sample]) -> list[NDArray[np.float32]]:
    """Of lines of like width, each (38, t) with its own t.

    A width never seen before costs PyTorch a tenth of a second, so many lines share one.
    """
    with torch.no_grad():
        found = network(stack([sample.line for sample in samples])).numpy()
    return [
        columns[:, : sample.line.shape[1] // STEP] for columns, sample in zip(found, samples, strict=True)
    ]


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(logits - logits.max(axis=0))
    return np.asarray(raised / raised.sum(axis=0))


def _text(logits: NDArray[np.float32]) -> str:
    return "".join(symbol for symbol, _ in decode(logits))


def _probabilities(logits: Sequence[NDArray[np.float32]], temperature: float) -> NDArray[np.float64]:
    return np.array(
        [probability for line in logits for _, probability in decode(_softmax(line / temperature))]
    )


def _cost(probabilities: NDArray[np.float64], correct: NDArray[np.bool_]) -> float:
    """Negative mean log likelihood."""
    sure = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-np.where(correct, np.log(sure), np.log(1 - sure)).mean())
