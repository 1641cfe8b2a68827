"""`borderdesk cases ...`: settling what was flagged, without the window."""

from __future__ import annotations

import mimetypes
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.case import CaseState
from models.errors import KnownError
from models.people import THE_DESK
from ui.commands import acting, settings
from ui.commands.case_words import (
    Told,
    case_record,
    case_table,
    found_record,
    found_table,
    local,
    short,
    shown,
    whole_lines,
    whole_record,
)
from ui.commands.inspect import day, local_today
from ui.commands.output import complain, emit, label, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.orm import Session

    from borderdesk.access import Act
    from borderdesk.cases.reading import CaseSummary
    from models.people import Person
    from ui.commands.acting import Acting

    Step = Callable[[Session, str, Acting, datetime], Mapping[str, object]]
    """Takes a step in a case; what it returns is told beside where the case stands then."""

_DECISIONS = ("admit", "refer", "refuse")
_TO_BE_SETTLED = (CaseState.OPEN, CaseState.ASSIGNED, CaseState.DECIDED)


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "cases",
        parents=[common],
        allow_abbrev=False,
        help="what was flagged, until people have settled it",
        description="Lists, shows and settles cases. CASE is the number of a case, or its first 6 signs or "
        "more.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)

    def add(
        name: str, act: Callable[[Namespace], int], told: str, *, case: bool = True, second: bool = False
    ) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=f"{told[0].upper()}{told[1:]}."
        )
        if case:
            parser.add_argument("case", metavar="CASE", help="its number, or the first 6 signs or more")
        parser.add_argument("--json", action="store_true", help="answer with JSON, one object a line")
        acting.add_to(parser, second=second)
        parser.set_defaults(act=act, parser=parser)
        return parser

    listing = add("list", run_list, "list cases, oldest first; all that are not closed", case=False)
    listing.add_argument(
        "--state",
        choices=[state.value for state in CaseState],
        action="append",
        help="only those that stand so; may be given again",
    )
    listing.add_argument(
        "--overdue", action="store_true", help="only provisional releases that nobody reviewed in time"
    )
    add("show", run_show, "show a case with everything in it; stands in the audit")
    searching = add("search", run_search, "search travellers by name; wants --purpose", case=False)
    searching.add_argument("text", metavar="TEXT", nargs="+", type=acting.words, help="parts of the name")
    for parser in (listing, searching):
        parser.add_argument("--limit", metavar="N", type=_count, default=100, help="at most so many (100)")
    assigning = add("assign", run_assign, "give a case to somebody")
    assigning.add_argument("--to", metavar="NAME", required=True, help="whose it is from now on")
    noting = add("note", run_note, "write something down in a case")
    noting.add_argument("--text", metavar="TEXT", type=acting.words, required=True, help="what")
    attaching = add("attach", run_attach, "put a file into a case, sealed")
    attaching.add_argument("file", metavar="FILE", help="the file, at most 32 MiB; it stays where it is")
    deciding = add("decide", run_decide, "decide a case; somebody else must confirm it")
    deciding.add_argument("--decision", choices=_DECISIONS, required=True, help="what is decided")
    releasing = add(
        "release", run_release, "let a traveller go provisionally; to be reviewed within 24 hours"
    )
    confirming = add("confirm", run_confirm, "confirm a decision that somebody else took")
    returning = add("return", run_return, "give a decision back to whoever took it")
    add("close", run_close, "close a case whose decision was confirmed")
    clearing = add(
        "clear-hit", run_clear_hit, "say under four eyes that a hit was a false match", second=True
    )
    clearing.add_argument("--list", metavar="LIST", type=acting.words, required=True, help="of the hit")
    clearing.add_argument("--entry", metavar="ENTRY", type=acting.words, required=True, help="of the hit")
    clearing.add_argument(
        "--until", metavar="YYYY-MM-DD", type=day, required=True, help="last day; within a year"
    )
    for parser in (deciding, releasing, confirming, returning, clearing):
        parser.add_argument("--reason", metavar="TEXT", type=acting.words, required=True, help="why")


def run_list(arguments: Namespace) -> int:
    """List cases."""
    from borderdesk.access import Act
    from borderdesk.access.people import permit
    from borderdesk.cases import reading

    states = [CaseState(state) for state in arguments.state or ()] or _TO_BE_SETTLED
    now, limit = _now(), arguments.limit
    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.READ_CASE, now=now)
        with station.cases() as session:
            permit(session, who.person, Act.READ_CASE)
            if arguments.overdue:
                late = reading.overdue(session, now)
                found = tuple(case for case in late if case.state in states)
            else:
                found = reading.listed(session, states=states, limit=limit + 1)
            people = _people(session)
            told = [_told(session, case, people, now) for case in found[:limit]]
    if arguments.json:
        for each in told:
            emit(case_record(each))
    elif told:
        say(*case_table(told))
    if not told:
        complain(label("no_cases"))
    if len(found) > limit:
        complain(label("cases_more", count=limit))
    return 0


def run_show(arguments: Namespace) -> int:
    """Show a case."""
    from borderdesk.access import Act
    from borderdesk.access.people import permit
    from borderdesk.cases import reading

    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.READ_CASE, now=_now())
        now = _now()
        with station.cases(writing=True) as session:
            permit(session, who.person, Act.READ_CASE)
            number = reading.number_of(session, arguments.case)
            whole = reading.read(session, number, who.person, who.purpose, now)
            told = _told(session, whole.summary, _people(session), now)
    if arguments.json:
        emit(whole_record(told, whole))
    else:
        say(*whole_lines(told, whole))
    return 0


def run_search(arguments: Namespace) -> int:
    """Search travellers by name."""
    from borderdesk.access import Act
    from borderdesk.access.people import permit
    from borderdesk.access.permissions import require_purpose
    from borderdesk.cases import cases, reading

    require_purpose(Act.SEARCH_PEOPLE, arguments.purpose)  # also where the program itself acts
    text, limit = " ".join(arguments.text), arguments.limit
    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, Act.SEARCH_PEOPLE, now=_now())
        with station.cases(writing=True) as session:
            permit(session, who.person, Act.SEARCH_PEOPLE)
            met = reading.search(session, text, who.person, who.purpose, _now(), limit=limit)
            opened = [cases.of_inspection(session, each.inspection_id) for each in met]
            found = [
                (each, None if case is None else case.case_id) for each, case in zip(met, opened, strict=True)
            ]
    if arguments.json:
        for each, number in found:
            emit(found_record(each, number))
    elif found:
        say(*found_table(found))
    if not found:
        complain(label("found_none"))
    if len(found) == limit:
        complain(label("found_more", count=limit))
    return 0


def run_assign(arguments: Namespace) -> int:
    """Give a case to somebody."""
    from borderdesk.access import Act
    from borderdesk.access.people import anybody, named, permit
    from borderdesk.cases import cases

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        if not anybody(session):
            raise acting.ActingError("error.command.no_people", name=arguments.to)
        to = named(session, arguments.to).person
        permit(session, to, Act.DECIDE)  # who may not decide could do nothing with it
        cases.assign(session, case_id, who.person, to, now=now)
        return {}

    return _take(arguments, Act.DECIDE, step, "assign")


def run_note(arguments: Namespace) -> int:
    """Write something down in a case."""
    from borderdesk.access import Act
    from borderdesk.cases import cases

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        cases.note(session, case_id, who.person, arguments.text, now=now)
        return {}

    return _take(arguments, Act.DECIDE, step, "note")


def run_attach(arguments: Namespace) -> int:
    """Put a file into a case."""
    from borderdesk.access import Act
    from borderdesk.cases import cases

    path = Path(arguments.file)
    data = _content(path, cases.LARGEST_ATTACHMENT + 1)  # one too many is told by the case
    name = acting.words(path.name)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        made = cases.attach(session, case_id, who.person, name, kind, data, now=now)
        return {"attachment": made, "name": name, "media_type": kind}

    return _take(arguments, Act.DECIDE, step, "attach")


def run_decide(arguments: Namespace) -> int:
    """Decide a case."""
    from borderdesk.access import Act
    from borderdesk.cases import cases
    from borderdesk.cases.stored import Decision

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        decision = Decision(arguments.decision)
        cases.decide(session, case_id, who.person, decision, arguments.reason, now=now)
        return {"decision": decision.value}

    return _take(arguments, Act.DECIDE, step, "decide")


def run_release(arguments: Namespace) -> int:
    """Let a traveller go provisionally."""
    from borderdesk.access import Act
    from borderdesk.cases import cases

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        cases.release(session, case_id, who.person, arguments.reason, now=now)
        return {}

    return _take(arguments, Act.RELEASE, step, "release")


def run_confirm(arguments: Namespace) -> int:
    """Confirm a decision."""
    from borderdesk.access import Act
    from borderdesk.cases import cases

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        if not arguments.reason:
            raise cases.CaseError("error.case.no_words")
        cases.confirm(session, case_id, who.person, now=now, text=arguments.reason)
        return {}

    return _take(arguments, Act.CONFIRM, step, "confirm")


def run_return(arguments: Namespace) -> int:
    """Give a decision back."""
    from borderdesk.access import Act
    from borderdesk.cases import cases

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        cases.return_case(session, case_id, who.person, arguments.reason, now=now)
        return {}

    return _take(arguments, Act.CONFIRM, step, "return")


def run_close(arguments: Namespace) -> int:
    """Close a case."""
    from borderdesk.access import Act
    from borderdesk.cases import cases
    from borderdesk.cases.terms import Terms, in_force

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        terms, today = in_force(session, Terms.load()), local_today(now)
        cases.close(session, case_id, who.person, now=now, today=today, terms=terms)
        return {}

    return _take(arguments, Act.DECIDE, step, "close")


def run_clear_hit(arguments: Namespace) -> int:
    """Say that a hit was a false match."""
    from borderdesk.access import Act
    from borderdesk.cases import false_matches
    from borderdesk.cases.terms import Terms, in_force

    def step(session: Session, case_id: str, who: Acting, now: datetime) -> Mapping[str, object]:
        number = false_matches.clear_hit(
            session,
            case_id,
            who.person,
            who.second or THE_DESK,
            list_name=arguments.list,
            entry_id=arguments.entry,
            reason=arguments.reason,
            until=arguments.until,
            now=now,
            today=local_today(now),
            terms=in_force(session, Terms.load()),
        )
        until = arguments.until.isoformat()
        return {"false_match": number, "list": arguments.list, "entry": arguments.entry, "until": until}

    return _take(arguments, Act.CLEAR_HIT, step, "clear_hit")


def _take(arguments: Namespace, act: Act, step: Step, done: str) -> int:
    """Take a step in the case that is named, and tell where it stands then."""
    from borderdesk.access import Act
    from borderdesk.access.people import permit
    from borderdesk.cases import reading

    with settings.open_station(settings.home(arguments)) as station:
        who = acting.who(arguments, station, act, now=_now())
        if who.person == THE_DESK and act in (Act.CONFIRM, Act.CLEAR_HIT):
            raise acting.ActingError("error.command.two_people")
        now = _now()
        with station.cases(writing=True) as session:
            permit(session, who.person, act, who.second)
            number = reading.number_of(session, arguments.case)
            more = step(session, number, who, now)
            told = _told(session, reading.summary(session, number), _people(session), now)
    if arguments.json:
        emit({**case_record(told), **more})
        return 0
    review_by = told.summary.review_by
    words = {
        **more,
        "case": short(number),
        "to": label("case.nobody") if told.assigned is None else told.assigned.full_name,
        "review_by": "" if review_by is None else local(review_by),
    }
    say(shown(label(f"case.done.{done}", **words)))
    return 0


def _told(session: Session, case: CaseSummary, people: Mapping[str, Person], now: datetime) -> Told:
    from borderdesk.cases.cases import is_confirmed

    return Told(case, is_confirmed(session, case.case_id), people, now)


def _people(session: Session) -> dict[str, Person]:
    from borderdesk.access.people import listed

    return {account.person.person_id: account.person for account in listed(session)}


def _content(path: Path, most: int) -> bytes:
    """A file, at most so many bytes of it.

    Raises:
        KnownError: It is not there, cannot be read, or is no file.
    """
    try:
        if path.exists() and not path.is_file():
            raise KnownError("error.command.no_file", path=path)
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise KnownError("error.command.attachment", path=path, why=error.strerror or "") from error


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text)):
        raise ArgumentTypeError(f"{text!r} is no count; write 100")
    return int(text)


def _now() -> datetime:
    return datetime.now(UTC)
