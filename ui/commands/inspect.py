"""`borderdesk inspect`: what to do about the documents in some pictures. Stores nothing."""

from __future__ import annotations

from argparse import Action, ArgumentError, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.errors import KnownError
from models.message import message
from ui.commands import log, settings
from ui.commands.output import complain, emit, label, say
from ui.commands.records import error_record

if TYPE_CHECKING:
    from borderdesk.inspection import Inspector
    from borderdesk.policy import Policy
    from borderdesk.storage.station import Station
    from models.document import MrzFields
    from models.image import Light, PageImage
    from models.inspection import Inspection
    from models.watchlist import Screening
    from watchlist.doubts import Doubts


Inspected = Callable[[], "tuple[Inspection, ...]"]
"""What is in a file; raises what kept it from being inspected."""


class Once(Action):
    """An option that stands once at most: a second picture would take the place of the first unseen."""

    def __call__(
        self, parser: ArgumentParser, namespace: Namespace, values: Any, option_string: str | None = None
    ) -> None:
        """Keep the value.

        Raises:
            ArgumentError: There is one.
        """
        if getattr(namespace, self.dest) is not None:
            raise ArgumentError(self, "wants exactly one PATH")
        setattr(namespace, self.dest, values)


class InspectError(KnownError):
    """A path that cannot be inspected."""


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    parser: ArgumentParser = commands.add_parser(
        "inspect",
        parents=[common],
        allow_abbrev=False,
        help="read documents from pictures and films and say what to do",
        description="Reads every document in the given pictures (JPEG, PNG, TIFF, BMP, WebP, PDF) and films "
        "(AVI, MP4, MOV, MKV, WebM), checks it, asks the station's watchlist and says what to do and why. "
        "Nothing is stored.",
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a picture, PDF or film")
    parser.add_argument("--json", action="store_true", help="one JSON object a line for each document")
    for light in ("back", "infrared", "ultraviolet"):
        parser.add_argument(
            f"--{light}",
            metavar="PATH",
            action=Once,
            help=f"the {light} picture of the same document; wants one PATH",
        )
    parser.add_argument(
        "--live",
        metavar="PATH",
        action=Once,
        help="a picture of whoever shows the document, to hold its portrait against; wants one PATH",
    )
    parser.add_argument(
        "--same-traveller",
        action="store_true",
        help="all documents are one traveller's: hold each against the others",
    )
    parser.add_argument("--today", metavar="YYYY-MM-DD", type=day, help="the day of the inspection (now)")
    parser.add_argument(
        "--no-watchlist", action="store_true", help='open no station; the best advice is then "in_order"'
    )
    parser.add_argument(
        "--second-opinion",
        action="store_true",
        help="hear PassportEye as well where a picture leaves doubt; slower",
    )
    parser.add_argument(
        "--log",
        metavar="FILE",
        type=Path,
        help="write what each check came to as well, to a file that ends in .xml or .json; names nobody",
    )
    parser.set_defaults(act=run, parser=parser)


def day(text: str) -> date:
    """A day as typed.

    Raises:
        ArgumentTypeError: It is none.
    """
    try:
        if len(text) != len("YYYY-MM-DD"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no day; write it as 2026-11-24") from error


def local_today(now: datetime) -> date:
    """The day that the wall clock at the desk shows."""
    return now.astimezone().date()


def run(arguments: Namespace) -> int:
    """Inspect every path; go on with the others where one cannot be inspected."""
    from borderdesk.imaging.frames import is_film

    beside = (arguments.back, arguments.infrared, arguments.ultraviolet, arguments.live)
    if any(beside) and len(arguments.paths) != 1:
        arguments.parser.error("--back, --infrared, --ultraviolet and --live want exactly one PATH")
    if arguments.same_traveller and any(beside):
        arguments.parser.error("--same-traveller goes without --back, --infrared, --ultraviolet and --live")
    if arguments.same_traveller and any(is_film(Path(path)) for path in arguments.paths):
        arguments.parser.error("--same-traveller takes pictures, no films")
    now = datetime.now(UTC)
    today = arguments.today or local_today(now)
    from borderdesk.inspection import Inspector

    with ExitStack() as stack:
        watch = None if arguments.no_watchlist else _watch(settings.home(arguments), today, stack)
        inspector = Inspector(
            _policy(watch),
            watch.screen if watch else None,
            second_opinion=arguments.second_opinion,
            training=watch is not None and watch.training,
        )
        failed = False
        log_of = None if arguments.log is None else _Log(arguments.log, watch, now)
        for path, inspected in _inspections(inspector, arguments, today, now):
            failed |= not _answer(path, inspected, log_of, as_json=arguments.json)
        if log_of is not None:
            log_of.write()
        failed |= watch is not None and watch.trouble
    return int(failed)


def _policy(watch: _Watch | None) -> Policy:
    """That of the station, the shipped one without a station."""
    from borderdesk.cases import own_policy
    from borderdesk.policy import Policy

    if watch is None or watch.station is None:
        return Policy.load()
    return own_policy.at(watch.station)


def _inspections(
    inspector: Inspector, arguments: Namespace, today: date, now: datetime
) -> Iterator[tuple[str, Inspected]]:
    """Each path, with how to inspect it."""
    if not arguments.same_traveller:
        for path in arguments.paths:
            yield path, partial(_inspected, path, inspector, arguments, today, now)
        return
    pages = {path: _pages_or_trouble(path) for path in arguments.paths}
    together = [page for loaded in pages.values() if not isinstance(loaded, KnownError) for page in loaded]
    found = inspector.inspect_together(together, today=today, now=now)
    for path in arguments.paths:
        yield path, partial(_of_these, pages[path], found)


def _pages_or_trouble(path: str) -> tuple[PageImage, ...] | KnownError:
    """The pages of a file; what is wrong with it is told when its turn comes."""
    from models.image import Light

    try:
        return _pages(path, Light.VISIBLE)
    except KnownError as error:
        return error


def _of_these(
    pages: tuple[PageImage, ...] | KnownError, found: tuple[Inspection, ...]
) -> tuple[Inspection, ...]:
    """The inspections of a file's pages.

    Raises:
        KnownError: It could not be read.
    """
    if isinstance(pages, KnownError):
        raise pages
    return _with_documents(tuple(each for each in found if any(each.page is page for page in pages)))


def _with_documents(found: tuple[Inspection, ...]) -> tuple[Inspection, ...]:
    """Those with a document; where there is none, one that says why."""
    return tuple(each for each in found if each.document is not None) or found[:1]


def _answer(path: str, inspected: Inspected, log_of: _Log | None, *, as_json: bool) -> bool:
    """Print the answers for one path.

    Returns:
        False where the file could not be inspected.
    """
    try:
        found = inspected()
    except KnownError as error:
        _tell_trouble(path, error.message.text(), error.remedy.text(), as_json=as_json)
        return False
    except Exception as error:  # noqa: BLE001 - a bug met in one file must do no harm to the others
        log.write_down(error)
        sentence = label("bug_in_file", kind=type(error).__name__)
        _tell_trouble(path, sentence, label("bug_in_file_remedy", file=log.log_file()), as_json=as_json)
        return False
    _tell(path, found, as_json=as_json)
    if log_of is not None:
        log_of.add(found)
    return True


def _inspected(
    path: str, inspector: Inspector, arguments: Namespace, today: date, now: datetime
) -> tuple[Inspection, ...]:
    """Every document in a file."""
    from borderdesk.imaging.frames import film, is_film
    from borderdesk.inspection import Beside
    from models.image import Light

    others = [
        page
        for name, light in (
            (arguments.back, Light.VISIBLE),
            (arguments.infrared, Light.INFRARED),
            (arguments.ultraviolet, Light.ULTRAVIOLET),
        )
        if name is not None
        for page in _pages(name, light)
    ]
    shown = None if arguments.live is None else _pages(arguments.live, Light.VISIBLE)[0]
    beside = Beside(tuple(others), live=shown)
    if is_film(Path(path)):
        with film(Path(path)) as frames:
            return inspector.inspect_film(frames, today=today, now=now, beside=beside)
    pages = _pages(path, Light.VISIBLE)
    return _with_documents(inspector.inspect(pages, today=today, now=now, beside=beside))


def _pages(name: str, light: Light) -> tuple[PageImage, ...]:
    from borderdesk.imaging.load import load_pages

    path = Path(name)
    if path.is_dir():
        raise InspectError("error.command.folder", path=path)
    return load_pages(path, light=light)


def _tell(path: str, found: tuple[Inspection, ...], *, as_json: bool) -> None:
    from models.record import as_record
    from ui.commands.people import inspection_lines

    for each in found:
        if as_json:
            emit({**as_record(each), "file": path})
        else:
            say(*inspection_lines(path, each), "")


def _tell_trouble(path: str, sentence: str, remedy: str, *, as_json: bool) -> None:
    if as_json:
        emit(error_record(path, sentence, remedy))
    complain(f"{path}: {sentence} {remedy}".strip())


class _Log:
    """What goes into `--log`.

    Raises:
        KnownError: It cannot be told from the file's name how it is to be written.
    """

    def __init__(self, file: Path, watch: _Watch | None, now: datetime) -> None:
        from borderdesk.reports.inspection_log import MINIMAL, head
        from borderdesk.reports.log_files import Form

        station = watch.station.name if watch is not None and watch.station is not None else ""
        self._file, self._form = file, Form.of(file)
        self._head = head(station, now, MINIMAL)
        self._entries: list[dict[str, Any]] = []

    def add(self, found: tuple[Inspection, ...]) -> None:
        """Put inspections in."""
        from borderdesk.reports.inspection_log import Looked, entry

        self._entries += [entry(Looked.at_the_moment(each)) for each in found]

    def write(self) -> None:
        """Write the file."""
        from borderdesk.reports.log_files import write

        write(self._file, self._form, self._head, self._entries)


class _Watch:
    """The station's watchlist, as the inspection asks it; remembers whether it ever could not be asked.

    Args:
        station: Open; None where it could not be opened.
        why: Then the reason.
        today: The day of the inspection.
    """

    def __init__(self, station: Station | None, why: KnownError | None, today: date) -> None:
        self.station = station
        self._why = why
        self._today = today
        self.trouble = why is not None
        self.training = station is not None and station.training

    def screen(self, fields: MrzFields, doubts: Doubts) -> Screening:
        """Ask the watchlist.

        Raises:
            KnownError: It cannot be asked.
        """
        from borderdesk.screening import screen_at

        if self.station is None:
            raise self._why or InspectError("error.command.no_station", path="")
        try:
            return screen_at(self.station, fields, today=self._today, doubts=doubts)
        except KnownError as error:
            self.trouble = True
            complain(error.sentence())
            raise
        except Exception:  # the inspection writes it down and goes on
            self.trouble = True
            complain(message("verdict.lists.failed").text())
            raise


def _watch(folder: Path, today: date, stack: ExitStack) -> _Watch | None:
    """The watchlist of the station, if there is one.

    A station that cannot be opened although the passphrase is at hand does not keep anybody from reading
    documents: the inspections go on, say so, and are "in order" at best.

    Raises:
        KnownError: There is a station, but no passphrase that opens it.
    """
    if not settings.has_station(folder):
        return None
    from borderdesk.storage.errors import NoStationError, StorageError, WrongPassphraseError

    try:
        station = settings.open_station(folder)
    except (NoStationError, WrongPassphraseError):
        raise
    except StorageError as error:
        complain(error.sentence())
        return _Watch(None, error, today)
    stack.callback(station.close)
    return _Watch(station, None, today)
