"""Hits as cards: what they are about, what agreed, what did not, and what the owner of the entry asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
        source: List and entry, to quote on the radio; with the list's licence where it states one.
        reasons: What agreed and what did not, weightiest first.
        asked: What the owner asks for; handling, programme, ground and note where there are some.
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
    if screening is None:
        return ()
    licences = {consulted.name: consulted.licence for consulted in screening.lists}
    return tuple(_card(hit, licences.get(hit.list_name, ""), wording) for hit in screening.hits)


def _card(hit: Hit, licence: str, wording: Wording) -> HitView:
    certainty = "exact" if hit.exact else "doubted" if hit.doubted else "possible"
    loss = wording.say(f"window.hit.loss_{hit.entry.loss}") if isinstance(hit.entry, DocumentEntry) else ""
    kind = "document" if isinstance(hit.entry, DocumentEntry) else HitKind.PERSON.value
    return HitView(
        kind=kind,
        exact=hit.exact,
        title=wording.say(f"window.hit.{kind}_{certainty}", loss=loss),
        subject=_subject(hit.entry, wording),
        source=_source(hit, licence, wording),
        reasons=tuple(wording.text(reason) for reason in hit.reasons),
        asked=tuple(_asked(hit, wording)),
    )


def _asked(hit: Hit, wording: Wording) -> Iterator[str]:
    """What the owner asks for, on what ground, and how it may be handled."""
    mandate = hit.entry.mandate
    yield wording.say(f"window.hit.action_{mandate.action.value}")
    if mandate.caveat:
        yield wording.say("window.hit.caveat", caveat=mandate.caveat)
    if mandate.programme:
        yield wording.say("window.hit.programme", programme=mandate.programme)
    if mandate.legal_basis:
        yield wording.say("window.hit.legal_basis", basis=mandate.legal_basis)
    if mandate.note:
        yield wording.say("window.hit.note", note=mandate.note)


def _source(hit: Hit, licence: str, wording: Wording) -> str:
    """List and entry; with the terms on which the list may be used, where it states some."""
    values = {"list": hit.list_name, "entry": hit.entry.entry_id}
    if licence:
        return wording.say("window.hit.list_licence", licence=licence, **values)
    return wording.say("window.hit.list", **values)


def _subject(entry: PersonEntry | DocumentEntry, wording: Wording) -> str:
    if isinstance(entry, DocumentEntry):
        values = {"number": entry.document_number, "state": entry.issuing_state}
        if entry.last_number:
            return wording.say("window.hit.range", last=entry.last_number, **values)
        return wording.say("window.hit.document", **values)
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
