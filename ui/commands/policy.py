"""`borderdesk policy`: what the desk advises for what it finds; shown, tried, changed and brought back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import KnownError
from ui.commands import acting, settings
from ui.commands.inspect import day
from ui.commands.output import aligned, emit, label, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from borderdesk.cases.own_policy import InForce
    from borderdesk.policy import Policy, Row

_MOST_BYTES = 1 << 20


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "policy",
        parents=[common],
        allow_abbrev=False,
        help="what the desk advises for what it finds",
        description="Shows the table from findings to advice and changes it, by two persons.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)

    def add(name: str, act: Callable[[Namespace], int], told: str, *, two: bool = False) -> ArgumentParser:
        parser: ArgumentParser = acts.add_parser(
            name, parents=[common], allow_abbrev=False, help=told, description=f"{told[0].upper()}{told[1:]}."
        )
        if two:
            acting.add_to(parser, second=True)
        parser.add_argument("--json", action="store_true", help="answer with JSON, one object a line")
        parser.set_defaults(act=act, parser=parser)
        return parser

    showing = add("show", run_show, "show the table in force, row by row, and what is set aside")
    showing.add_argument("--text", action="store_true", help="as a file that can be changed and taken in")
    trying = add("check", run_check, "say whether a file could be taken in, and what it would change")
    trying.add_argument("file", metavar="FILE", type=Path, help="a table, as docs/policy.md describes it")
    setting = add("set", run_set, "go by another table from now on; two persons", two=True)
    which = setting.add_mutually_exclusive_group(required=True)
    which.add_argument("file", metavar="FILE", nargs="?", type=Path, help="the new table")
    which.add_argument("--previous", action="store_true", help="the one before the present one")
    which.add_argument("--shipped", action="store_true", help="the one that comes with the program")
    aside = add(
        "set-aside", run_set_aside, "let a check count for little for one issuer; two persons", two=True
    )
    aside.add_argument("--until", metavar="YYYY-MM-DD", type=day, required=True, help="the last day")
    for parser in (
        aside,
        add(
            "restore",
            run_restore,
            "let a check that was set aside count in full again; two persons",
            two=True,
        ),
    ):
        parser.add_argument("code", metavar="CODE", help="of the check, such as zone.pitch")
        parser.add_argument("issuer", metavar="ISSUER", help="as in the code lines, such as NER")


def run_show(arguments: Namespace) -> int:
    """Show what the station goes by; the shipped table where there is no station."""
    from borderdesk.policy import Policy, shipped_file

    folder = settings.home(arguments)
    if not settings.has_station(folder):
        if arguments.text:
            say(shipped_file().read_text(encoding="utf-8").rstrip("\n"))
        else:
            _tell_rows(Policy.load(), None, as_json=arguments.json)
        return 0
    from borderdesk.cases import own_policy

    with settings.open_station(folder) as station, station.cases() as session:
        if arguments.text:
            say(own_policy.text_in_force(session).rstrip("\n"))
        else:
            found = own_policy.in_force(session)
            _tell_rows(found.policy, found, as_json=arguments.json)
    return 0


def run_check(arguments: Namespace) -> int:
    """Try a file, and compare it with what is in force."""
    from borderdesk.policy import Policy

    new = Policy.read(_read(arguments.file), arguments.file.name)
    folder = settings.home(arguments)
    if settings.has_station(folder):
        from borderdesk.cases import own_policy

        with settings.open_station(folder) as station, station.cases() as session:
            old = own_policy.table_in_force(session)
    else:
        old = Policy.load()
    before, after = {row.name: row for row in old.rows}, {row.name: row for row in new.rows}
    found = {
        "added": [name for name in after if name not in before],
        "changed": [name for name in after if name in before and after[name] != before[name]],
        "removed": [name for name in before if name not in after],
        "settings": _settings(old) != _settings(new),
        "moved": [n for n in after if n in before] != [n for n in before if n in after],
    }
    if arguments.json:
        emit({"rows": len(new.rows), **found})
        return 0
    lines = [(label(f"policy.{kind}"), found[kind]) for kind in ("added", "changed", "removed")]
    say(label("policy.sound", file=arguments.file, rows=len(new.rows)))
    say(*aligned([(name, names) for name, names in lines if isinstance(names, list)]))
    say(*(label(f"policy.{kind}") for kind in ("settings", "moved") if found[kind]))
    return 0


def run_set(arguments: Namespace) -> int:
    """Go by another table."""
    from borderdesk.cases import own_policy
    from borderdesk.policy import Policy

    text = None if arguments.file is None else _read(arguments.file)
    if text is not None:
        Policy.read(text, arguments.file.name)  # before anybody types a password

    def change(session: Session, who: acting.Acting, now: datetime) -> None:
        given = (session, who.person, who.second)
        if arguments.previous:
            own_policy.bring_back(*given, purpose=who.purpose, now=now)
        else:
            own_policy.change(session, text, who.person, who.second, purpose=who.purpose, now=now)

    return _change(arguments, change)


def run_set_aside(arguments: Namespace) -> int:
    """Let a check count for little for one issuer."""
    from borderdesk.cases import own_policy

    def change(session: Session, who: acting.Acting, now: datetime) -> None:
        own_policy.set_aside(
            session,
            arguments.code,
            arguments.issuer,
            arguments.until,
            who.person,
            who.second,
            purpose=who.purpose,
            now=now,
            today=now.date(),
        )

    return _change(arguments, change)


def run_restore(arguments: Namespace) -> int:
    """Let a check count in full again."""
    from borderdesk.cases import own_policy

    def change(session: Session, who: acting.Acting, now: datetime) -> None:
        own_policy.restore(
            session,
            arguments.code,
            arguments.issuer,
            who.person,
            who.second,
            purpose=who.purpose,
            now=now,
            today=now.date(),
        )

    return _change(arguments, change)


def _change(arguments: Namespace, change: Callable[[Session, acting.Acting, datetime], None]) -> int:
    """Change under four eyes, in the transaction in which it is permitted, and tell what is in force."""
    from borderdesk.access.people import permit
    from borderdesk.access.permissions import Act, require_purpose
    from borderdesk.cases import own_policy

    now = datetime.now(UTC).astimezone()
    with settings.open_station(settings.home(arguments)) as station:
        require_purpose(Act.CHANGE_POLICY, arguments.purpose)  # also where the program itself acts
        who = acting.who(arguments, station, Act.CHANGE_POLICY, now=now)
        with station.cases(writing=True) as session:
            permit(session, who.person, Act.CHANGE_POLICY, who.second)
            change(session, who, now)
            found = own_policy.in_force(session)
    if arguments.json:
        emit(_head(found))
    else:
        say(*_head_lines(found))
    return 0


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES).decode("utf-8")
    except OSError as error:
        raise KnownError("error.policy.missing", file=file) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KnownError("error.policy.syntax", file=file.name, line=line) from error


def _tell_rows(policy: Policy, found: InForce | None, *, as_json: bool) -> None:
    if as_json:
        if found is not None:
            emit(_head(found))
        for number, row in enumerate(policy.rows, 1):
            emit(_record(number, row))
        return
    say(*([label("policy.shipped")] if found is None else _head_lines(found)), "")
    for number, row in enumerate(policy.rows, 1):
        say(*_lines(number, row))


def _head(found: InForce) -> dict[str, Any]:
    trouble = found.policy.trouble
    return {
        "own": found.own,
        "digest": found.digest,
        "before": found.before,
        "trouble": None if trouble is None else trouble.text(),
        "set_aside": [
            {"code": each.code, "issuer": each.issuer, "until": each.until.isoformat()}
            for each in found.set_aside
        ],
    }


def _head_lines(found: InForce) -> list[str]:
    trouble = found.policy.trouble
    return [
        *([] if trouble is None else [trouble.text()]),
        label("policy.own" if found.own else "policy.shipped"),
        label("policy.digest", digest=found.digest, before=found.before),
        *(
            label("policy.set_aside", code=each.code, issuer=each.issuer, until=each.until)
            for each in found.set_aside
        ),
    ]


def _record(number: int, row: Row) -> dict[str, Any]:
    return {
        "row": number,
        "name": row.name,
        "about": row.about,
        "conditions": {name: list(patterns) for name, patterns in row.conditions.items()},
        "advice": "note" if row.advice is None else row.advice.value,
        "outweighs_rescan": row.outweighs_rescan,
        "until": None if row.until is None else row.until.isoformat(),
        "reason": row.reason,
    }


def _lines(number: int, row: Row) -> list[str]:
    """A row for people: its advice and its name, and below what it fits."""
    advice = "note" if row.advice is None else row.advice.value
    conditions = ", ".join(f"{name} {' | '.join(patterns)}" for name, patterns in row.conditions.items())
    also = [label("policy.outweighs")] if row.outweighs_rescan else []
    also += [label("policy.until", until=row.until)] if row.until is not None else []
    fits = label("policy.fits", about=row.about, conditions=conditions)
    return [f"{number:>3}  {advice:<8}  {row.name}", f"{'':>15}{'; '.join([fits, *also])}"]


def _settings(policy: Policy) -> dict[str, object]:
    """All of a table but its rows."""
    return {
        each.name: getattr(policy, each.name)
        for each in fields(policy)
        if each.name not in ("rows", "trouble")
    }
