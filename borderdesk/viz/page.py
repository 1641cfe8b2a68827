"""All that is printed on the sides of a document, and a second look at places of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from borderdesk.imaging.page_plane import Box
from borderdesk.reading.printed import read_words
from borderdesk.viz.captions import Captioned, Role, captioned, role_of
from borderdesk.viz.lines import PrintedLine, fold, lines_of
from borderdesk.viz.sides import Side

_ROUND = 0.4
"""Paper round a line that is looked at again, as a share of its height."""
_TALL = 4.0
"""Print that is higher is no value, in millimetres."""
_LEAST_VALUE = 1.3
"""Print of less height is a caption, in millimetres."""
_TWO_LINES, _ROOM = 1.3, 1.1
"""Heights of a usual value from which a box holds more than one line, and what is left to it then."""
_CAPTION, _APART, _LEAST_CAPTION = 1.35, 0.25, 30.0
"""Height of the strip above a value that holds its caption, as a share of the value's; how far above it
lies, and its least width, in millimetres."""


@dataclass(frozen=True)
class PrintedPage:
    """What was read.

    Attributes:
        sides: Where.
        lines: From the top of each side down.
    """

    sides: tuple[Side, ...]
    lines: tuple[PrintedLine, ...]

    @cached_property
    def at_captions(self) -> Mapping[Role, tuple[Captioned, ...]]:
        """The values that stand at a caption."""
        return captioned(self.lines)

    def role_at(self, line: PrintedLine) -> Role | None:
        """What the caption names that a line stands at, as first read."""
        roles = (
            role for role, found in self.at_captions.items() if any(each.value is line for each in found)
        )
        return next(roles, None)


def read_page(sides: Sequence[Side]) -> PrintedPage:
    """Read what is printed on the sides of a document.

    Args:
        sides: From `sides_of`.

    Raises:
        TesseractError: The reader or its model is not installed, or did not answer in time.
    """
    words = read_words([side.picture() for side in sides])
    lines = (_trimmed(lines_of(side, found)) for side, found in zip(sides, words, strict=True))
    return PrintedPage(tuple(sides), tuple(chain.from_iterable(lines)))


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look at a line says.

    Attributes:
        line: As it was first read.
        text: As it is read now, folded.
        role: What the caption at it names, None where there is none that is known.
    """

    line: PrintedLine
    text: str
    role: Role | None


def look_again(page: PrintedPage, lines: Sequence[PrintedLine]) -> tuple[Look, ...]:
    """Read lines once more, each by itself, larger and less cleaned, and the small print above each.

    Raises:
        TesseractError: As `read_page`.
    """
    boxes = [_with_paper(line.box) for line in lines] + [_above(line.box) for line in lines]
    sides = [line.side for line in lines] * 2
    words = read_words([side.closer(box) for side, box in zip(sides, boxes, strict=True)], one_line=True)
    looks = []
    for line, own, above in zip(lines, words, words[len(lines) :], strict=False):
        # The caption of the next column stands on the same line, further right.
        captions = lines_of(line.side, above)
        first = min(captions, key=lambda caption: caption.box.x, default=None)
        role = (None if first is None else role_of(first.text)) or page.role_at(line)
        looks.append(Look(line, fold(" ".join(word.text for word in own)), role))
    return tuple(looks)


def _trimmed(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """The lines of a side; what the reader's box of a value holds of its caption is cut off."""
    values = (line for line in lines if line.box.height > _LEAST_VALUE and role_of(line.text) is None)
    heights = sorted(line.box.height for line in values)
    # Of the boxes that hold more than their value there may be half; none holds less.
    usual = heights[len(heights) // 4] if heights else 0.0
    for line in lines:
        box = line.box
        if box.height > _TWO_LINES * usual:
            high = _ROOM * usual
            box = Box(box.x, box.y + box.height - high, box.width, high)
        yield replace(line, box=box)


def _with_paper(box: Box) -> Box:
    return box.grown(_ROUND * min(box.height, _TALL))


def _above(box: Box) -> Box:
    """Where the caption of a value stands."""
    high = _CAPTION * min(box.height, _TALL)
    return Box(box.x - 1.0, box.y - high - _APART, max(box.width, _LEAST_CAPTION), high)
