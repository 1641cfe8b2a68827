"""Everything that the window shows of one inspection, just made or opened again from the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from borderdesk.mrz import MrzFormatError, codes, parse
from models.check import CheckResult, CheckStatus, Severity
from models.document import Correction, DocumentFormat, TravelDocument
from models.image import PageImage, Quad
from models.inspection import Inspection
from models.message import Message
from models.record import Sentences
from models.verdict import Advice, Verdict
from ui.desktop.views.checks import ChecksView, checks_view
from ui.desktop.views.fields import FieldView, fields_view
from ui.desktop.views.findings import Finding, findings_of
from ui.desktop.views.hits import HitView, hits_view, stored_hits_view
from ui.desktop.views.verdict import VerdictView, verdict_view
from ui.desktop.views.wording import Wording
from ui.desktop.views.zone import ZoneView, zone_view


@dataclass(frozen=True, slots=True)
class InspectionView:
    """One document in the window.

    Attributes:
        inspection_id: Of the inspection.
        advice: What the desk advises.
        verdict: The band.
        page: The picture, or None where it is no more.
        zone_quad: The whole zone on the page, or None.
        fields: The table.
        checks: The checks.
        hits: The cards.
        zone: The strip.
        findings: What F6 goes through.
        decided: True once a person has decided.
        identity: Issuer and number of the document, to know it again; empty where it was not read.
        swiped: True where it came from a swipe reader, without a picture.
    """

    inspection_id: str
    advice: Advice
    verdict: VerdictView
    page: PageImage | None
    zone_quad: Quad | None
    fields: tuple[FieldView, ...]
    checks: ChecksView
    hits: tuple[HitView, ...]
    zone: ZoneView
    findings: tuple[Finding, ...]
    decided: bool = False
    identity: str = ""
    swiped: bool = False


def identity_of(document: TravelDocument) -> str:
    """Issuer and number of a document."""
    return f"{document.fields.issuing_state} {document.fields.document_number}"


def inspection_view(inspection: Inspection, wording: Wording, *, decided: str = "") -> InspectionView:
    """The window of an inspection that was just made."""
    reading = inspection.document.reading if inspection.document is not None else None
    return _assemble(
        inspection_id=inspection.inspection_id,
        taken_at=inspection.taken_at,
        verdict=inspection.verdict,
        page=inspection.page,
        zone_quad=reading.zone.quad if reading is not None else None,
        document=inspection.document,
        checks=inspection.checks,
        hits=hits_view(inspection.screening, wording),
        zone=zone_view(inspection.document, wording),
        wording=wording,
        decided=decided,
        swiped=inspection.page is None,
    )


def stored_inspection_view(
    inspection_id: str,
    taken_at: datetime,
    record: Mapping[str, Any],
    sentences: Sentences,
    page: PageImage | None,
    wording: Wording,
    *,
    decided: str = "",
) -> InspectionView:
    """The window of an inspection opened again, without alternatives and places of characters."""
    document = stored_document(record, taken_at.astimezone(UTC).date())
    probabilities = (record["document"] or {}).get("probabilities", ())
    return _assemble(
        inspection_id=inspection_id,
        taken_at=taken_at,
        verdict=Verdict(Advice(record["advice"]), sentences.reasons, sentences.kind),
        page=page,
        zone_quad=None,
        document=document,
        checks=_stored_checks(record["checks"], sentences.checks),
        hits=stored_hits_view(record["hits"], sentences.hits, wording),
        zone=zone_view(document, wording, probabilities),
        wording=wording,
        decided=decided,
        swiped=document is not None and not probabilities,  # a picture gives one for each character
    )


def stored_document(record: Mapping[str, Any], today: date) -> TravelDocument | None:
    """The document of a record, taken apart again from its lines."""
    stored = record["document"]
    if stored is None:
        return None
    try:
        parsed = parse(stored["lines"], today=today, format=DocumentFormat(stored["format"]))
    except MrzFormatError:
        return None
    return TravelDocument(
        format=parsed.format,
        lines=parsed.lines,
        fields=parsed.fields,
        check_digits=parsed.check_digits,
        certain=stored["certain"],
        corrections=tuple(Correction(**change) for change in record["corrections"]),
    )


def _assemble(
    *,
    inspection_id: str,
    taken_at: datetime,
    verdict: Verdict,
    page: PageImage | None,
    zone_quad: Quad | None,
    document: TravelDocument | None,
    checks: tuple[CheckResult, ...],
    hits: tuple[HitView, ...],
    zone: ZoneView,
    wording: Wording,
    decided: str,
    swiped: bool,
) -> InspectionView:
    sorted_checks = checks_view(checks, wording)
    fields = fields_view(
        document, checks, zone, today=taken_at.date(), name_of_state=_name_of_state, wording=wording
    )
    return InspectionView(
        inspection_id=inspection_id,
        advice=verdict.advice,
        verdict=verdict_view(verdict, wording, decided),
        page=page,
        zone_quad=zone_quad,
        fields=fields,
        checks=sorted_checks,
        hits=hits,
        zone=zone,
        findings=findings_of(sorted_checks, hits, fields),
        decided=bool(decided),
        identity="" if document is None else identity_of(document),
        swiped=swiped,
    )


def _stored_checks(
    stored: Sequence[Mapping[str, Any]], details: Sequence[Message]
) -> tuple[CheckResult, ...]:
    return tuple(
        CheckResult(
            code=each["code"],
            status=CheckStatus(each["status"]),
            severity=Severity(each["severity"]),
            detail=detail,
            region=_quad(each["region"]),
            score=each["score"],
        )
        for each, detail in zip(stored, details, strict=True)
    )


def _quad(corners: Sequence[Sequence[float]] | None) -> Quad | None:
    if corners is None:
        return None
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return (first, second, third, fourth)


def _name_of_state(code: str) -> str | None:
    state = codes.state(code)
    return state.name if state is not None else None
