"""Chains of character-like blobs: where a page may hold a line of print.

A machine-readable zone is printed at a fixed pitch without spaces (ICAO Doc 9303-3, 4.4), so its
characters are separate blobs of like height that follow each other like beads. Chaining beads finds
tilted, curved and perspective lines alike, and each bead tells where a character stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from models.image import Pixels

Boxes = npt.NDArray[np.float32]
"""(n, 4) x, y, width, height of blobs, in pixels of the grey picture they were found in."""
Grey = npt.NDArray[np.uint8]

Places = npt.NDArray[np.int64]

SHORTEST_CHAIN = 8
_MOST_PAIRS = 400_000
STEEPEST = math.tan(math.radians(22))
# Neighbours further away than this many character heights belong to another word.
REACH = 3.0


def character_blobs(grey: Grey, *, block: int, offset: int) -> Boxes:
    """Dark blobs of the size and shape of printed characters.

    Args:
        grey: (h, w) uint8.
        block: Side of the neighbourhood whose mean is the threshold, odd, in pixels.
        offset: How much darker than that mean ink is, in grey levels.

    Returns:
        (n, 4) float32 boxes.
    """
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, offset)
    stats = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:]
    width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
    shaped = (
        (height >= 5)
        & (height <= 110)
        & (width >= 2)
        & (width <= 2 * height)
        & (area >= 0.12 * width * height)
    )
    return stats[shaped, :4].astype(np.float32)


def chain(boxes: Boxes) -> list[Boxes]:
    """Chains of blobs that follow each other to the right.

    Two blobs are linked where each is the other's best neighbour, so a line never jumps to the next one.

    Args:
        boxes: (n, 4) float32.

    Returns:
        Chains of at least `SHORTEST_CHAIN` blobs, each sorted from left to right.
    """
    count = len(boxes)
    if count < SHORTEST_CHAIN:
        return []
    boxes = boxes[np.argsort(boxes[:, 0] + boxes[:, 2] / 2)]
    right, left = _neighbours(boxes)
    chains = []
    for start in range(count):
        if left[start] >= 0 and right[left[start]] == start:
            continue
        members = [start]
        while (following := right[members[-1]]) >= 0 and left[following] == members[-1]:
            members.append(int(following))
        if len(members) >= SHORTEST_CHAIN:
            chains.append(boxes[members])
    return chains


def _neighbours(boxes: Boxes) -> tuple[Places, Places]:
    """For each blob its best neighbour to the right, and the one whose best neighbour it is; -1 for none.

    Args:
        boxes: (n, 4) float32, sorted by the middle's x.
    """
    count = len(boxes)
    x = boxes[:, 0] + boxes[:, 2] / 2
    y = boxes[:, 1] + boxes[:, 3] / 2
    # A filler is a third lower than a letter and squeezed print is wider than high: size is the larger side.
    height = boxes[:, 3]
    size = np.maximum(height, 0.8 * boxes[:, 2])
    many = np.searchsorted(x, x + REACH * size + 2) - np.arange(count) - 1
    right = np.full(count, -1)
    best = np.full(count, np.inf, np.float32)
    for first, end in _portions(many):
        i = np.repeat(np.arange(first, end), many[first:end])
        j = (
            i
            + 1
            + np.arange(len(i))
            - np.repeat(np.cumsum(many[first:end]) - many[first:end], many[first:end])
        )
        dx, dy = x[j] - x[i], np.abs(y[j] - y[i])
        ratio = size[j] / size[i]
        near = (
            (dx > 0.25 * size[i])
            & (ratio > 0.5)
            & (ratio < 2.0)
            & (dy < 0.25 * np.maximum(height[i], height[j]) + STEEPEST * dx)
        )
        i, j, cost = i[near], j[near], (dx + 2.5 * dy)[near]
        order = np.lexsort((cost, i))
        ours, at = np.unique(i[order], return_index=True)
        right[ours] = j[order][at]
        best[ours] = cost[order][at]
    left = np.full(count, -1)
    linked = np.flatnonzero(right >= 0)
    # The dearest first, so that the cheapest link to a blob is the one that stays.
    linked = linked[np.argsort(-best[linked], kind="stable")]
    left[right[linked]] = linked
    return right, left


def _portions(many: Places) -> Iterator[tuple[int, int]]:
    """Stretches of blobs with a bounded number of pairs each: a page of noise has millions of them."""
    first, total = 0, 0
    for place, count in enumerate(many.tolist()):
        if total and total + count > _MOST_PAIRS:
            yield first, place
            first, total = place, 0
        total += count
    if first < len(many):
        yield first, len(many)


def grey_of(pixels: Pixels) -> Grey:
    """Grey picture in which coloured security print is as pale as it can be made.

    The largest channel is taken: print in any one colour fades, black ink does not. Where that leaves no
    contrast (an infrared picture, a grey scan) it is the same as the ordinary grey.

    Args:
        pixels: (h, w, 3) uint8, blue green red.

    Returns:
        (h, w) uint8.
    """
    # One channel at a time: a page of 120 megapixels then takes 0.34 GB here, not 0.69.
    lightest = cv2.max(cv2.extractChannel(pixels, 0), cv2.extractChannel(pixels, 1))
    cv2.max(lightest, cv2.extractChannel(pixels, 2), dst=lightest)
    ordinary = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    # Half and half keeps the detail that a JPEG stores in its ordinary grey only.
    return np.asarray(cv2.addWeighted(lightest, 0.5, ordinary, 0.5, 0, dst=lightest), dtype=np.uint8)
