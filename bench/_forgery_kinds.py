"""Kinds of documents to measure: which checks are responsible for each forgery, and what was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bench._forged import GENUINE, Copied, Forgery
from borderdesk.training.press.frauds import Fraud


@dataclass(frozen=True, slots=True)
class Measure:
    """How one kind of forgery is drawn and counted.

    Attributes:
        forgery: What it is; None for genuine documents.
        codes: Of the checks that are responsible, as patterns.
        target: What was promised, such as `95 % at 1 %`; empty where nothing was.
        dpi: Resolution it is drawn in; genuine documents of that one are held against it. None for any.
        viz: Whether the printed fields are read: only where they tell, for it takes long.
        lit: Whether it tells under infrared or ultraviolet only.
    """

    forgery: Forgery | None
    codes: tuple[str, ...] = ()
    target: str = ""
    dpi: int | None = None
    viz: bool = False
    lit: bool = False


_PRINT = ("zone.print.*",)
_VIZ = ("viz.*",)
_BY_DPI = {
    Fraud.OTHER_FONT: (_PRINT, ("85 % at 1 %", "95 % at 1 %")),
    Fraud.OTHER_CUT: (_PRINT, ("", "")),
    Fraud.GLYPH_SHIFTED: (_PRINT, ("95 % at 1 %", "95 % at 1 %")),
    Fraud.INK_CHANGED: (_PRINT, ("75 % at 1 %", "85 % at 1 %")),
    Fraud.OVERTYPE: (_PRINT, ("55 % at 1 %", "75 % at 1 %")),
    Fraud.COPY_MOVE: (("zone.print.copy_move",), ("90 % at 1 %", "")),
}
_OTHERS = {
    "digit_changed": Measure(Fraud.DIGIT_CHANGED, ("mrz.check_digit.*",), "99 % at 0.1 %"),
    "digit_recomputed": Measure(Fraud.DIGIT_RECOMPUTED, _VIZ, "95 % at 1 %", viz=True),
    "digit_recomputed_everywhere": Measure(
        Fraud.DIGIT_RECOMPUTED_EVERYWHERE, (*_VIZ, "mrz.*", *_PRINT), viz=True
    ),
    "page_substitution": Measure(Fraud.PAGE_SUBSTITUTION, _VIZ, "95 % at 1 %", viz=True),
    "name_mismatch": Measure(Fraud.NAME_MISMATCH, _VIZ, "95 % at 1 %", viz=True),
    "date_mismatch": Measure(Fraud.DATE_MISMATCH, _VIZ, "95 % at 1 %", viz=True),
    "number_mismatch": Measure(Fraud.NUMBER_MISMATCH, _VIZ, "95 % at 1 %", viz=True),
    "sex_mismatch": Measure(Fraud.SEX_MISMATCH, _VIZ, "95 % at 1 %", viz=True),
    "photo_substitution": Measure(Fraud.PHOTO_SUBSTITUTION, ("portrait.*",), "95 % at 1 %"),
    "fantasy_issuer": Measure(Fraud.FANTASY_ISSUER, ("mrz.issuer.*", "mrz.code.*")),
    "specimen_document": Measure(Fraud.SPECIMEN_DOCUMENT, ("mrz.*",)),
    "expired": Measure(Fraud.EXPIRED, ("document.expired",)),
    "grey_copy": Measure(Copied.GREY_COPY, ("picture.grey_copy",), "95 % at 1 %"),
    "rosette_copy": Measure(Copied.ROSETTE_COPY, ("picture.halftone",)),
    "inkjet_copy": Measure(Copied.INKJET_COPY, ("picture.halftone",)),
    "screen": Measure(Copied.SCREEN, ("picture.recapture",), "92 % at 2 %"),
    "inkjet_zone": Measure(Copied.INKJET_ZONE, ("infrared.*",), "95 % at 1 %", lit=True),
    "bright_paper": Measure(Copied.BRIGHT_PAPER, ("ultraviolet.*",), "95 % at 1 %", lit=True),
    "other_under_light": Measure(Copied.OTHER_UNDER_LIGHT, ("infrared.*", "ultraviolet.*"), lit=True),
}


def _by_dpi() -> Iterator[tuple[str, Measure]]:
    for fraud, (codes, targets) in _BY_DPI.items():
        for dpi, target in zip((300, 400), targets, strict=True):
            yield f"{fraud.value}@{dpi}", Measure(fraud, codes, target, dpi)


MEASURES = {GENUINE: Measure(None, viz=True), **dict(_by_dpi()), **_OTHERS}
"""By name, the genuine one first. A stolen blank is for the watchlist, which is no check."""
