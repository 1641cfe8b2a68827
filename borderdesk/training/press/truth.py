"""The truth that goes with a drawn document, as text: what is printed where, what was done to it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from borderdesk.imaging.page_plane import Box
from borderdesk.training.press.viz import PrintedField
from borderdesk.training.press.zone import Place
from models.document import DocumentFormat
from models.image import Quad


@dataclass(frozen=True, slots=True)
class Side:
    """One picture of a document.

    Attributes:
        page: The four corners of the page, in pixels of the picture.
        lines: Where each line of the zone stands, in pixels of the picture; empty on a side without one.
        fields: What is printed for people, in millimetres of the page.
        portrait: In millimetres of the page; None where there is none.
        ghost: The second, pale portrait; None where there is none.
    """

    page: Quad
    lines: tuple[Quad, ...]
    fields: tuple[PrintedField, ...]
    portrait: Box | None
    ghost: Box | None


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known of a drawn document.

    Attributes:
        seed: Draws it again, together with `kind`, `fraud`, `dpi` and `capture`.
        kind: Kind of document, such as `passport`.
        fraud: What was done to it, such as `copy_move`; empty where it is genuine.
        format: Of its zone.
        dpi: Dots per inch of its pictures.
        lines: The zone as it shows, after all that was done to it.
        changed: Characters of the zone that a forger touched: line and place from 0.
        zone_side: The picture with the zone.
        other_side: The other side of a card; None where there is only one.
        persons: Numbers of the drawn faces: of the portrait, and of the second portrait.
        wear: 0 to 1.
        cut: Cut of OCR-B with which the zone is printed.
    """

    seed: int
    kind: str
    fraud: str
    format: DocumentFormat
    dpi: float
    lines: tuple[str, ...]
    changed: tuple[Place, ...]
    zone_side: Side
    other_side: Side | None
    persons: tuple[int, int]
    wear: float
    cut: str

    def field(self, name: str) -> PrintedField | None:
        """What is printed for people under a name, on whichever side; None where it is not printed."""
        sides = (self.zone_side, *((self.other_side,) if self.other_side else ()))
        return next((field for side in sides for field in side.fields if field.name == name), None)

    def text(self) -> str:
        """As JSON, one object; boxes are `x, y, width, height` in millimetres, quads corners in pixels."""
        values = asdict(self)
        values["format"] = self.format.value
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
