"""The one way a line's picture becomes the network's input; the model card says it in words."""

from __future__ import annotations

import cv2
import numpy as np

from script.recogniser.glyphs import Grey, Ink

HEIGHT = 32
"""Rows of the network's input."""
SIDE = 8
"""Columns of blank added left and right, at least: the width is filled up to a multiple of `STEP`."""
STEP = 4
"""Input columns to one output column."""
BLANK = 0.4
"""Value of added columns: nearly paper."""


def normalise(picture: Grey) -> Ink:
    """Scale a line to 32 rows and its tones to about -0.5 (ink) to 0.5 (paper).

    Args:
        picture: Grey, uint8 (h, w), dark on light, one text line.

    Returns:
        float32 (32, w'), w' a multiple of 4.
    """
    rows, columns = picture.shape
    width = max(8, round(columns * HEIGHT / rows))
    method = cv2.INTER_AREA if rows > HEIGHT else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, (width, HEIGHT), interpolation=method).astype(np.float32)
    dark, light = np.percentile(scaled, (2, 90))
    toned = np.clip((scaled - dark) / max(8.0, light - dark) - 0.5, -1.0, 1.0)
    right = SIDE + (-(width + 2 * SIDE)) % STEP
    framed = cv2.copyMakeBorder(toned, 0, 0, SIDE, right, cv2.BORDER_CONSTANT, value=BLANK)
    return np.asarray(framed, np.float32)
