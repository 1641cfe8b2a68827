"""Which checks are responsible for which kind of forgery, and what was promised of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """How one kind of forgery is counted.

    Attributes:
        codes: Of the checks that are responsible, as patterns.
        target: What was promised, such as `95 % at 1 %`; empty where nothing was.
        dpi: Resolution it is drawn in; genuine documents of that one are held against it. None for any.
        viz: Whether the printed fields must be read to find it; genuine documents always have them read.
        lit: Whether it tells under infrared or ultraviolet only.
    """

    codes: tuple[str, ...]
    target: str = ""
    dpi: int | None = None
    viz: bool = False
    lit: bool = False


MEASURES = {
    "grey_copy": Measure(("picture.grey_copy",), "95 % at 1 %"),
    "rosette_copy": Measure(("picture.halftone",)),
    "inkjet_copy": Measure(("picture.halftone",)),
    "screen": Measure(("picture.recapture",), "92 % at 2 %"),
    "inkjet_zone": Measure(("infrared.*",), "95 % at 1 %", lit=True),
    "bright_paper": Measure(("ultraviolet.*",), "95 % at 1 %", lit=True),
}
