"""This reader among its peers, and what its answers are worth to an officer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench._clock import timed
from bench._figures import Answer
from bench._pictures import Picture
from borderdesk.imaging.load import load_pages
from borderdesk.inspection import Inspector
from borderdesk.verdict import Policy
from models.inspection import Inspection
from models.verdict import Advice

PASSED = (Advice.CLEAR, Advice.IN_ORDER)


@dataclass
class Ours:
    """Inspects pictures without a watchlist, so that "in_order" is the best advice.

    Attributes:
        name: In tables.
        last: The latest inspection.
    """

    name: str = "BorderDesk"
    last: Inspection | None = None
    _inspector: Inspector = field(default_factory=lambda: Inspector(Policy.load(), None))

    def read(self, picture: Picture) -> Answer:
        """Load a file and inspect what it shows."""
        now = datetime(picture.today.year, picture.today.month, picture.today.day, 12, tzinfo=UTC)

        def work() -> Inspection:
            return self._inspector.inspect(load_pages(picture.file), today=picture.today, now=now)[0]

        self.last, cpu, wall = timed(work)
        return Answer(self.last.document.lines if self.last.document else (), cpu, wall)


@dataclass
class Judged:
    """What was advised, and what must never be."""

    advice: Counter[str] = field(default_factory=Counter)
    wrongly_passed: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, picture: Picture, inspection: Inspection) -> None:
        """Hold an inspection against the truth."""
        advice, document = inspection.verdict.advice, inspection.document
        self.advice[advice.value] += 1
        same = document is not None and document.lines == picture.lines
        passed = advice in PASSED
        if passed and not same:
            self.wrongly_passed.append(picture.name)
        if picture.failing and (passed or not _told(picture, inspection)):
            self.untold.append(picture.name)
        kind = document.format.value if document else "-"
        self.rows.append((picture.name, kind, "yes" if same else "no", advice.value))

    def sentences(self) -> Iterator[str]:
        """What is to be said below the table."""
        yield f"BorderDesk's advice: {', '.join(f'{k} {v}' for k, v in sorted(self.advice.items()))}.  "
        yield f"Wrong text called clear or in order: {', '.join(self.wrongly_passed) or 'none'}.  "
        yield f"Wrong check digits that were not told: {', '.join(self.untold) or 'none'}."


def _told(picture: Picture, inspection: Inspection) -> bool:
    """Whether every check digit that is printed wrong is called failed, or too badly read to tell."""
    if inspection.document is None:
        return True
    statuses = {check.code: check.status.value for check in inspection.checks}
    return all(
        statuses.get(f"mrz.check_digit.{name}") in ("failed", "undetermined") for name in picture.failing
    )
