"""Printed fields: whether what people read says the same as the zone (TR-03135: MRZ against VIZ).

* What stands in print anywhere, in the spelling that Doc 9303-3, 6 permits, agrees.
* Only another value of the same kind, at its caption or where nothing else can stand, contradicts; and only
  if two looks at it read alike. What could not be found or read is "not supported": small, worn or covered
  print is most often that and no forgery.
* A card's zone is on its back: its front is read too where a picture of it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest

from borderdesk.forgery.dates import last_day
from borderdesk.forgery.evidence import Evidence
from borderdesk.forgery.printed_values import CLEAR, Day, Name, Nation, Number, SexMark, Wanted
from borderdesk.mrz.codes import StateKind, state
from borderdesk.reading.tesseract import TesseractError
from borderdesk.viz.alike import plain_number
from borderdesk.viz.captions import Role
from borderdesk.viz.lines import PrintedLine
from borderdesk.viz.page import Look, PrintedPage, look_again, read_page
from borderdesk.viz.sides import sides_of
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat
from models.image import Light
from models.message import message

_ROLES = (
    Role.SURNAME,
    Role.GIVEN_NAMES,
    Role.DOCUMENT_NUMBER,
    Role.DATE_OF_BIRTH,
    Role.DATE_OF_EXPIRY,
    Role.SEX,
    Role.NATIONALITY,
)


def code(role: Role) -> str:
    """The check's code by what it looks for."""
    return f"viz.mrz.{role.value}"


CODES = tuple(code(role) for role in _ROLES)
_MOST_LOOKS = 10
"""Lines that are looked at again at most: each takes time."""
_COUNTRIES = (StateKind.STATE, StateKind.BRITISH_VARIANT, StateKind.SPECIMEN, StateKind.FORMER)
_FOUND, _OTHER = 1.0, 0.0


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """One result for each printed field."""
    page, plane = evidence.page, evidence.plane
    sides = () if page is None or plane is None else sides_of(page, plane, evidence.under(Light.VISIBLE))
    if not sides:
        yield from (_not_supported(each, "too_small") for each in CODES)
        return
    try:
        yield from _compared(evidence, read_page(sides))
    except TesseractError:
        yield from (_not_supported(each, "no_reader") for each in CODES)


def _compared(evidence: Evidence, page: PrintedPage) -> Iterator[CheckResult]:
    wanted = {each.role: each for each in _wanted(evidence)}
    found = {role: each.found(page) for role, each in wanted.items()}
    told = {line for line in found.values() if line is not None}
    suspects = {
        role: [line for line in each.suspects(page) if line.confidence >= CLEAR and line not in told]
        for role, each in wanted.items()
        if found[role] is None
    }
    # One of each kind in turn, so that the likeliest of each is looked at before there are too many.
    turns = chain.from_iterable(zip_longest(*suspects.values()))
    lines = [line for line in dict.fromkeys(turns) if line is not None][:_MOST_LOOKS]
    looks = look_again(page, lines)
    for role in _ROLES:
        each = wanted.get(role)
        if each is None:
            yield _not_supported(code(role), "not_in_zone")
        elif (line := found[role]) is not None:
            yield _agreeing(each, line)
        else:
            yield _judged(each, [look for look in looks if look.line in suspects[role]])


def _wanted(evidence: Evidence) -> Iterator[Wanted]:
    """What the zone says and print should."""
    fields = evidence.document.fields
    if fields.primary_identifier:
        cut = fields.names_truncated and not fields.secondary_identifier
        yield Name(Role.SURNAME, fields.primary_identifier, cut)
    if fields.secondary_identifier:
        yield Name(Role.GIVEN_NAMES, fields.secondary_identifier, fields.names_truncated)
    visa = evidence.document.format in (DocumentFormat.MRV_A, DocumentFormat.MRV_B)
    further = (fields.optional_data, fields.optional_data_2 or "")
    yield Number(
        fields.document_number,
        frozenset(plain_number(part) for text in further for part in (text, *text.split("<")) if part),
        visa,
    )
    until = None if fields.date_of_expiry is None else last_day(fields.date_of_expiry)
    if fields.date_of_birth.year is not None and fields.date_of_birth.possible:
        yield Day(Role.DATE_OF_BIRTH, fields.date_of_birth, until, evidence.today)
    if fields.date_of_expiry is not None and until is not None:
        yield Day(Role.DATE_OF_EXPIRY, fields.date_of_expiry, until, evidence.today)
    yield SexMark(fields.sex)
    known = state(fields.nationality)
    # Print names the country where a refugee comes from, the zone names the refugee.
    if known is not None and known.kind in _COUNTRIES:
        yield Nation(fields.nationality)


def _agreeing(wanted: Wanted, line: PrintedLine) -> CheckResult:
    return CheckResult(
        code(wanted.role),
        CheckStatus.PASSED,
        wanted.severity,
        message(f"check.{code(wanted.role)}.passed"),
        line.side.region(line.box),
        _FOUND,
    )


def _judged(wanted: Wanted, looks: Sequence[Look]) -> CheckResult:
    """What two looks at the lines that should hold a value come to."""
    for look in looks:
        if wanted.agrees(look.text):
            return _agreeing(wanted, look.line)
    for look in looks:
        printed = wanted.other(look)
        if printed is not None:
            return CheckResult(
                code(wanted.role),
                CheckStatus.FAILED,
                wanted.severity,
                message(f"check.{code(wanted.role)}.failed", printed=printed, zone=wanted.shown),
                look.line.side.region(look.line.box),
                _OTHER,
            )
    return _not_supported(code(wanted.role), "unread")


def _not_supported(code: str, why: str) -> CheckResult:
    return CheckResult(code, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(f"check.viz.{why}"))
