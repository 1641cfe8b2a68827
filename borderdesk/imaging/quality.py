"""How fit a picture is to be read: sharpness, glare, light; cheap enough for every frame of a camera."""

from __future__ import annotations

import cv2
import numpy as np

from borderdesk.imaging.blobs import Grey

GLARE_LEVEL = 250
"""Grey level from which paper is taken to be washed out."""
_LOOKED_AT = 640
_THUMB = 320


def sharpness(strip: Grey) -> float:
    """Variance of the Laplacian of a strip stretched to full contrast (Pech-Pacheco et al., 2000).

    Args:
        strip: (h, w) uint8.
    """
    stretched = cv2.normalize(strip, None, 0, 255, cv2.NORM_MINMAX)  # type: ignore[call-overload]
    return float(cv2.Laplacian(stretched, cv2.CV_64F).var())


def glare(strip: Grey) -> float:
    """Share of the columns that are washed out: glare takes whole characters, so no pixel there is dark.

    Args:
        strip: (h, w) uint8, one line laid flat.
    """
    return float((strip.min(axis=0) >= GLARE_LEVEL).mean())


def crispness(grey: Grey) -> float:
    """Sharpness of a whole picture, to be compared with that of others of the same scene only.

    Args:
        grey: (h, w) uint8.
    """
    factor = _LOOKED_AT / max(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    # Noise of the sensor is as sharp as print, so it is smoothed first.
    smooth = cv2.GaussianBlur(small, (0, 0), 0.8)
    return float(cv2.Laplacian(smooth, cv2.CV_64F).var())


def thumb(grey: Grey) -> Grey:
    """A few of the picture's pixels, to tell repeated frames by; not smoothed, so that noise tells them."""
    step = max(1, max(grey.shape) // _THUMB)
    return np.ascontiguousarray(grey[::step, ::step])


def difference(one: Grey, other: Grey) -> float:
    """Mean difference of two thumbs in grey levels; 255 where they differ in size."""
    if one.shape != other.shape:
        return 255.0
    return float(cv2.absdiff(one, other).mean())
