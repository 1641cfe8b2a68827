"""All that is printed on the sides of a document, and a second look at places of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from borderdesk.imaging.page_plane import Box
from borderdesk.reading.printed import LATIN, read_words
from borderdesk.viz.captions import Captioned, Role, captioned
from borderdesk.viz.lines import PrintedLine, fold, lines_of
from borderdesk.viz.sides import Side

_ROUND = 0.4
"""Paper round a line that is looked at again, as a share of its height."""


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

    @cached_property
    def text(self) -> str:
        """All of it, folded."""
        return " ".join(line.folded for line in self.lines)


def read_page(sides: Sequence[Side], *, language: str = LATIN) -> PrintedPage:
    """Read what is printed on the sides of a document.

    Args:
        sides: From `sides_of`.
        language: Model of the reader.

    Raises:
        TesseractError: The reader or its model is not installed, or did not answer in time.
    """
    words = read_words([side.picture() for side in sides], language=language)
    lines = (line for side, found in zip(sides, words, strict=True) for line in lines_of(side, found))
    return PrintedPage(tuple(sides), tuple(lines))


def look_again(lines: Sequence[PrintedLine]) -> tuple[str, ...]:
    """Read lines once more, each by itself, larger and less cleaned.

    Returns:
        What each says, folded.

    Raises:
        TesseractError: As `read_page`.
    """
    pictures = [line.side.closer(_with_paper(line.box)) for line in lines]
    words = read_words(pictures, one_line=True)
    return tuple(fold(" ".join(word.text for word in found)) for found in words)


def _with_paper(box: Box) -> Box:
    return box.grown(_ROUND * min(box.height, 4.0))
