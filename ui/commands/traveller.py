"""`borderdesk traveller export`: all that is held on a traveller; `borderdesk notice`: what they are told."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models.errors import KnownError
from ui.commands import acting, settings
from ui.commands.output import emit, label, say


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-commands to the parser."""
    room: ArgumentParser = commands.add_parser(
        "traveller",
        parents=[common],
        allow_abbrev=False,
        help="what is held on a traveller",
        description="Works on what is held on one traveller.",
    )
    acts = room.add_subparsers(title="acts", metavar="ACT", required=True)
    parser: ArgumentParser = acts.add_parser(
        "export",
        parents=[common],
        allow_abbrev=False,
        help="write all that is held on a traveller into a folder",
        description="Writes all that is held on a traveller into a new folder: JSON, pictures and a page to "
        "read. It is not encrypted. The export is listed as handed over, and audited.",
    )
    parser.add_argument("--document", metavar="NUMBER", help="number of the travel document")
    parser.add_argument("--state", metavar="CODE", help="who issued it, three letters as printed")
    parser.add_argument("--inspection", metavar="NUMBER", help="one inspection instead of a document")
    parser.add_argument("--out", metavar="FOLDER", required=True, type=Path, help="new or empty folder")
    parser.add_argument("--recipient", metavar="TEXT", default="the traveller", help="who gets it")
    parser.add_argument(
        "--legal-basis", metavar="TEXT", default="the right of access", help="the rule that allows it"
    )
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    acting.add_to(parser, second=True)
    parser.set_defaults(act=run_export, parser=parser)
    noticing: ArgumentParser = commands.add_parser(
        "notice",
        parents=[common],
        allow_abbrev=False,
        help="the notice for travellers, to print",
        description="Writes the notice that tells travellers what is done with their data. Needs no station.",
    )
    noticing.add_argument("--language", metavar="CODE", default="en", help="en, fr, ar or pt (%(default)s)")
    noticing.add_argument("--out", metavar="FILE", required=True, type=Path, help="HTML, to be printed")
    noticing.add_argument("--authority", metavar="TEXT", default="", help="who runs the border post")
    noticing.add_argument("--contact", metavar="TEXT", default="", help="where to ask and complain")
    noticing.set_defaults(act=run_notice, parser=noticing)


def run_export(arguments: Namespace) -> int:
    """Write out all that is held on a traveller."""
    from borderdesk.access.permissions import Act, require_purpose
    from borderdesk.privacy import traveller

    by_document = bool(arguments.document and arguments.state)
    if by_document == bool(arguments.inspection) or bool(arguments.document) != bool(arguments.state):
        arguments.parser.error("give --document and --state, or --inspection")
    now = datetime.now(UTC).astimezone()
    with settings.open_station(settings.home(arguments)) as station:
        require_purpose(Act.EXPORT, arguments.purpose)  # also where the program itself acts
        who = acting.who(arguments, station, Act.EXPORT, now=now)
        with station.cases(writing=True) as session:
            if by_document:
                numbers = traveller.find(session, arguments.document, arguments.state)
            else:
                numbers = (arguments.inspection,)
            held = traveller.hand_out(
                session,
                numbers,
                arguments.out,
                who.person,
                station=station.name,
                recipient=arguments.recipient,
                legal_basis=arguments.legal_basis,
                purpose=who.purpose,
                now=now,
                second=who.second,
            )
    record = {"inspections": len(numbers), "files": len(held.files), "folder": str(arguments.out.absolute())}
    if arguments.json:
        emit(record)
    else:
        say(label("exported", **record))
    return 0


def run_notice(arguments: Namespace) -> int:
    """Write the notice."""
    from borderdesk.privacy.notice import notice

    page = notice(arguments.language, authority=arguments.authority, contact=arguments.contact)
    try:
        arguments.out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise KnownError("error.notice.file", path=arguments.out, why=error.strerror or "") from error
    say(label("notice_written", path=arguments.out))
    return 0
