"""An inspection as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.check import CheckResult, CheckStatus
from models.document import MrzFields, TravelDocument
from models.inspection import Inspection
from models.watchlist import Screening
from resources import messages
from ui.commands.output import aligned, label

_FINE = (CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED)


def inspection_lines(path: str, inspection: Inspection) -> list[str]:
    """All that an officer needs to know, weightiest first."""
    verdict, document = inspection.verdict, inspection.document
    word = label(f"advice.{verdict.advice.value}")
    kind = "" if verdict.kind is None else f"  {verdict.kind.text()}"
    page = inspection.page
    place = label("page", number=page.page + 1) if page is not None and page.page else ""
    rows: list[tuple[str, Sequence[str]]] = [(label("row.why"), [each.text() for each in verdict.reasons])]
    if document is not None:
        rows += [
            (label("row.holder"), [_holder(document.fields)]),
            (label("row.document"), [_document(document)]),
            (label("row.lines"), document.lines),
            (label("row.changed"), list(_changes(document))),
            (label("row.second_opinion"), list(_second_opinion(document))),
            (label("row.checks"), list(_checks(inspection.checks))),
        ]
    if inspection.screening is not None:
        rows += [
            (label("row.hits"), list(_hits(inspection.screening))),
            (label("row.lists"), list(_lists(inspection.screening))),
        ]
    rows.append((label("row.time"), [label("milliseconds", ms=round(inspection.timings.total))]))
    head = f"{path}{' ' if place else ''}{place}"
    return [head, f"  {word}{kind}", *aligned(rows)]


def _holder(fields: MrzFields) -> str:
    name = ", ".join(part for part in (fields.primary_identifier, fields.secondary_identifier) if part)
    born = fields.date_of_birth.iso or fields.date_of_birth.raw
    return "  ".join(part for part in (name, born, fields.sex.value, fields.nationality) if part)


def _document(document: TravelDocument) -> str:
    fields = document.fields
    parts = [document.format.value, fields.document_code, fields.issuing_state, fields.document_number]
    if fields.date_of_expiry is not None:
        parts.append(label("until", on=fields.date_of_expiry.iso or fields.date_of_expiry.raw))
    return "  ".join(part for part in parts if part)


def _second_opinion(document: TravelDocument) -> Iterator[str]:
    for witness in document.reading.witnesses if document.reading else ():
        if witness.reader == "passporteye":
            yield from witness.lines


def _changes(document: TravelDocument) -> Iterator[str]:
    for change in document.corrections:
        yield label(
            "changed", line=change.line + 1, position=change.position + 1, read=change.read, used=change.used
        )


def _checks(checks: Sequence[CheckResult]) -> Iterator[str]:
    """How many ended in which way, then each that did not end well."""
    counts = [(status, sum(check.status is status for check in checks)) for status in CheckStatus]
    yield ", ".join(label(f"status.{status.value}", count=count) for status, count in counts if count)
    for check in checks:
        if check.status not in _FINE:
            yield f"{_title(check)}: {check.detail.text()}"


def _title(check: CheckResult) -> str:
    """What a check is called; its code where it has no title yet."""
    return messages.sentences("en").get(f"check.{check.code}.title", check.code)


def _hits(screening: Screening) -> Iterator[str]:
    for hit in screening.hits:
        yield label("hit", list=hit.list_name, entry=hit.entry.entry_id, score=f"{hit.score:.2f}")
        for reason in hit.reasons:
            yield f"  {reason.text()}"


def _lists(screening: Screening) -> Iterator[str]:
    for consulted in screening.lists:
        yield label(
            "list",
            list=consulted.name,
            sequence=consulted.sequence,
            as_of=f"{consulted.as_of:%Y-%m-%d %H:%M} UTC",
            entries=consulted.entries,
        )
