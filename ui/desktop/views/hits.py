"""Hits as cards: what they are about, what agreed, what did not, and what the owner of the entry asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.message import Message
from models.watchlist import DocumentEntry, Hit, HitKind, PersonEntry, Screening
from ui.desktop.views.wording import Wording


@dataclass(frozen=True, slots=True)
class HitView:
    """One card.

    Attributes:
        kind: `person` or `document`; chooses the shape.
        exact: True where it may stop a traveller.
        title: What it is, in words.
        subject: Who or what is listed.
        source: List and entry, to quote on the radio.
        reasons: What agreed and what did not, weightiest first.
        asked: What the owner asks for; with the owner's note where there is one.
    """

    kind: str
    exact: bool
    title: str
    subject: str
    source: str
    reasons: tuple[str, ...]
    asked: tuple[str, ...]


def hits_view(screening: Screening | None, wording: Wording) -> tuple[HitView, ...]:
    """Cards of a screening, best first."""
    return tuple(_card(hit, wording) for hit in screening.hits) if screening is not None else ()


def _card(hit: Hit, wording: Wording) -> HitView:
    certainty = "exact" if hit.exact else "possible"
    loss = wording.say(f"window.hit.loss_{hit.entry.loss}") if isinstance(hit.entry, DocumentEntry) else ""
    asked = [wording.say(f"window.hit.action_{hit.entry.mandate.action.value}")]
    if hit.entry.mandate.note:
        asked.append(wording.say("window.hit.note", note=hit.entry.mandate.note))
    kind = "document" if isinstance(hit.entry, DocumentEntry) else HitKind.PERSON.value
    return HitView(
        kind=kind,
        exact=hit.exact,
        title=wording.say(f"window.hit.{kind}_{certainty}", loss=loss),
        subject=_subject(hit.entry, wording),
        source=wording.say("window.hit.list", list=hit.list_name, entry=hit.entry.entry_id),
        reasons=tuple(wording.text(reason) for reason in hit.reasons),
        asked=tuple(asked),
    )


def _subject(entry: PersonEntry | DocumentEntry, wording: Wording) -> str:
    if isinstance(entry, DocumentEntry):
        return wording.say("window.hit.document", number=entry.document_number, state=entry.issuing_state)
    days = [wording.day(day) for day in entry.dates_of_birth]
    if not days:
        return wording.say("window.hit.named_only", name=entry.names[0])
    return wording.say("window.hit.named", name=entry.names[0], born=" / ".join(days))


def stored_hits_view(
    stored: Sequence[Mapping[str, Any]], reasons: Sequence[Sequence[Message]], wording: Wording
) -> tuple[HitView, ...]:
    """Cards of a stored record, which keeps the number of an entry but not the entry: lists change."""
    return tuple(
        HitView(
            kind=each["kind"],
            exact=False,
            title=wording.say(f"window.hit.stored_{each['kind']}"),
            subject=wording.say("window.hit.list", list=each["list"], entry=each["entry"]),
            source="",
            reasons=tuple(wording.text(reason) for reason in sentences),
            asked=(),
        )
        for each, sentences in zip(stored, reasons, strict=True)
    )
