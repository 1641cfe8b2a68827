"""What F6 goes through: everything that a person should look at, gravest first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from models.image import Quad
from ui.desktop.views.checks import ChecksView
from ui.desktop.views.fields import FieldView
from ui.desktop.views.hits import HitView
from ui.desktop.views.marks import Mark


class Place(Enum):
    """Where in the window a finding is told of."""

    HIT = "hit"
    CHECK = "check"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Attributes:
        place: The list that tells of it.
        index: Its number in that list.
        mark: How grave.
        text: One sentence.
        quads: Where on the page; may be empty.
    """

    place: Place
    index: int
    mark: Mark
    text: str
    quads: tuple[Quad, ...] = ()


def findings_of(
    checks: ChecksView, hits: tuple[HitView, ...], fields: tuple[FieldView, ...]
) -> tuple[Finding, ...]:
    """Exact hits, failed checks, other hits, unsure checks, then fields with doubtful characters."""
    of_hits = [
        (
            0 if hit.exact else 2,
            Finding(Place.HIT, index, Mark.BAD if hit.exact else Mark.DOUBTFUL, hit.title),
        )
        for index, hit in enumerate(hits)
    ]
    of_checks = [
        (
            1 if check.mark is Mark.BAD else 3,
            Finding(
                Place.CHECK,
                index,
                check.mark,
                check.sentence,
                (check.region,) if check.region is not None else (),
            ),
        )
        for index, check in enumerate(checks.open)
        if check.mark is not Mark.NONE
    ]
    of_fields = [
        (4, Finding(Place.FIELD, index, Mark.DOUBTFUL, f"{field.label}: {field.value}", field.quads))
        for index, field in enumerate(fields)
        if field.doubtful
    ]
    ranked = sorted([*of_hits, *of_checks, *of_fields], key=lambda pair: pair[0])
    return tuple(finding for _, finding in ranked)
