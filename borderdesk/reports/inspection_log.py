"""An inspection as an entry of the inspection log, after the structure of results of BSI TR-03135-1.

Rules of this module:

* what the guideline wants logged in any case (6.3) always is: number of the transaction, version of the
  program, timings, every result, and of the document what is not about a person;
* code lines, fields, sentences (they name values) and pictures are about a person: they are there only where
  they were asked for;
* checks that weigh little where they fail (`info`) are the guideline's evaluatory ones (3.7): logged, but no
  part of the result of their group;
* the same inspection always gives the same entry; moments are UTC.

The guideline's own XML schemas are not at hand, so names here are ours; facts carry over by its clauses.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from borderdesk.cases import pictures
from borderdesk.cases.stored import StoredDecision, StoredInspection, StoredPicture
from borderdesk.reports.guideline import ABORTED, FAILED, SUCCESSFUL, guideline, together
from models.check import CheckStatus, Severity
from models.inspection import Inspection
from models.record import Sentences, as_record

FORMAT = 1
CRASHED = "check.crashed"
"""Sentence of a check that came to no end: the guideline calls that aborted, whatever our status is."""
DETECTION = "document_detection"


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a person goes into a log.

    Attributes:
        zone: Code lines, fields and sentences.
        pictures: The pictures.
    """

    zone: bool = False
    pictures: bool = False

    @property
    def personal(self) -> bool:
        """Whether anything about a person is in it."""
        return self.zone or self.pictures


MINIMAL = Extent()


@dataclass(frozen=True, slots=True)
class Looked:
    """An inspection in the form in which it is stored.

    Attributes:
        inspection_id: 32 hexadecimal digits.
        taken_at: Timezone-aware.
        record: The JSON object of the command line.
        sentences: Its sentences as keys.
        pictures: Gives them, encoded; called only where they are asked for.
        decisions: What people decided.
    """

    inspection_id: str
    taken_at: datetime
    record: Mapping[str, Any]
    sentences: Sentences
    pictures: Callable[[], Iterable[StoredPicture]]
    decisions: tuple[StoredDecision, ...] = ()

    @classmethod
    def stored(cls, stored: StoredInspection) -> Looked:
        """One that was kept."""
        return cls(
            stored.inspection_id,
            stored.taken_at,
            stored.record,
            stored.sentences,
            lambda: stored.pictures,
            stored.decisions,
        )

    @classmethod
    def at_the_moment(cls, inspection: Inspection) -> Looked:
        """One that was just made."""
        pages = [page for page in (inspection.page, *inspection.other_pages) if page is not None]
        return cls(
            inspection.inspection_id,
            inspection.taken_at,
            as_record(inspection),
            Sentences.of(inspection),
            lambda: map(pictures.encode, pages),
        )


def head(station: str, made_at: datetime, extent: Extent) -> dict[str, Any]:
    """What stands before the entries of a log.

    Args:
        station: Its name; empty where there is none.
        made_at: Timezone-aware.
        extent: What of a person is in it.
    """
    return {
        "format": FORMAT,
        "guideline": guideline().name,
        "component": "BorderDesk",
        "version": _version(),
        "station": station,
        "made_at": moment(made_at),
        "with_zone": extent.zone,
        "with_pictures": extent.pictures,
    }


def entry(looked: Looked, extent: Extent = MINIMAL) -> dict[str, Any]:
    """The entry of an inspection, as a JSON object.

    Args:
        looked: The inspection.
        extent: What of a person is wanted.
    """
    record = looked.record
    domains = _domains(looked, extent)
    found: dict[str, Any] = {
        "id": looked.inspection_id,
        "at": moment(looked.taken_at),
        "result": together(each["result"] for each in domains),
        "advice": record["advice"],
        "reasons": list(dict.fromkeys(each.key for each in looked.sentences.reasons)),
        "document": _document(record["document"], extent),
        "corrections": len(record["corrections"]),
        "timings_ms": dict(record["timings_ms"]),
        "domains": domains,
        "background": _background(record, extent),
        "decisions": [
            {"decision": each.decision.value, "at": moment(each.decided_at)} for each in looked.decisions
        ],
    }
    if extent.zone:
        found["sentences"] = list(record["reasons"])
    if extent.pictures:
        found["pictures"] = [_picture(each) for each in looked.pictures()]
    return found


def moment(at: datetime) -> str:
    """A moment in UTC, to the second.

    >>> moment(datetime(2026, 11, 24, 9, 31, tzinfo=UTC))
    '2026-11-24T09:31:00Z'
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _document(document: Mapping[str, Any] | None, extent: Extent) -> dict[str, Any] | None:
    if document is None:
        return None
    fields = document["fields"]
    found = {
        "format": document["format"],
        "document_code": fields["document_code"],
        "issuing_state": fields["issuing_state"],
        "certain": document["certain"],
    }
    if extent.zone:
        found["lines"] = list(document["lines"])
        found["raw_lines"] = list(document["raw_lines"])
        found["fields"] = dict(fields)
    return found


def _domains(looked: Looked, extent: Extent) -> list[dict[str, Any]]:
    table = guideline()
    checks: dict[str, list[dict[str, Any]]] = {}
    for number, check in enumerate(looked.record["checks"]):
        term = table.term(check["code"])
        key = looked.sentences.checks[number].key if number < len(looked.sentences.checks) else ""
        checks.setdefault(term.group, []).append(
            {
                "name": term.check,
                "clause": term.clause,
                "generic": term.generic or None,
                **_answer(check, extent, crashed=key == CRASHED),
            }
        )
    detected = SUCCESSFUL if looked.record["document"] is not None else FAILED
    domains: list[dict[str, Any]] = []
    for name, clause in table.domains.items():
        groups: list[dict[str, Any]] = []
        for group in table.groups:
            if group.domain != name or not (group.name in checks or group.name == DETECTION):
                continue
            answers = checks.get(group.name, [])
            counted = [each["result"] for each in answers if each["mode"] != "evaluatory"]
            result = detected if group.name == DETECTION else together(counted)
            groups.append({"name": group.name, "clause": group.clause, "result": result, "checks": answers})
        if groups:
            result = together(each["result"] for each in groups)
            domains.append({"name": name, "clause": clause, "result": result, "groups": groups})
    return domains


def _answer(check: Mapping[str, Any], extent: Extent, *, crashed: bool) -> dict[str, Any]:
    """Our answer of a check, and what the guideline makes of it."""
    little = check["severity"] == Severity.INFO.value and check["status"] == CheckStatus.FAILED.value
    found = {
        "code": check["code"],
        "result": ABORTED if crashed else guideline().results[check["status"]],
        "status": check["status"],
        "severity": check["severity"],
        "mode": "evaluatory" if little else "counted",
        "score": check["score"],
        "region": check["region"],
    }
    if extent.zone:
        found["detail"] = check["detail"]
    return found


def _background(record: Mapping[str, Any], extent: Extent) -> dict[str, Any]:
    """What was asked of the watchlist; which entry was hit is about a person."""
    hits = Counter(each["kind"] for each in record["hits"])
    found: dict[str, Any] = {
        "lists": [
            {
                "name": each["list"],
                "sequence": each["sequence"],
                "as_of": moment(datetime.fromisoformat(each["as_of"])),
            }
            for each in record["lists"]
        ],
        "person_hits": hits["person"],
        "document_hits": hits["document"],
    }
    if extent.zone:
        found["hits"] = [
            {name: each[name] for name in ("list", "entry", "kind", "score")} for each in record["hits"]
        ]
    return found


def _picture(picture: StoredPicture) -> dict[str, Any]:
    return {
        "light": picture.light.value,
        "media_type": picture.media_type,
        "dpi": picture.dpi,
        "data": base64.b64encode(picture.data).decode("ascii"),
    }


def _version() -> str:
    try:
        return metadata.version("borderdesk")
    except metadata.PackageNotFoundError:  # a plain checkout
        return ""
