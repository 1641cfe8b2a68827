"""What every family of checks is handed: the document, its pictures, and how surely each place was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from borderdesk.imaging.page_plane import PagePlane, plane_of
from borderdesk.mrz.layouts import Element, Layout, Range, layout_of
from models.check import CheckStatus
from models.document import TravelDocument
from models.image import Light, PageImage, Point, Quad
from models.reading import CharReading

SURE = 0.9
"""Probability from which a character counts as surely read; below it a failure is undetermined."""


@dataclass(frozen=True)
class Evidence:
    """A document as the checks see it.

    Attributes:
        document: As read.
        today: The day on which it is looked at.
        page: Where its zone was read; None where it came as text.
        others: Further pictures of it: its other side, infrared, ultraviolet.
        live: The face of whoever shows it, or a second picture of them.
        companions: Other documents that the same traveller shows.
        training: True on a training station, whose tables know the invented issuers as genuine.
    """

    document: TravelDocument
    today: date
    page: PageImage | None = None
    others: tuple[PageImage, ...] = ()
    live: PageImage | None = None
    companions: tuple[TravelDocument, ...] = ()
    training: bool = False

    @cached_property
    def plane(self) -> PagePlane | None:
        """Where millimetres of the page stand on the picture; None where there is no picture to ask."""
        if self.page is None or self.document.reading is None:
            return None
        return plane_of(self.document.format, self.document.reading)

    def under(self, light: Light) -> tuple[PageImage, ...]:
        """The further pictures that were taken under this light."""
        return tuple(page for page in self.others if page.light is light)

    @property
    def layout(self) -> Layout:
        """Where each data element of this format stands."""
        return layout_of(self.document.format)

    def printed(self, element: Element) -> str:
        """The characters of an element, fillers and all."""
        return element.of(self.document.lines)

    def sure(self, ranges: Iterable[Range]) -> bool:
        """Whether a failure at these places is one of the document and not of the reading.

        Every character there was read with at least `SURE`, none was changed after reading, and the
        document as a whole is certain. A text that came without a picture is as sure as it says.
        """
        return self.document.certain and self._clear(ranges)

    def settled(self, ranges: Iterable[Range], *, fine: bool) -> CheckStatus:
        """How a check of these places ends that found them right (`fine`) or wrong.

        Right counts as passed where the document is certain or the very places were clearly read.
        """
        places = tuple(ranges)
        if fine:
            enough = self.document.certain or (self.document.reading is not None and self._clear(places))
            return CheckStatus.PASSED if enough else CheckStatus.UNDETERMINED
        return CheckStatus.FAILED if self.sure(places) else CheckStatus.UNDETERMINED

    def region(self, ranges: Iterable[Range]) -> Quad | None:
        """The smallest rectangle, turned as the text is, around the characters at these places.

        Returns:
            Corners in page pixels in the order of the text, or None where no picture was read.
        """
        chars = [char for char, _ in self._chars(ranges)]
        return _around(chars) if chars else None

    def _clear(self, ranges: Iterable[Range]) -> bool:
        if self.document.reading is None:
            return True
        return all(char.probability >= SURE and char.symbol == used for char, used in self._chars(ranges))

    def _chars(self, ranges: Iterable[Range]) -> Iterator[tuple[CharReading, str]]:
        """Each character as read, with the symbol that is used for it."""
        reading = self.document.reading
        if reading is None:
            return
        for line, start, end in ranges:
            yield from zip(reading.lines[line][start:end], self.document.lines[line][start:end], strict=True)


def _around(chars: list[CharReading]) -> Quad:
    """A rectangle around characters, its sides along the direction in which they are written."""
    corners = np.asarray([char.quad for char in chars], dtype=np.float64)
    # Reading direction: the mean of the characters' upper edges, which does not depend on their order.
    along = (corners[:, 1] - corners[:, 0]).sum(axis=0)
    length = float(np.hypot(*along))
    along = along / length if length > 0 else np.asarray([1.0, 0.0])
    down = np.asarray([-along[1], along[0]])
    points = corners.reshape(-1, 2)
    right, below = points @ along, points @ down
    return (
        _point(along * right.min() + down * below.min()),
        _point(along * right.max() + down * below.min()),
        _point(along * right.max() + down * below.max()),
        _point(along * right.min() + down * below.max()),
    )


def _point(vector: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Point:
    return (float(vector[0]), float(vector[1]))
