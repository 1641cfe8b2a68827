"""The table of data elements: what the document calls them, what they mean, what stands in the zone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from borderdesk.mrz.layouts import layout_of
from models.check import CheckResult, CheckStatus
from models.document import MrzFields, PartialDate, TravelDocument
from models.image import Quad
from ui.desktop.views.marks import Mark, mark_of, worst
from ui.desktop.views.wording import Wording, years_between
from ui.desktop.views.zone import CellView, ZoneView

NameOfState = Callable[[str], str | None]
"""Tells the name of a state or body by its code in the zone, None where there is no such code."""

_NAMES_IN_ZONE = {
    "primary_identifier": ("name", "surname"),
    "secondary_identifier": ("name", "given_names"),
}
_ORDER = (
    "primary_identifier",
    "secondary_identifier",
    "document_number",
    "nationality",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "issuing_state",
    "optional_data",
    "optional_data_2",
)
_MAY_BE_HIDDEN = frozenset({"optional_data", "optional_data_2"})
_ALSO_CONCERNS = {
    "document.expired": frozenset({"date_of_expiry"}),
    "mrz.date.birth_before_expiry": frozenset({"date_of_birth"}),
    "mrz.date.validity": frozenset({"date_of_expiry"}),
    "mrz.format.names": frozenset({"primary_identifier", "secondary_identifier"}),
    "mrz.issuer.fantasy": frozenset({"issuing_state"}),
    "mrz.issuer.specimen": frozenset({"issuing_state"}),
    "mrz.number.fillers": frozenset({"document_number"}),
    "mrz.number.pattern": frozenset({"document_number"}),
}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One row.

    Attributes:
        name: As in `MrzFields`.
        label: As most documents print it.
        value: What it means, in words.
        zone: As it stands in the zone, fillers removed.
        mark: How well it stands: the worst of its checks, and doubtful where its characters are.
        status: The same in a word.
        tip: Sentences of what is wrong or unsure, one a line.
        quads: Where it stands on the page: one quad, or none where that is not known.
        doubtful: True where at least one of its characters is.
    """

    name: str
    label: str
    value: str
    zone: str
    mark: Mark
    status: str
    tip: str = ""
    quads: tuple[Quad, ...] = ()
    doubtful: bool = False


def fields_view(
    document: TravelDocument | None,
    checks: tuple[CheckResult, ...],
    zone: ZoneView,
    *,
    today: date,
    name_of_state: NameOfState,
    wording: Wording,
) -> tuple[FieldView, ...]:
    """All rows of a document; none where nothing was read."""
    if document is None:
        return ()
    rows = []
    for name in _ORDER:
        raw = _raw(document.fields, name)
        if raw is None or (not raw and name in _MAY_BE_HIDDEN):
            continue
        cells = cells_of(document, zone, name)
        mine = [check for check in checks if concerns(check.code, name)]
        doubtful = any(cell.doubtful or cell.corrected for cell in cells)
        mark = worst([*(mark_of(check) for check in mine), *([Mark.DOUBTFUL] if doubtful else [])])
        tips = [wording.text(check.detail) for check in mine if check.status is not CheckStatus.PASSED]
        rows.append(
            FieldView(
                name=name,
                label=wording.say(f"window.field.{name}"),
                value=_meaning(document.fields, name, raw, today, name_of_state, wording),
                zone=wording.value(raw),
                mark=mark,
                status=wording.say(f"window.mark.{mark.value}"),
                tip="\n".join([*tips, *(cell.tip for cell in cells if cell.doubtful or cell.corrected)]),
                quads=_together([cell.quad for cell in cells if cell.quad is not None]),
                doubtful=doubtful,
            )
        )
    return tuple(rows)


def concerns(code: str, name: str) -> bool:
    """Whether a check is about a field: one part of its dotted name is the field's.

    >>> concerns("mrz.check_digit.date_of_birth", "date_of_birth")
    True
    >>> concerns("mrz.check_digit.composite", "date_of_birth")
    False
    """
    return name in code.split(".") or name in _ALSO_CONCERNS.get(code, frozenset())


def cells_of(document: TravelDocument, zone: ZoneView, name: str) -> tuple[CellView, ...]:
    """The characters of a field, without trailing fillers, so that paper wear behind it marks nothing."""
    layout = layout_of(document.format)
    wanted = (name, *_NAMES_IN_ZONE.get(name, ()))
    for element in layout.elements:
        if element.name not in wanted or element.line >= len(zone.lines):
            continue
        cells = zone.lines[element.line][element.start : element.end]
        if element.name == "name":
            cells = _part_of_name(cells, first=name == "primary_identifier")
        while cells and cells[-1].symbol == "<":
            cells = cells[:-1]
        return cells
    return ()


def _together(quads: list[Quad]) -> tuple[Quad, ...]:
    """Characters of one line as one quad: each one's corners begin at its top left and go clockwise."""
    if not quads:
        return ()
    first, last = quads[0], quads[-1]
    return ((first[0], last[1], last[2], first[3]),)


def _part_of_name(cells: tuple[CellView, ...], *, first: bool) -> tuple[CellView, ...]:
    """The characters before or behind the double filler between surname and given names."""
    text = "".join(cell.symbol for cell in cells)
    border = text.find("<<")
    if border < 0:
        return cells if first else ()
    return cells[:border] if first else cells[border + 2 :]


def _raw(fields: MrzFields, name: str) -> str | None:
    value = getattr(fields, name)
    if value is None:
        return None
    if isinstance(value, PartialDate):
        return value.raw
    if name == "sex":
        return fields.sex.value if fields.sex.value in "FMX" else "<"
    return str(value)


def _meaning(
    fields: MrzFields, name: str, raw: str, today: date, name_of_state: NameOfState, wording: Wording
) -> str:
    none = wording.say("window.field.none")
    if name == "date_of_birth":
        age = years_between(fields.date_of_birth, today)
        born = wording.day(fields.date_of_birth)
        known = age is not None and 0 <= age < 150
        return wording.say("window.field.with_age", date=born, age=age) if known else born
    if name == "date_of_expiry" and fields.date_of_expiry is not None:
        return wording.day(fields.date_of_expiry)
    if name == "sex":
        return wording.say(f"window.sex.{fields.sex.value}")
    if name in {"nationality", "issuing_state"}:
        if not raw:
            return none
        return wording.value(name_of_state(raw) or wording.say("window.field.code_unknown"))
    if name == "secondary_identifier" and fields.names_truncated and raw:
        return wording.say("window.field.truncated", name=raw)
    return wording.value(raw) if raw else none
