"""Our own recogniser of the 37 symbols of a zone, run by OpenCV.

How a strip is scaled and toned is part of the weights: `resources/recogniser/README.md` says it in words.
"""

from __future__ import annotations

import threading
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

import resources
from borderdesk.imaging.blobs import Grey
from models.reading import MRZ_ALPHABET

Posteriors = npt.NDArray[np.float32]
"""(steps, 38) probabilities: column 0 is nothing, column 1 + i is symbol i of `MRZ_ALPHABET`."""

COLUMNS_A_STEP = 4
SIDE = 8
_PAPER = 0.4


class Network:
    """The recogniser; safe to share between threads, one line at a time."""

    def __init__(self, weights: bytes) -> None:
        self._net = cv2.dnn.readNetFromONNX(np.frombuffer(weights, dtype=np.uint8))
        self._lock = threading.Lock()

    def read(self, strip: Grey) -> Posteriors:
        """Probabilities of every symbol along a line.

        Args:
            strip: (32, w) uint8 grey, dark on light, one line laid flat.

        Returns:
            (w / 4, 38) float32; row t speaks of the strip's columns 4 t to 4 t + 3.
        """
        tones = strip.astype(np.float32)
        dark, light = np.percentile(tones, (2, 90))
        tones = np.clip((tones - dark) / max(8.0, float(light - dark)) - 0.5, -1.0, 1.0)
        right = SIDE + (-(tones.shape[1] + 2 * SIDE)) % COLUMNS_A_STEP
        framed = cv2.copyMakeBorder(tones, 0, 0, SIDE, right, cv2.BORDER_CONSTANT, value=_PAPER)
        with self._lock:
            self._net.setInput(framed[None, None])
            found = self._net.forward()[0].T.copy()
        first = SIDE // COLUMNS_A_STEP
        columns = -(-strip.shape[1] // COLUMNS_A_STEP)
        return np.asarray(found[first : first + columns], dtype=np.float32)


@lru_cache(maxsize=1)
def shipped() -> Network:
    """The recogniser with the shipped weights, loaded once."""
    return Network(resources.path("recogniser", "mrz.onnx").read_bytes())


def best_symbols(posteriors: Posteriors) -> list[tuple[float, str, float]]:
    """What stands where, by the likeliest symbol of each step: (column of the strip, symbol, probability).

    Source: greedy decoding of connectionist temporal classification (Graves et al., 2006).
    """
    likeliest = posteriors.argmax(axis=1)
    found: list[tuple[float, str, float]] = []
    start = 0
    for end in range(1, len(likeliest) + 1):
        if end < len(likeliest) and likeliest[end] == likeliest[start]:
            continue
        if likeliest[start]:
            weights = posteriors[start:end, likeliest[start]]
            steps = np.arange(start, end) + 0.5
            column = float(np.average(steps, weights=weights)) * COLUMNS_A_STEP
            found.append((column, MRZ_ALPHABET[likeliest[start] - 1], float(weights.max())))
        start = end
    return found
