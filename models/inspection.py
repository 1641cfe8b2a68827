"""One document looked at once, with everything that was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.check import CheckResult
from models.document import TravelDocument
from models.image import PageImage
from models.verdict import Verdict
from models.watchlist import Screening


@dataclass(frozen=True, slots=True)
class Timings:
    """How long each step took, in milliseconds of wall time; `cpu` is processor time of the whole.

    Attributes:
        read: From picture to document.
        checks: All checks.
        screening: The watchlist.
        total: All of it.
        cpu: Processor time, all threads and helper programs.
    """

    read: float
    checks: float
    screening: float
    total: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Inspection:
    """The end of the way of the data.

    Attributes:
        inspection_id: Random, unique (32 hexadecimal digits).
        taken_at: When, timezone-aware, UTC.
        page: The page with the zone (or the page on which none was found); None where the document came as
            text, without a picture (swiped).
        index: Which document of that page, from 0.
        document: None where no zone could be read.
        checks: Every check that was asked for, with its answer.
        screening: None where the watchlist was not to be asked (`--no-watchlist`, no station).
        verdict: The advice.
        timings: How long it took.
        other_pages: Further pictures of the same document (back, infrared, ultraviolet).
    """

    inspection_id: str
    taken_at: datetime
    page: PageImage | None
    index: int
    document: TravelDocument | None
    checks: tuple[CheckResult, ...]
    screening: Screening | None
    verdict: Verdict
    timings: Timings
    other_pages: tuple[PageImage, ...] = ()

    @property
    def source(self) -> str:
        """Name of the page's file as the user knows it; empty where there is no page."""
        return "" if self.page is None else self.page.source
