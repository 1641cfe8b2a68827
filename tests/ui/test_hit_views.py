"""Cards of hits say what is in doubt, on what ground it is listed and how it may be handled."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.record import hit_record
from models.watchlist import (
    DocumentEntry,
    EntryAction,
    Hit,
    HitKind,
    ListState,
    Mandate,
    PersonEntry,
    Screening,
)
from ui.desktop.views.hits import HitView, hits_view
from ui.desktop.views.wording import Wording

FULL = Mandate(
    EntryAction.REFER, programme="P-7", legal_basis="Act 12", caveat="do not tell", note="call 17",
    review_on=date(2026, 1, 1),
)  # fmt: skip
PERSON = PersonEntry("9", ("ERIKSSON ANNA",), mandate=FULL)
RANGE = DocumentEntry("b1", "AB100000", "UTO", loss="stolen_blank", last_number="AB199999")


def card(hit: Hit, licence: str = "") -> HitView:
    listed = ListState("UTO/all", "UTO", 1, datetime(2026, 11, 24, tzinfo=UTC), 1, licence)
    (view,) = hits_view(Screening((listed,), (hit,)), Wording(isolate=False))
    return view


def test_ground_handling_and_programme_stand_beside_what_is_asked() -> None:
    view = card(Hit("UTO/all", PERSON, HitKind.PERSON, 0.8, False, (), overdue=True), "CC BY-NC 4.0")
    assert view.asked == (
        "The owner asks: refer to a supervisor.", "Handling: do not tell", "Programme: P-7", "Ground: Act 12",
        "Note: call 17",
    )  # fmt: skip
    assert view.source == "List UTO/all, entry 9. Licence of the list: CC BY-NC 4.0"


@pytest.mark.parametrize("kind", list(HitKind))
def test_what_is_in_doubt_says_so_in_its_title(kind: HitKind) -> None:
    entry = PERSON if kind is HitKind.PERSON else RANGE
    view = card(Hit("UTO/all", entry, kind, 0.4, False, (), doubted=True))
    assert "if a character was misread" in view.title
    assert not view.exact


def test_a_range_is_shown_with_both_its_ends() -> None:
    view = card(Hit("UTO/all", RANGE, HitKind.DOCUMENT, 1.0, True, ()))
    assert (view.subject, view.source) == ("AB100000 to AB199999, issued by UTO", "List UTO/all, entry b1")


def test_a_record_says_more_only_where_there_is_more_to_say() -> None:
    plain = hit_record(Hit("UTO/all", RANGE, HitKind.DOCUMENT, 1.0, True, ()))
    assert plain == {"list": "UTO/all", "entry": "b1", "kind": "document", "score": 1.0, "reasons": []}
    full = hit_record(Hit("UTO/all", PERSON, HitKind.PERSON, 0.4, False, (), doubted=True, overdue=True))
    more = {
        "doubted": True,
        "overdue": True,
        "programme": "P-7",
        "legal_basis": "Act 12",
        "caveat": "do not tell",
    }
    assert {name: full[name] for name in full if name not in plain} == more
