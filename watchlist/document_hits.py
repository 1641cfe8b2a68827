"""What the lists say of a document's number: the document itself, a range of blanks, a wanted person's paper.

Rules:

* a number with its issuer is exact, and so is a number inside a range of its issuer; the number alone is a
  hint, for other states count too;
* a number that clerks confuse when they type (O for 0, I for 1) is a hint that says so; the number was surely
  read, so no other scan would help;
* a number in which only a doubtful character is read otherwise is a doubted hit: another scan first. It is
  told with its issuer only, for with one character free there is a match somewhere for nearly everything;
* past its validity an entry matches no more; past its review date it says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.document import MrzFields
from models.message import Message, message
from models.watchlist import DocumentEntry, Hit, HitKind, Mandate
from watchlist.document_search import Reported, look_up, look_up_exact
from watchlist.doubts import Alternative, Doubts
from watchlist.names.compare import compare
from watchlist.paper_bearers import Bearer, bearers

MOST_DOUBTED = 0.5
"""Score that no doubted hit exceeds."""
_NO_ISSUER, _OTHER_KIND, _TYPED, _OTHER_ISSUER = 0.7, 0.6, 0.6, 0.4
_SHORTEST_TELLING_NUMBER = 6
"""A shorter number alone, of another issuer, is a coincidence."""
_LOSSES = ("stolen", "lost", "revoked", "stolen_blank")
_CONFUSED = str.maketrans("O0I1", "0O1I")
_MOST_TYPED = 16
"""Numbers as a clerk may have typed them that are asked for."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """How much a number says.

    Attributes:
        score: As of the hit.
        exact: As of the hit.
        reason: In words.
        doubted: As of the hit.
    """

    score: float
    exact: bool
    reason: Message
    doubted: bool = False


def document_hits(
    session: Session, fields: MrzFields, today: date, *, doubts: Doubts | None = None
) -> Iterator[Hit]:
    """Ask every list about a document's number.

    Args:
        session: On the watchlist database.
        fields: Of the document; without a number there is nothing to ask.
        today: Entries that ended before it match no more.
        doubts: What the number may also be, by the reader's own probabilities.
    """
    if not (number := re.sub(r"[^A-Z0-9]", "", fields.document_number.upper())):
        return
    states = codes(fields.issuing_state)
    typed = _as_typed(number) if states else ()
    doubted = {each.text: each for each in doubts.document_numbers} if doubts and states else {}
    doubted.pop(number, None)
    told: set[tuple[str, str]] = set()
    for found in (
        *look_up(session, number, states),
        *look_up_exact(session, typed, states),
        *look_up_exact(session, tuple(doubted), states, ranges=True),
    ):
        hit = _of_document(found, number, fields, doubted, today)
        if hit is not None and (found.list_name, found.entry.entry_id) not in told:
            told.add((found.list_name, found.entry.entry_id))
            yield hit
    for bearer in bearers(session, (number, *typed, *doubted), today):
        hit = _of_person(bearer, number, states, doubted, today)
        if hit is not None:
            yield hit


def codes(state: str) -> tuple[str, ...]:
    """Every code of an issuer: Germany is `D` in a zone and `DEU` elsewhere (ICAO Doc 9303-3, 5).

    >>> codes("DEU"), codes("UTO"), codes("")
    (('D', 'DEU'), ('UTO',), ())
    """
    return ("D", "DEU") if state in ("D", "DEU") else (state,) if state else ()


def _as_typed(number: str) -> tuple[str, ...]:
    """The number as a clerk may have typed it: one letter for a digit or back, or all of a kind.

    >>> _as_typed("A10")
    ('AI0', 'A1O', 'AIO')
    """
    places = [place for place, symbol in enumerate(number) if symbol in "O0I1"]
    if not places:
        return ()
    ones = (
        number[:place] + number[place].translate(_CONFUSED) + number[place + 1 :]
        for place in places[: _MOST_TYPED - 4]
    )
    kinds = (
        number.replace("0", "O"), number.replace("1", "I"), number.replace("0", "O").replace("1", "I"),
        number.replace("O", "0").replace("I", "1"),
    )  # fmt: skip
    return tuple(each for each in dict.fromkeys((*ones, *kinds)) if each != number)


def _of_document(
    found: Reported, number: str, fields: MrzFields, doubted: dict[str, Alternative], today: date
) -> Hit | None:
    """A hit on a document or a range; None where it has ended or says nothing."""
    entry = found.entry
    if _ended(entry.mandate, today):
        return None
    judged = _judge(found.number, number, codes(fields.issuing_state), entry.issuing_state, doubted)
    if judged is None:
        return None
    reasons = [judged.reason]
    if entry.last_number:
        values = {"number": found.number, "first": entry.document_number, "last": entry.last_number}
        in_range = message("screening.document.range", state=entry.issuing_state, **values)
        reasons = [judged.reason, in_range] if judged.doubted else [in_range]
    reasons.append(_loss(entry.loss))
    if entry.reported_on is not None:
        reasons.append(message("screening.document.reported_on", on=entry.reported_on.isoformat()))
    score, exact = judged.score, judged.exact
    if entry.document_code and fields.document_code and fields.document_code[0] != entry.document_code:
        score, exact = min(score, _OTHER_KIND), False
        reasons.append(
            message("screening.document.other_kind", listed=entry.document_code, code=fields.document_code)
        )
    reasons += [*_holder(entry, fields), *_overdue(entry.mandate, today)]
    return Hit(
        found.list_name, entry, HitKind.DOCUMENT, score, exact, tuple(reasons),
        doubted=judged.doubted, overdue=overdue(entry.mandate, today),
    )  # fmt: skip


def _of_person(
    bearer: Bearer, number: str, states: Sequence[str], doubted: dict[str, Alternative], today: date
) -> Hit | None:
    """A hit on a wanted person by a paper of theirs."""
    as_read = bearer.number == number
    if not as_read and bearer.state not in states:
        return None
    judged = _judge(bearer.number, number, states, bearer.state, doubted)
    if judged is None:
        return None
    entry = bearer.entry
    holder = message("screening.document.wanted_holder", number=bearer.number, name=entry.names[0])
    return Hit(
        bearer.list_name, entry, HitKind.PERSON, judged.score, judged.exact,
        (judged.reason, holder, *_overdue(entry.mandate, today)),
        doubted=judged.doubted, overdue=overdue(entry.mandate, today),
    )  # fmt: skip


def _judge(
    found: str, number: str, states: Sequence[str], listed: str, doubted: dict[str, Alternative]
) -> _Judged | None:
    """What a number on a list says of the number in hand, by what is known of both issuers."""
    state = states[0] if states else ""
    if found in doubted:
        other = doubted[found]
        values = {"place": other.position + 1, "read": other.read, "instead": other.instead or "<"}
        reason = message("screening.document.doubted", number=found, state=state, **values)
        return _Judged(round(min(MOST_DOUBTED, other.probability), 4), False, reason, doubted=True)
    if found != number:
        return _Judged(_TYPED, False, message("screening.document.typed", number=number, listed=found))
    if listed in states:
        return _Judged(1.0, True, message("screening.document.exact", number=number, state=state))
    if not states or not listed:
        return _Judged(_NO_ISSUER, False, message("screening.document.no_issuer", number=number))
    if len(number) < _SHORTEST_TELLING_NUMBER:
        return None
    reason = message("screening.document.other_issuer", number=number, state=state, listed=listed)
    return _Judged(_OTHER_ISSUER, False, reason)


def overdue(mandate: Mandate, today: date) -> bool:
    """Whether an entry should have been reviewed before this day."""
    return mandate.review_on is not None and mandate.review_on < today


def _overdue(mandate: Mandate, today: date) -> Iterator[Message]:
    if mandate.review_on is not None and overdue(mandate, today):
        yield message("screening.overdue", on=mandate.review_on.isoformat())


def _ended(mandate: Mandate, today: date) -> bool:
    return mandate.valid_until is not None and mandate.valid_until < today


def _loss(loss: str) -> Message:
    if loss in _LOSSES:
        return message(f"screening.document.{loss}")
    return message("screening.document.other", loss=loss)


def _holder(entry: DocumentEntry, fields: MrzFields) -> Iterator[Message]:
    """Whether the document was issued to who holds it, where the list says to whom."""
    if not entry.holder:
        return
    name = f"{fields.primary_identifier} {fields.secondary_identifier}".strip()
    if not name:
        yield message("screening.document.holder_unknown", holder=entry.holder)
        return
    same = compare(name, entry.holder, truncated=fields.names_truncated).match
    key = "screening.document.same_holder" if same else "screening.document.other_holder"
    yield message(key, holder=entry.holder, name=name)
