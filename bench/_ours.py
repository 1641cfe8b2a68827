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
        last: The inspections of the latest picture, first the one that the answer is from.
    """

    name: str = "BorderDesk"
    last: tuple[Inspection, ...] = ()
    _inspector: Inspector = field(default_factory=lambda: Inspector(Policy.load(), None))

    def read(self, picture: Picture) -> Answer:
        """Load a file and inspect what it shows; of several documents, the one that is asked for answers."""
        now = datetime(picture.today.year, picture.today.month, picture.today.day, 12, tzinfo=UTC)

        def work() -> tuple[Inspection, ...]:
            return self._inspector.inspect(load_pages(picture.file), today=picture.today, now=now)

        found, cpu, wall = timed(work)
        self.last = tuple(sorted(found, key=lambda each: text(each) != picture.lines))
        return Answer(text(self.last[0]), cpu, wall)


def text(inspection: Inspection) -> tuple[str, ...]:
    """The lines of the document that was inspected; none where nothing was read."""
    return inspection.document.lines if inspection.document else ()


@dataclass
class Judged:
    """What was advised, and what must never be."""

    advice: Counter[str] = field(default_factory=Counter)
    wrongly_passed: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, picture: Picture, inspections: tuple[Inspection, ...]) -> None:
        """Hold inspections of a picture, which shows one document, against the truth."""
        first = inspections[0]
        advice = first.verdict.advice
        self.advice[advice.value] += 1
        if any(one.verdict.advice in PASSED and text(one) != picture.lines for one in inspections):
            self.wrongly_passed.append(picture.name)
        if picture.failing and (advice in PASSED or not _told(picture, first)):
            self.untold.append(picture.name)
        if len(inspections) > 1:
            self.several.append(picture.name)
        kind = first.document.format.value if first.document else "-"
        exact = "yes" if text(first) == picture.lines else "no"
        self.rows.append((picture.name, kind, exact, advice.value))

    def sentences(self) -> Iterator[str]:
        """What is to be said below the table."""
        yield f"BorderDesk's advice: {', '.join(f'{k} {v}' for k, v in sorted(self.advice.items()))}.  "
        yield f"Wrong text called clear or in order: {', '.join(self.wrongly_passed) or 'none'}.  "
        yield f"Wrong check digits that were not told: {', '.join(self.untold) or 'none'}.  "
        yield f"More than one document read: {', '.join(self.several) or 'none'}."


def _told(picture: Picture, inspection: Inspection) -> bool:
    """Whether every check digit that is printed wrong is called failed, or too badly read to tell."""
    if inspection.document is None:
        return True
    statuses = {check.code: check.status.value for check in inspection.checks}
    return all(
        statuses.get(f"mrz.check_digit.{name}") in ("failed", "undetermined") for name in picture.failing
    )
