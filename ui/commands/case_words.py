"""Cases as other programs and as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.case import CaseEventKind, CaseState
from models.people import THE_DESK, Person
from ui.commands.output import aligned, label

if TYPE_CHECKING:
    from borderdesk.cases.reading import CaseSummary, StoredCase, StoredStep
    from borderdesk.cases.stored import InspectionSummary

SHORT = 8


@dataclass(frozen=True, slots=True)
class Told:
    """A case with what a list tells beside it.

    Attributes:
        summary: Where it stands.
        confirmed: Whether somebody else confirmed the last decision.
        people: Everybody of the station, by their number.
        now: The moment that decides what is overdue.
    """

    summary: CaseSummary
    confirmed: bool
    people: Mapping[str, Person]
    now: datetime

    @property
    def overdue(self) -> bool:
        """Whether a provisional release should have been reviewed by now."""
        return self.summary.review_by is not None and self.summary.review_by < self.now

    @property
    def assigned(self) -> Person | None:
        """Whose it is."""
        return person(self.people, self.summary.assigned_to) if self.summary.assigned_to else None


def person(people: Mapping[str, Person], person_id: str) -> Person:
    """Whoever has a number; the number in place of a name where nobody is known under it."""
    if not person_id:
        return THE_DESK
    return people.get(person_id, Person(person_id, person_id, person_id, None))


def short(case_id: str) -> str:
    """As much of a number as people read and type."""
    return case_id[:SHORT]


def local(moment: datetime) -> str:
    """A moment as the clock at the desk shows it."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def shown(text: str) -> str:
    """A line without anything that would steer a terminal, whoever wrote it."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def case_record(told: Told) -> dict[str, Any]:
    """Where a case stands; names no traveller."""
    case, assigned = told.summary, told.assigned
    return {
        "case": case.case_id,
        "inspection": case.inspection_id,
        "state": case.state.value,
        "advice": case.advice.value,
        "opened_at": case.opened_at.isoformat(),
        "assigned_to": None if assigned is None else assigned.username,
        "confirmed": told.confirmed,
        "review_by": None if case.review_by is None else case.review_by.isoformat(),
        "overdue": told.overdue,
    }


def whole_record(told: Told, whole: StoredCase) -> dict[str, Any]:
    """A case with everything in it."""
    return {
        **case_record(told),
        "steps": [
            {
                "step": each.kind.value,
                "at": each.at.isoformat(),
                "user": person(told.people, each.person_id).username,
                "second_user": person(told.people, each.second_person_id).username
                if each.second_person_id
                else None,
                "text": each.text,
                "details": dict(each.details),
            }
            for each in whole.steps
        ],
        "attachments": [
            {"attachment": each.attachment_id, "name": each.name, "media_type": each.media_type}
            for each in whole.attachments
        ],
        "record": dict(whole.inspection),
    }


def found_record(found: InspectionSummary, case_id: str | None) -> dict[str, Any]:
    """One inspection that a search found."""
    return {
        "inspection": found.inspection_id,
        "case": case_id,
        "taken_at": found.taken_at.isoformat(),
        "advice": found.advice.value,
        "name": found.name,
        "document_number": found.document_number,
        "issuing_state": found.issuing_state,
        "decision": None if found.decision is None else found.decision.value,
    }


def case_table(cases: Sequence[Told]) -> list[str]:
    """Cases, one a line under the names of the columns."""
    columns = ("case", "state", "advice", "opened", "assigned", "review")
    rows = [tuple(label(f"case.{column}") for column in columns)]
    for told in cases:
        case, assigned = told.summary, told.assigned
        rows.append(
            (
                short(case.case_id),
                label(f"case.is.{case.state.value}"),
                label(f"advice.{case.advice.value}"),
                local(case.opened_at),
                "" if assigned is None else assigned.username,
                _review(told),
            )
        )
    return _table(rows)


def found_table(found: Sequence[tuple[InspectionSummary, str | None]]) -> list[str]:
    """Inspections that a search found, one a line."""
    return _table(
        [
            (
                label("case.no_case") if case_id is None else short(case_id),
                local(each.taken_at),
                label(f"advice.{each.advice.value}"),
                each.name,
                f"{each.issuing_state} {each.document_number}".strip(),
                "" if each.decision is None else each.decision.value,
            )
            for each, case_id in found
        ]
    )


def whole_lines(told: Told, whole: StoredCase) -> list[str]:
    """A case with everything in it, weightiest first."""
    case, record, assigned = told.summary, whole.inspection, told.assigned
    fields = (record["document"] or {}).get("fields", {})
    holder = (fields.get("primary_identifier"), fields.get("secondary_identifier"))
    numbers = (fields.get("issuing_state"), fields.get("document_number"))
    rows: list[tuple[str, Sequence[str]]] = [
        (label("row.why"), record["reasons"]),
        (label("row.holder"), [name] if (name := ", ".join(filter(None, holder))) else []),
        (label("row.document"), [number] if (number := "  ".join(filter(None, numbers))) else []),
        (label("row.hits"), list(_hits(record["hits"]))),
        (label("case.assigned_row"), [label("case.nobody") if assigned is None else assigned.full_name]),
        (label("case.review_row"), [review] if (review := _review(told)) else []),
        (label("case.files"), [each.name for each in whole.attachments]),
        (label("case.steps"), [line for each in whole.steps for line in _step(told.people, each)]),
    ]
    head = label("case.head", case=case.case_id, state=label(f"case.is.{case.state.value}"))
    advice = label(f"advice.{case.advice.value}")
    return [head, f"  {advice}  {local(case.opened_at)}", *map(shown, aligned(rows))]


def _review(told: Told) -> str:
    case = told.summary
    if case.review_by is not None:
        return label("case.overdue" if told.overdue else "case.due", at=local(case.review_by))
    if told.confirmed:
        return label("case.confirmed")
    return label("case.waits") if case.state is CaseState.DECIDED else ""


def _hits(hits: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for hit in hits:
        yield label("hit", list=hit["list"], entry=hit["entry"], score=f"{hit['score']:.2f}")
        for reason in hit["reasons"]:
            yield f"  {reason}"


def _step(people: Mapping[str, Person], step: StoredStep) -> Iterator[str]:
    details = dict(step.details)
    if step.kind in (CaseEventKind.ASSIGNED, CaseEventKind.RETURNED):
        details["to"] = person(people, details["to"]).full_name
    if step.kind is CaseEventKind.RELEASED:
        details["review_by"] = local(datetime.fromisoformat(details["review_by"]))
    who = {
        "at": local(step.at),
        "name": person(people, step.person_id).full_name,
        "what": label(f"case.step.{step.kind.value}", **details),
    }
    if step.second_person_id:
        second = person(people, step.second_person_id).full_name
        yield label("case.step_line_second", second=second, **who)
    else:
        yield label("case.step_line", **who)
    for line in step.text.splitlines():
        yield f"  {line}"


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
