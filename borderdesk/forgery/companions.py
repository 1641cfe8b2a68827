"""Document against document, where a traveller shows several: name, birth, sex, the passport of a visa.

Names are held against each other as the watchlist does it: other states write the same name in other letters
(ICAO Doc 9303-3, 6 leaves them the choice), cut it elsewhere, or leave a part out. A visa may have the number
of its passport in place of its own or in its optional data (9303-7, 4.2.2), and need not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.layouts import Range
from models.check import CheckResult, CheckStatus, Severity
from models.document import DocumentFormat, MrzFields, PartialDate, Sex, TravelDocument
from models.message import message
from watchlist.names.compare import compare

NAME = "documents.name"
BIRTH = "documents.date_of_birth"
SEX = "documents.sex"
PASSPORT = "documents.passport_number"
CODES = (NAME, BIRTH, SEX, PASSPORT)

_VISAS = frozenset({DocumentFormat.MRV_A, DocumentFormat.MRV_B})
_Agrees = Callable[[TravelDocument, TravelDocument], bool | None]
"""Whether two documents agree; None where one of them does not say."""


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Name, date of birth, sex, and the passport's number."""
    yield _judged(evidence, NAME, ("name", "surname"), _name, _same_name)
    yield _judged(evidence, BIRTH, ("date_of_birth",), _birth, _same_birth)
    yield _judged(evidence, SEX, ("sex",), _sex, _same_sex)
    yield _judged(evidence, PASSPORT, ("document_number",), _number, _same_passport)


def _judged(
    evidence: Evidence,
    code: str,
    elements: Sequence[str],
    shown: Callable[[MrzFields], str],
    agrees: _Agrees,
) -> CheckResult:
    """One comparison with every other document; one that disagrees is enough."""
    own = evidence.document
    places = _places(evidence, elements)
    answers = [(other, agrees(own, other)) for other in evidence.companions]
    told = [(other, same) for other, same in answers if same is not None]
    if not told:
        why = "not_supported" if evidence.companions else "alone"
        key = f"check.{code}.{why}" if evidence.companions else f"check.documents.{why}"
        return CheckResult(code, CheckStatus.NOT_SUPPORTED, Severity.INFO, message(key))
    other, same = min(told, key=lambda each: (each[1], not each[0].certain))
    status = CheckStatus.PASSED if same else CheckStatus.FAILED
    if not (own.certain and other.certain):
        status = CheckStatus.UNDETERMINED
    return CheckResult(
        code,
        status,
        Severity.MAJOR,
        message(f"check.{code}.{status.value}", here=shown(own.fields), there=shown(other.fields)),
        evidence.region(places),
    )


def _places(evidence: Evidence, elements: Sequence[str]) -> list[Range]:
    found = (evidence.layout.element(name) for name in elements)
    return [element.range for element in found if element is not None]


def _name(fields: MrzFields) -> str:
    return " ".join(part for part in (fields.primary_identifier, fields.secondary_identifier) if part)


def _birth(fields: MrzFields) -> str:
    return fields.date_of_birth.iso or fields.date_of_birth.raw


def _sex(fields: MrzFields) -> str:
    return fields.sex.value


def _number(fields: MrzFields) -> str:
    return fields.document_number


def _same_name(own: TravelDocument, other: TravelDocument) -> bool | None:
    names = _name(own.fields), _name(other.fields)
    if not all(names):
        return None
    return compare(*names, truncated=own.fields.names_truncated or other.fields.names_truncated).match


def _same_birth(own: TravelDocument, other: TravelDocument) -> bool | None:
    one, two = own.fields.date_of_birth, other.fields.date_of_birth
    pairs = [(a, b) for a, b in zip(_parts(one), _parts(two), strict=True) if a is not None and b is not None]
    return all(a == b for a, b in pairs) if pairs else None


def _parts(born: PartialDate) -> tuple[int | None, int | None, int | None]:
    """Year, month and day; none of a date that is no date."""
    return (born.year, born.month, born.day) if born.possible else (None, None, None)


def _same_sex(own: TravelDocument, other: TravelDocument) -> bool | None:
    marks = own.fields.sex, other.fields.sex
    if Sex.UNSPECIFIED in marks or Sex.X in marks:
        return None  # another issuer may know no third mark
    return marks[0] is marks[1]


def _same_passport(own: TravelDocument, other: TravelDocument) -> bool | None:
    """Whether the visa of the two is for the passport of the two, where it says so."""
    visa, passport = (own, other) if own.format in _VISAS else (other, own)
    if visa.format not in _VISAS or passport.format is not DocumentFormat.TD3:
        return None
    number = passport.fields.document_number
    said = [part for part in (visa.fields.document_number, *visa.fields.optional_data.split("<")) if part]
    if any(number in part for part in said):
        return True
    # What has the shape of that passport's number is meant to be one; else the visa does not say.
    optional = [part for part in said[1:] if _shape(part) == _shape(number)]
    return False if optional else None


def _shape(number: str) -> str:
    """Letters as A, digits as 9."""
    return "".join("9" if symbol.isdigit() else "A" for symbol in number)
