"""`borderdesk audit verify|show|checkpoint`: whether the audit is as it was written, and what it says."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.commands import acting, settings
from ui.commands.output import complain, emit, label, say

if TYPE_CHECKING:
    from borderdesk.audit.listing import AuditEntry
    from borderdesk.audit.verify import Verification


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    room: ArgumentParser = commands.add_parser(
        "audit",
        parents=[common],
        allow_abbrev=False,
        help="check the audit, show it, or take a checkpoint out of the station",
        description="Works on the audit of the station: who did what, when and why.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    verify: ArgumentParser = acts.add_parser(
        "verify",
        parents=[common],
        allow_abbrev=False,
        help="walk the whole chain and name the first bad entry",
        description="Walks the audit from its first entry. Where one was changed, deleted, exchanged or put "
        "in, the first such entry is named and the exit status is 1. An end that was cut off is found back "
        "to the last checkpoint in the station, or in one of the files given.",
    )
    verify.add_argument(
        "--checkpoint",
        metavar="FILE",
        action="append",
        default=[],
        help="a checkpoint that was taken out of this station earlier; may be given again",
    )
    verify.add_argument("--json", action="store_true", help="answer with one JSON object")
    verify.set_defaults(act=check, parser=verify)
    show: ArgumentParser = acts.add_parser(
        "show",
        parents=[common],
        allow_abbrev=False,
        help="show entries, newest first",
        description="Shows entries of the audit, newest first.",
    )
    show.add_argument(
        "--subject", metavar="KIND[/ID]", help="only about this record, as case or case/0f3a..."
    )
    show.add_argument(
        "--person", metavar="ID", help="only by this person, by number; desk for the program itself"
    )
    show.add_argument(
        "--act", dest="of_act", metavar="WORD", default="", help="only acts that begin so, as case."
    )
    show.add_argument("--limit", metavar="N", type=_count, default=50, help="at most so many (50)")
    show.add_argument("--json", action="store_true", help="one JSON object a line for each entry")
    acting.add_to(show)
    show.set_defaults(act=entries, parser=show)
    checkpoint: ArgumentParser = acts.add_parser(
        "checkpoint",
        parents=[common],
        allow_abbrev=False,
        help="sign the head of the audit and write it to a file to be kept elsewhere",
        description="Signs the newest entry and writes that to a file. Kept outside the station, it proves "
        "later what the audit was today. It holds no personal data.",
    )
    checkpoint.add_argument("--out", metavar="FILE", required=True, help="the file; an old one is replaced")
    checkpoint.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(checkpoint)
    checkpoint.set_defaults(act=take_out, parser=checkpoint)


def check(arguments: Namespace) -> int:
    """Walk the chain."""
    from borderdesk.audit.signing import AuditError, read_taken_out
    from borderdesk.audit.verify import verify

    outside = [read_taken_out(Path(file)) for file in arguments.checkpoint]
    station = settings.open_station(settings.home(arguments))
    try:
        with station.cases() as session:
            found = verify(session, outside)
    finally:
        station.close()
    if arguments.json:
        emit(_verified(found))
    else:
        if found.entries:
            say(label("audit_sound", entries=found.entries, vouched=found.vouched))
        for back in found.set_back:
            say(
                label(
                    "audit_set_back",
                    number=back.number,
                    seconds=back.seconds,
                    at=f"{back.at:%Y-%m-%d %H:%M:%S}",
                    clock=f"{back.clock:%Y-%m-%d %H:%M:%S}",
                )
            )
        for number in found.keys[1:]:
            say(label("audit_key_anew", number=number))
    if found.bad is not None:
        complain(AuditError("error.audit.bad", sentence=found.bad.sentence().text()).sentence())
    return int(found.bad is not None)


def entries(arguments: Namespace) -> int:
    """Show entries."""
    from borderdesk.access.permissions import Act
    from borderdesk.audit.listing import listed

    subject = None
    if arguments.subject is not None:
        kind, _, number = arguments.subject.partition("/")
        subject = (kind, number)
    person = "" if arguments.person == "desk" else arguments.person
    station = settings.open_station(settings.home(arguments))
    try:
        acting.who(arguments, station, Act.READ_AUDIT, now=datetime.now(UTC))
        with station.cases() as session:
            found = listed(
                session, subject=subject, person_id=person, act=arguments.of_act, limit=arguments.limit
            )
    finally:
        station.close()
    for each in found:
        if arguments.json:
            emit(_entry(each))
        else:
            say(_line(each))
    return 0


def take_out(arguments: Namespace) -> int:
    """Write a checkpoint to a file."""
    from borderdesk.access.permissions import Act
    from borderdesk.audit.chain import record
    from borderdesk.audit.signing import taken_out

    file, now = Path(arguments.out), datetime.now(UTC)
    station = settings.open_station(settings.home(arguments))
    try:
        who = acting.who(arguments, station, Act.READ_AUDIT, now=now)
        with station.cases(writing=True) as session:
            record(session, who.person, "audit.checkpoint_taken_out", now=now, purpose=who.purpose)
            made = taken_out(session, now)
            if made is None:
                raise RuntimeError("an audit with an entry has no checkpoint")
            _write(file, json.dumps(made, indent=1) + "\n")
    finally:
        station.close()
    if arguments.json:
        emit({**made, "file": str(file)})
    else:
        say(label("audit_taken_out", number=made["number"], path=file))
    return 0


def _write(file: Path, text: str) -> None:
    """All of it or nothing.

    Raises:
        AuditError: It cannot be written there.
    """
    from borderdesk.audit.signing import AuditError

    building = file.with_name(f".{file.name}.part")
    try:
        with building.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        building.replace(file)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise AuditError("error.audit.unwritable", path=file) from error


def _verified(found: Verification) -> dict[str, Any]:
    bad = found.bad
    return {
        "sound": bad is None,
        "entries": found.entries,
        "head": found.head.hex(),
        "vouched": found.vouched,
        "bad": None
        if bad is None
        else {
            "number": bad.number,
            "trouble": bad.trouble.value,
            "other": bad.other,
            "sentence": bad.sentence().text(),
        },
        "set_back": [
            {
                "number": back.number,
                "at": back.at.isoformat(),
                "clock": back.clock.isoformat(),
                "seconds": back.seconds,
            }
            for back in found.set_back
        ],
        "keys": list(found.keys),
    }


def _entry(each: AuditEntry) -> dict[str, Any]:
    return {
        "number": each.number,
        "at": each.at.isoformat(),
        "clock": each.clock.isoformat(),
        "person": each.person_id,
        "act": each.act,
        "subject_kind": each.subject[0],
        "subject_id": each.subject[1],
        "purpose": each.purpose,
        "second_person": each.second_person_id,
        "details": dict(each.details),
    }


def _line(each: AuditEntry) -> str:
    """One entry for people: `12  2026-11-24 09:31:00  4f2c...  case.decided  case/0f3a...  why`."""
    parts = (
        str(each.number),
        f"{each.at:%Y-%m-%d %H:%M:%S}",
        each.person_id or "desk",
        each.second_person_id and f"+ {each.second_person_id}",
        each.act,
        "/".join(part for part in each.subject if part),
        each.purpose,
        json.dumps(each.details, ensure_ascii=False, sort_keys=True) if each.details else "",
    )
    return "  ".join(part for part in parts if part)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text)):
        raise ArgumentTypeError(f"{text!r} is no count; write 50")
    return int(text)
