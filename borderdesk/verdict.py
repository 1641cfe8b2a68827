"""From findings to advice, by a policy. Pure: the same findings at the same moment give the same verdict.

What no policy can change:

* a document that was not read for certain is RESCAN, whatever else was found;
* CLEAR needs every check passed or not supported, at least one passed, and every list consulted fresh, of
  which at least one holds an entry;
* a hit that is not exact (a name alone) is REFER at most;
* a hit that needs a character to be another one than was read is RESCAN at most, and REFER at most where
  another scan left the same doubt;
* a hit on an entry past its review date is REFER at most;
* where another table than the one meant had to be used, IN_ORDER is the best advice, and it is said;
* where the holder may have immunity, the sentence of what to do is the protected one;
* a hit that two people settled before as a false match for this document is a note, never more.

What is found but fits no row of the policy is never passed over: it is REFER.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from borderdesk.mrz.codes import DocumentKind, document_kind, state
from borderdesk.policy import DETAIL, Policy, PolicyError, Row
from models.check import CheckResult, CheckStatus
from models.document import TravelDocument
from models.message import Message, message
from models.verdict import Advice, Verdict
from models.watchlist import DocumentEntry, Hit, ListState, Mandate, Screening

__all__ = ["Policy", "PolicyError", "decide", "entry_name", "unreadable"]

EntryName = tuple[str, str]
"""Name of a list and number of an entry in it."""

_FINE = frozenset({CheckStatus.PASSED, CheckStatus.NOT_SUPPORTED})
_FINANCIAL = frozenset({"sanction", "asset.frozen", "debarment", "export.control"})
"""Topics of FollowTheMoney that ask banks and traders for something, not a border post."""
_CLOCKS_DIFFER = timedelta(hours=24)
"""Lists are dated by another clock and perhaps in another zone; only beyond this is a date in the future."""

_STOP, _REFER_FIRST, _RESCAN, _REFER, _IN_ORDER, _NOTE = 5, 4, 3, 2, 1, 0
_RANKS = {
    Advice.STOP: _STOP,
    Advice.RESCAN: _RESCAN,
    Advice.REFER: _REFER,
    Advice.IN_ORDER: _IN_ORDER,
    Advice.CLEAR: _NOTE,
}
_ADVICE = {
    _STOP: Advice.STOP,
    _REFER_FIRST: Advice.REFER,
    _RESCAN: Advice.RESCAN,
    _REFER: Advice.REFER,
    _IN_ORDER: Advice.IN_ORDER,
    _NOTE: Advice.CLEAR,
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """Something that a row of the policy may fit.

    Attributes:
        about: As in the policy.
        attributes: What a row's conditions are held against.
        details: The finding's own sentences.
        params: Values for the sentence of the row.
        harmless: True where no row is needed.
        highest: The gravest rank that it may take.
        quoted: Sentences that follow that of the row, whichever it is.
    """

    about: str
    attributes: Mapping[str, str]
    details: tuple[Message, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    harmless: bool = True
    highest: int = _STOP
    quoted: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A finding with the rank that the policy gives it and its sentences."""

    finding: _Finding
    rank: int
    reasons: tuple[Message, ...]


def decide(
    document: TravelDocument,
    checks: Sequence[CheckResult],
    screening: Screening | None,
    policy: Policy,
    *,
    now: datetime,
    not_screened: Message | None = None,
    doubt_stayed: Container[EntryName] = (),
) -> Verdict:
    """What to advise for a document.

    Args:
        document: As read.
        checks: Every answer of every check.
        screening: What the watchlist said; None where it was not asked.
        policy: From findings to advice.
        now: The moment, timezone-aware; the age of lists is counted to it.
        not_screened: Where the watchlist should have been asked and could not, why.
        doubt_stayed: Entries that an earlier scan of this document led to by a character in doubt; where this
            one does, too, a third would say the same.

    Raises:
        ValueError: `now` has no timezone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be timezone-aware")
    kind = _kind_of(document)
    judged = sorted(
        (
            one
            for finding in _findings(document, checks, screening, policy, now, not_screened, doubt_stayed)
            if (one := _judge(finding, policy, now.date())) is not None
        ),
        key=lambda one: -one.rank,
    )
    highest = max((one.rank for one in judged), default=_NOTE)
    advice = _ADVICE[highest] if document.certain else Advice.RESCAN
    if document.certain:
        reasons = [reason for one in judged for reason in one.reasons]
    else:
        reasons = list(_reasons_of_uncertain(document, judged))
    if advice is Advice.IN_ORDER:
        reasons.insert(0, message("verdict.in_order"))
    spared = _spared(screening) if document.certain else ()
    if advice is Advice.CLEAR:
        lists = len(screening.lists) if screening else 0
        reasons.insert(0, message("verdict.clear_spared" if spared else "verdict.clear", lists=lists))
    reasons += spared
    then = (policy.then_protected if kind.protected else {}).get(advice) or policy.then.get(advice)
    if then is not None:
        reasons.append(Message(then))
    return Verdict(advice, _once(reasons), kind.message)


def _kind_of(document: TravelDocument) -> DocumentKind:
    """What a document is, by what it says."""
    fields = document.fields
    return document_kind(fields.document_code, fields.issuing_state, fields.nationality)


def _spared(screening: Screening | None) -> tuple[Message, ...]:
    """Notes on what the watchlist says and two people settled before: told, never weighed."""
    return tuple(
        message(
            "verdict.hit.spared",
            list=each.hit.list_name,
            entry=each.hit.entry.entry_id,
            until=each.until.isoformat(),
        )
        for each in (screening.spared if screening else ())
    )


def unreadable(doubts: Iterable[Message], policy: Policy) -> Verdict:
    """The verdict on a page on which no document could be read.

    Args:
        doubts: Why, as the reading says.
        policy: For what to do next.
    """
    reasons = tuple(doubts) or (message("verdict.unreadable"),)
    return Verdict(Advice.RESCAN, _once((*reasons, Message(policy.then[Advice.RESCAN]))))


def _once(reasons: Iterable[Message]) -> tuple[Message, ...]:
    """Each sentence once: values that it does not say may differ without anything new being told."""
    told: dict[str, Message] = {}
    for reason in reasons:
        told.setdefault(reason.text(), reason)
    return tuple(told.values())


def _judge(finding: _Finding, policy: Policy, today: date) -> _Judged | None:
    """The rank and the sentences of a finding; None where nothing is to be said."""
    row = policy.row(finding.about, finding.attributes, today)
    if row is None:
        if finding.harmless:
            return None
        rank = min(_REFER, finding.highest)
        return _Judged(finding, rank, (*(finding.details or (message("verdict.no_row"),)), *finding.quoted))
    rank = min(_rank(row), finding.highest)
    if not finding.harmless and finding.about in ("check", "lists"):
        rank = max(rank, _IN_ORDER)
    return _Judged(finding, rank, _sentences(row, finding))


def _rank(row: Row) -> int:
    if row.advice is None:
        return _NOTE
    return _REFER_FIRST if row.outweighs_rescan else _RANKS[row.advice]


def _sentences(row: Row, finding: _Finding) -> tuple[Message, ...]:
    if row.reason == DETAIL:
        return (*(finding.details or (message("verdict.no_row"),)), *finding.quoted)
    return (message(row.reason, **finding.params), *finding.quoted)


def _reasons_of_uncertain(document: TravelDocument, judged: Sequence[_Judged]) -> Iterator[Message]:
    """Why it was not certain, what failed all the same, then what the watchlist says of it as read.

    Which check stayed open because of it, and how old the lists are, helps nobody to take a better picture.
    """
    yield from document.doubts or (message("verdict.uncertain"),)
    failed = [one for one in judged if one.finding.attributes.get("status") == "failed"]
    yield from (why for one in failed for why in one.reasons)
    hits = [one for one in judged if one.finding.about == "hit"]
    if hits:
        yield message("verdict.hits_if_right")
    yield from (why for one in hits for why in one.reasons)
    yield from (why for one in judged if one.finding.about == "document" for why in one.reasons)


def _findings(
    document: TravelDocument,
    checks: Sequence[CheckResult],
    screening: Screening | None,
    policy: Policy,
    now: datetime,
    not_screened: Message | None,
    doubt_stayed: Container[EntryName],
) -> Iterator[_Finding]:
    """Everything that a row may fit, in the order in which equals are told."""
    for hit in screening.hits if screening else ():
        yield _of_hit(hit, stayed=entry_name(hit) in doubt_stayed)
    yield from _of_reading(document)
    home = _comes_home(document, policy)
    for check in checks:
        yield _of_check(check, document, home=home)
    if not any(check.status is CheckStatus.PASSED for check in checks):
        yield _Finding("nothing", {}, (message("verdict.no_checks"),), harmless=False)
    yield from _of_document(document)
    yield from _of_lists(screening, policy, now, not_screened)
    if policy.trouble is not None:
        yield _Finding("policy", {}, (policy.trouble,), harmless=False, highest=_IN_ORDER)


def entry_name(hit: Hit) -> EntryName:
    """List and number of the entry that a hit tells of."""
    return hit.list_name, hit.entry.entry_id


def _of_hit(hit: Hit, *, stayed: bool) -> _Finding:
    entry = hit.entry
    doubt = "none" if not hit.doubted else "stayed" if stayed else "open"
    attributes = {
        "kind": hit.kind.value,
        "exact": "true" if hit.exact else "false",
        "action": entry.mandate.action.value,
        "loss": entry.loss if isinstance(entry, DocumentEntry) else "",
        "doubt": doubt,
        "overdue": "true" if hit.overdue else "false",
        "listing": "financial" if _financial(entry.mandate) else "other",
    }
    return _Finding(
        "hit",
        attributes,
        hit.reasons,
        {"list": hit.list_name, "entry": entry.entry_id},
        harmless=False,
        highest=_highest(hit, doubt),
        quoted=tuple(_quoted(hit)),
    )


def _highest(hit: Hit, doubt: str) -> int:
    """The gravest rank that a hit may take, whatever the policy says."""
    if doubt == "open":
        return _RESCAN
    return _STOP if hit.exact and doubt == "none" and not hit.overdue else _REFER


def _financial(mandate: Mandate) -> bool:
    """Whether an entry freezes means and no more: it is listed for sanctions, but not for a crime."""
    topics = mandate.topics
    return any(topic in _FINANCIAL or topic.startswith("sanction.") for topic in topics) and not any(
        topic == "wanted" or topic.split(".")[0] == "crime" for topic in topics
    )


def _quoted(hit: Hit) -> Iterator[Message]:
    """What the owner of an entry says of its ground and its handling, in the owner's own words."""
    mandate = hit.entry.mandate
    source = {"list": hit.list_name, "entry": hit.entry.entry_id}
    if mandate.legal_basis:
        yield message("verdict.hit.legal_basis", basis=mandate.legal_basis, **source)
    if mandate.caveat:
        yield message("verdict.hit.caveat", caveat=mandate.caveat, **source)
    if hit.overdue and mandate.review_on is not None:
        yield message("verdict.hit.overdue", on=mandate.review_on.isoformat(), **source)


def _of_reading(document: TravelDocument) -> Iterator[_Finding]:
    if not document.certain:
        doubts = document.doubts or (message("verdict.uncertain"),)
        yield _Finding("reading", {"state": "uncertain"}, doubts)
    for change in document.corrections:
        params = {
            "line": change.line + 1,
            "position": change.position + 1,
            "read": change.read,
            "used": change.used,
        }
        yield _Finding("reading", {"state": "corrected"}, (message("verdict.corrected", **params),), params)


def _comes_home(document: TravelDocument, policy: Policy) -> bool:
    """Whether the desk's own state issued a document to one of its nationals."""
    issuer, nationality = document.fields.issuing_state, document.fields.nationality
    return issuer in policy.home_states and nationality in ("", issuer)


def _of_check(check: CheckResult, document: TravelDocument, *, home: bool) -> _Finding:
    return _Finding(
        "check",
        {
            "code": check.code,
            "status": check.status.value,
            "severity": check.severity.value,
            "issuer": document.fields.issuing_state,
            "document": _kind_of(document).value,
            "home": "true" if home else "false",
        },
        (check.detail,),
        dict(check.detail.params),
        harmless=check.status in _FINE,
    )


def _of_document(document: TravelDocument) -> Iterator[_Finding]:
    fields, kind = document.fields, _kind_of(document)
    yield _Finding(
        "document",
        {"kind": kind.value, "protected": "true" if kind.protected else "false"},
        params={"document_code": fields.document_code},
    )
    issuer = state(fields.issuing_state)
    if issuer is not None:
        yield _Finding("issuer", {"kind": issuer.kind.value}, params={"issuing_state": fields.issuing_state})


def _of_lists(
    screening: Screening | None, policy: Policy, now: datetime, not_screened: Message | None
) -> Iterator[_Finding]:
    """What keeps the lists from vouching for CLEAR, and what should be known of their age."""
    if not_screened is not None:
        yield _of_list("failed", (not_screened,))
    elif screening is None or not screening.lists:
        yield _of_list("none")
    elif not any(consulted.entries for consulted in screening.lists):
        yield _of_list("empty")
    for consulted in screening.lists if screening else ():
        yield from _of_age(consulted, policy, now)


def _of_age(consulted: ListState, policy: Policy, now: datetime) -> Iterator[_Finding]:
    age = now - consulted.as_of
    params = {
        "list": consulted.name,
        "days": age.days,
        "hours": int(age.total_seconds() // 3600),
        "as_of": consulted.as_of.date().isoformat(),
    }
    if age < -_CLOCKS_DIFFER:
        yield _of_list("future", params=params)
    elif age > policy.fresh_for:
        yield _of_list("old", params=params)
    elif age > policy.note_after:
        yield _of_list("ageing", params=params, harmless=True)


def _of_list(
    of_state: str,
    details: tuple[Message, ...] = (),
    params: Mapping[str, object] | None = None,
    *,
    harmless: bool = False,
) -> _Finding:
    return _Finding(
        "lists",
        {"state": of_state},
        details or (message(f"verdict.lists.{of_state}", **(params or {})),),
        params or {},
        harmless=harmless,
    )
