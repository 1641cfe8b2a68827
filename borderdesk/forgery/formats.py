"""Formats: whether each place holds a symbol that may stand there, and how name and sex are written.

Symbols by place: ICAO Doc 9303-4 to 9303-7, 4.2.2 (7.2.2 for small visas). Names: one filler between
components, two between primary and secondary identifier, fillers from there to the end of the field, and
always a primary identifier (9303-3, 4.6). A run of K or C is how fillers look that somebody took for letters:
no name has three of them. Sex: F, M or a filler (9303-4, 4.2.2 note p).
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz import alphabet
from borderdesk.mrz.layouts import Range
from models.check import CheckResult, CheckStatus, Severity
from models.message import message

SYMBOLS = "mrz.format.symbols"
NAMES = "mrz.format.names"
SEX = "mrz.format.sex"
CODES = (SYMBOLS, NAMES, SEX)

_FILLER = "<"
_BREAK = "<<"
_SEXES = frozenset("FM<")
_TAKEN_FOR_FILLERS = ("KKK", "CCC")


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Symbols, names, sex."""
    yield _symbols(evidence)
    yield _names(evidence)
    yield _sex(evidence)


def name_well_formed(field: str) -> bool:
    """Whether a name field follows the pattern of Doc 9303-3, 4.6.

    Args:
        field: All its characters.

    >>> [name_well_formed(name) for name in ("ERIKSSON<<ANNA<<<", "<ERIKSSON<<ANNA<", "A<<B<<C<<<")]
    [True, False, False]
    """
    written = field.rstrip(_FILLER)
    return bool(written) and written[0] != _FILLER and "<<<" not in written and written.count(_BREAK) <= 1


def _symbols(evidence: Evidence) -> CheckResult:
    """Every place but the sex, which has a check of its own."""
    sex = evidence.layout.require("sex")
    wrong = [
        (row, place)
        for row, (line, allowed) in enumerate(
            zip(evidence.document.lines, alphabet(evidence.document.format), strict=True)
        )
        for place, (symbol, fits) in enumerate(zip(line, allowed, strict=True))
        if symbol not in fits and not (row == sex.line and sex.start <= place < sex.end)
    ]
    if not wrong:
        whole = [(row, 0, len(line)) for row, line in enumerate(evidence.document.lines)]
        status = evidence.settled(whole, fine=True)
        return CheckResult(SYMBOLS, status, Severity.MAJOR, message(f"check.{SYMBOLS}.{_ending(status)}"))
    # One surely read symbol in a wrong place is enough; doubtful ones beside it excuse nothing.
    row, place = next((at for at in wrong if evidence.sure([_one(*at)])), wrong[0])
    status = evidence.settled([_one(row, place)], fine=False)
    return CheckResult(
        SYMBOLS,
        status,
        Severity.MAJOR,
        message(
            f"check.{SYMBOLS}.{_ending(status, found=True)}",
            symbol=evidence.document.lines[row][place],
            line=row + 1,
            position=place + 1,
        ),
        evidence.region([_one(row, place)]),
    )


def _one(row: int, place: int) -> Range:
    return (row, place, place + 1)


def _ending(status: CheckStatus, *, found: bool = False) -> str:
    """Which sentence is told; a doubtful symbol that was found is named."""
    return "doubtful" if found and status is CheckStatus.UNDETERMINED else status.value


def _names(evidence: Evidence) -> CheckResult:
    whole = evidence.layout.element("name")
    element = whole if whole is not None else evidence.layout.require("surname")
    field = evidence.printed(element)
    # The French card parts given names by two fillers, in a field of their own; only its surname is ruled.
    run_of_letters = any(letters in field for letters in _TAKEN_FOR_FILLERS)
    status = evidence.settled([element.range], fine=name_well_formed(field) and not run_of_letters)
    ending = status.value
    if status is CheckStatus.FAILED and not field.strip(_FILLER):
        ending = "empty"
    elif status is CheckStatus.FAILED and run_of_letters:
        ending = "letters"
    return CheckResult(
        NAMES, status, Severity.MINOR, message(f"check.{NAMES}.{ending}"), evidence.region([element.range])
    )


def _sex(evidence: Evidence) -> CheckResult:
    element = evidence.layout.require("sex")
    printed = evidence.printed(element)
    status = evidence.settled([element.range], fine=printed in _SEXES)
    return CheckResult(
        SEX,
        status,
        Severity.MINOR,
        message(f"check.{SEX}.{status.value}", printed=printed),
        evidence.region([element.range]),
    )
