"""An inspection as a JSON object: what the command line prints and what is stored.

The object is the contract with other programs: names are added, never changed or taken
away. Its sentences are English. `Sentences` keeps the same ones as keys and values, so that what was stored
can be shown in any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from models.check import CheckResult
from models.document import TravelDocument
from models.image import Quad
from models.inspection import Inspection, Timings
from models.message import Message
from models.watchlist import Hit, ListState, Screening

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = "dict[str, JsonValue]"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Every sentence of an inspection, not yet in any language.

    Attributes:
        reasons: Of the verdict, weightiest first.
        kind: What the document is; None where unread.
        doubts: Why it was not read for certain.
        checks: The detail of each check, in the order of the record's `checks`.
        hits: The reasons of each hit, in the order of the record's `hits`.
    """

    reasons: tuple[Message, ...]
    kind: Message | None
    doubts: tuple[Message, ...]
    checks: tuple[Message, ...]
    hits: tuple[tuple[Message, ...], ...]

    @classmethod
    def of(cls, inspection: Inspection) -> Sentences:
        """The sentences of an inspection."""
        return cls(
            reasons=inspection.verdict.reasons,
            kind=inspection.verdict.kind,
            doubts=inspection.document.doubts if inspection.document else (),
            checks=tuple(check.detail for check in inspection.checks),
            hits=tuple(hit.reasons for hit in _hits(inspection.screening)),
        )

    def as_json(self) -> JsonObject:
        """As stored; `from_json` leads back."""
        return {
            "reasons": _messages(self.reasons),
            "kind": None if self.kind is None else _message(self.kind),
            "doubts": _messages(self.doubts),
            "checks": _messages(self.checks),
            "hits": [_messages(reasons) for reasons in self.hits],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sentences:
        """Back from `as_json`."""
        return cls(
            reasons=_read_messages(stored["reasons"]),
            kind=None if stored["kind"] is None else _read_message(stored["kind"]),
            doubts=_read_messages(stored["doubts"]),
            checks=_read_messages(stored["checks"]),
            hits=tuple(_read_messages(reasons) for reasons in stored["hits"]),
        )


def as_record(inspection: Inspection) -> JsonObject:
    """The JSON object of an inspection, its sentences in English.

    Probabilities and scores are rounded to four decimals, places on the page and times to one.
    """
    document = inspection.document
    return {
        "file": inspection.source,
        "page": 0 if inspection.page is None else inspection.page.page,
        "index": inspection.index,
        "advice": inspection.verdict.advice.value,
        "reasons": _texts(inspection.verdict.reasons),
        "document": None if document is None else _document(document),
        "corrections": [] if document is None else _corrections(document),
        "checks": [_check(check) for check in inspection.checks],
        "hits": [hit_record(hit) for hit in _hits(inspection.screening)],
        "lists": [_list(consulted) for consulted in _lists(inspection.screening)],
        "timings_ms": _timings(inspection.timings),
        "error": None,
    }


def hit_record(hit: Hit) -> JsonObject:
    """The JSON object of a hit, its sentences in English.

    What is said of few hits stands there only where it is said: `doubted`, `overdue`, `programme`,
    `legal_basis`, `caveat`.
    """
    mandate = hit.entry.mandate
    said: JsonObject = {
        "doubted": hit.doubted,
        "overdue": hit.overdue,
        "programme": mandate.programme,
        "legal_basis": mandate.legal_basis,
        "caveat": mandate.caveat,
    }
    return {
        "list": hit.list_name,
        "entry": hit.entry.entry_id,
        "kind": hit.kind.value,
        "score": _ratio(hit.score),
        "reasons": _texts(hit.reasons),
        **{name: value for name, value in said.items() if value},
    }


def _document(document: TravelDocument) -> JsonObject:
    fields, reading = document.fields, document.reading
    return {
        "format": document.format.value,
        "certain": document.certain,
        "lines": list(document.lines),
        "raw_lines": list(document.lines if reading is None else reading.raw_lines),
        "fields": {
            "document_code": fields.document_code,
            "issuing_state": fields.issuing_state,
            "primary_identifier": fields.primary_identifier,
            "secondary_identifier": fields.secondary_identifier,
            "document_number": fields.document_number,
            "nationality": fields.nationality,
            "date_of_birth": fields.date_of_birth.iso,
            "sex": fields.sex.value,
            "date_of_expiry": None if fields.date_of_expiry is None else fields.date_of_expiry.iso,
            "optional_data": fields.optional_data,
            "optional_data_2": fields.optional_data_2,
        },
        "probabilities": []
        if reading is None
        else [[_ratio(char.probability) for char in line] for line in reading.lines],
    }


def _corrections(document: TravelDocument) -> list[JsonValue]:
    return [
        {
            "line": correction.line,
            "position": correction.position,
            "read": correction.read,
            "used": correction.used,
            "probability": _ratio(correction.probability),
        }
        for correction in document.corrections
    ]


def _check(check: CheckResult) -> JsonObject:
    return {
        "code": check.code,
        "status": check.status.value,
        "severity": check.severity.value,
        "detail": check.detail.text(),
        "region": None if check.region is None else _region(check.region),
        "score": None if check.score is None else _ratio(check.score),
    }


def _list(consulted: ListState) -> JsonObject:
    return {
        "list": consulted.name,
        "sequence": consulted.sequence,
        "as_of": consulted.as_of.isoformat(),
    }


def _timings(timings: Timings) -> JsonObject:
    return {
        "read": _tenth(timings.read),
        "checks": _tenth(timings.checks),
        "screening": _tenth(timings.screening),
        "total": _tenth(timings.total),
        "cpu": _tenth(timings.cpu),
    }


def _region(quad: Quad) -> list[JsonValue]:
    return [[_tenth(x), _tenth(y)] for x, y in quad]


def _ratio(value: float) -> float:
    return round(float(value), 4)


def _tenth(value: float) -> float:
    return round(float(value), 1)


def _hits(screening: Screening | None) -> tuple[Hit, ...]:
    return () if screening is None else screening.hits


def _lists(screening: Screening | None) -> tuple[ListState, ...]:
    return () if screening is None else screening.lists


def _texts(messages: tuple[Message, ...]) -> list[JsonValue]:
    return [each.text() for each in messages]


def _messages(messages: tuple[Message, ...]) -> list[JsonValue]:
    return [_message(each) for each in messages]


def _message(each: Message) -> JsonObject:
    return {"key": each.key, "params": dict(each.params)}


def _read_messages(stored: list[Any]) -> tuple[Message, ...]:
    return tuple(_read_message(each) for each in stored)


def _read_message(stored: Mapping[str, Any]) -> Message:
    return Message(stored["key"], tuple(sorted(stored["params"].items())))
