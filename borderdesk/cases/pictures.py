"""Pictures as they are stored.

Measured on the specimens, 2 cores: a photograph of 8 megapixels becomes 0.5 MB of JPEG at quality 92 in
20 ms, 3.8 MB of PNG in 350 ms; lossless WebP takes seconds. The checks have run by then, on the picture
itself; what is kept serves the eye, and to the eye a JPEG at 92 is the same.
"""

from __future__ import annotations

import cv2
import numpy as np

from borderdesk.cases.stored import StoredPicture
from models.image import PageImage

JPEG = "image/jpeg"
PNG = "image/png"
_QUALITY = 92
_LONGEST_JPEG_SIDE = 65_500  # libjpeg, JPEG_MAX_DIMENSION


def encode(page: PageImage) -> StoredPicture:
    """A page as it is stored: JPEG, or PNG where a side is too long for JPEG."""
    media_type = JPEG if max(page.width, page.height) <= _LONGEST_JPEG_SIDE else PNG
    if media_type == JPEG:
        done, data = cv2.imencode(".jpg", page.pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    else:
        done, data = cv2.imencode(".png", page.pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    if not done:
        raise ValueError(f"a page of {page.width} x {page.height} pixels cannot be encoded")
    return StoredPicture(
        data=data.tobytes(),
        media_type=media_type,
        light=page.light,
        dpi=page.dpi,
        source=page.source,
        page=page.page,
    )


def decode(picture: StoredPicture) -> PageImage:
    """The page again, to be looked at; pixels of a JPEG differ a little from those that were checked."""
    pixels = cv2.imdecode(np.frombuffer(picture.data, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"a stored picture of {len(picture.data)} bytes cannot be decoded")
    return PageImage(
        pixels=pixels.astype(np.uint8, copy=False),
        light=picture.light,
        dpi=picture.dpi,
        source=picture.source,
        page=picture.page,
    )
