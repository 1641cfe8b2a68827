"""Pictures of a page, and places on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Point = tuple[float, float]
"""x to the right and y down, in pixels of the page as loaded, from its top left corner."""
Quad = tuple[Point, Point, Point, Point]
"""Four corners in the order of the text that they hold: top left, top right, bottom right, bottom left."""


class Light(Enum):
    """The light under which a page was taken (BSI TR-03135 calls them VIS, IR and UV)."""

    VISIBLE = "visible"
    INFRARED = "infrared"
    ULTRAVIOLET = "ultraviolet"


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """One page of one file, upright as its EXIF data says.

    Attributes:
        pixels: (h, w, 3) uint8, blue green red, origin top left. Not to be written to.
        light: The light under which it was taken.
        dpi: Dots per inch where the file says so believably, else None.
        source: File name as the user knows it, for messages and records; never opened again.
        page: Page number within the file, from 0.
    """

    pixels: Pixels = field(repr=False)
    light: Light = Light.VISIBLE
    dpi: float | None = None
    source: str = ""
    page: int = 0

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3 or self.pixels.dtype != np.uint8:
            raise ValueError(
                f"page pixels must be uint8 (h, w, 3), not {self.pixels.dtype} {self.pixels.shape}"
            )
        self.pixels.flags.writeable = False

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])
