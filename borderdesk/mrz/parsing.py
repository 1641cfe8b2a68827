"""From the lines of a zone to its data elements and check digits.

* Fillers are removed, nothing else is changed (ICAO Doc 9303-3, 4.1 and 4.3).
* A document number of more than nine characters goes on in the optional data: a filler stands in the place of
  its check digit; the rest, the check digit over the whole number and a filler open the optional data
  (9303-5, 4.2.2 note j and 4.2.4; 9303-6, 4.2.2 note j).
* Where the optional data of a TD3 is empty, its check digit may be 0 or a filler (9303-4, 4.2.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from borderdesk.mrz.check_digits import FILLER, check_digit
from borderdesk.mrz.dates import birth_date, expiry_date
from borderdesk.mrz.errors import MrzFormatError
from borderdesk.mrz.formats import detect_format
from borderdesk.mrz.layouts import CheckRule, Layout, layout_of
from borderdesk.mrz.names import Name, components, is_full, split_name
from models.document import CheckDigit, DocumentFormat, MrzFields, PartialDate, Sex
from models.reading import MRZ_ALPHABET

_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.X}


@dataclass(frozen=True, slots=True)
class ParsedZone:
    """A zone taken apart.

    Attributes:
        format: Given, or told from the lines.
        lines: As they were handed in.
        fields: The data elements.
        check_digits: Every check digit that the format has; the composite one last.
    """

    format: DocumentFormat
    lines: tuple[str, ...]
    fields: MrzFields
    check_digits: tuple[CheckDigit, ...]


@dataclass(frozen=True, slots=True)
class _LongNumber:
    """Where a document number goes on in the optional data."""

    start: int
    check: int


def parse(
    lines: Sequence[str],
    *,
    today: date,
    format: DocumentFormat | None = None,  # noqa: A002 - the field's word
) -> ParsedZone:
    """Take a zone apart.

    Args:
        lines: The lines, top first, in the 37 symbols of a zone.
        today: The day on which the document is looked at; it settles the centuries.
        format: The format where it is known already; told from the lines otherwise.

    Raises:
        MrzFormatError: The lines are not those of that format (or of any), or hold another symbol.

    Source: ICAO Doc 9303-4, 9303-5 and 9303-6, 4.2.2; 9303-7, 4.2.2 and 7.2.2.

    >>> zone = parse(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    ...               "L898902C36UTO7408122F1204159ZE184226B<<<<<10"], today=date(2012, 1, 1))
    >>> zone.fields.primary_identifier, zone.fields.secondary_identifier, zone.fields.date_of_birth.iso
    ('ERIKSSON', 'ANNA MARIA', '1974-08-12')
    >>> all(digit.agrees for digit in zone.check_digits)
    True
    """
    text = tuple(lines)
    document_format = _checked_format(text, format)
    layout = layout_of(document_format)
    long_number = _long_number(layout, text)
    return ParsedZone(
        document_format,
        text,
        _fields(layout, text, long_number, today),
        tuple(_held_against(_rule(layout, rule, long_number), layout, text) for rule in layout.checks),
    )


def _checked_format(text: tuple[str, ...], wanted: DocumentFormat | None) -> DocumentFormat:
    """The format, once every line has its length and every character is a symbol of a zone."""
    for number, line in enumerate(text, 1):
        for position, symbol in enumerate(line, 1):
            if symbol not in MRZ_ALPHABET:
                raise MrzFormatError("error.mrz_symbol", symbol=symbol, line=number, position=position)
    lengths = "+".join(str(len(line)) for line in text)
    if wanted is None:
        wanted = detect_format(text)
        if wanted is None:
            raise MrzFormatError("error.mrz_no_format", lengths=lengths)
    count, width = wanted.shape
    if len(text) != count or any(len(line) != width for line in text):
        raise MrzFormatError(
            "error.mrz_shape", format=wanted.value, lengths=lengths, wanted="+".join([str(width)] * count)
        )
    return wanted


def _long_number(layout: Layout, text: Sequence[str]) -> _LongNumber | None:
    """Where the document number goes on, or None where it ends in its own field."""
    if not layout.number_may_continue:
        return None
    rule = next(rule for rule in layout.checks if rule.name == "document_number")
    optional = layout.require("optional_data")
    rest = optional.of(text).find(FILLER)
    if text[rule.line][rule.position] != FILLER or rest < 2:
        return None
    return _LongNumber(optional.start, optional.start + rest - 1)


def _rule(layout: Layout, rule: CheckRule, long_number: _LongNumber | None) -> CheckRule:
    """The rule as it holds in this zone."""
    if long_number is None or rule.name != "document_number":
        return rule
    line = layout.require("optional_data").line
    covers = (*rule.covers, (line, long_number.start, long_number.check))
    return CheckRule(rule.name, line, long_number.check, covers)


def _held_against(rule: CheckRule, layout: Layout, text: Sequence[str]) -> CheckDigit:
    """A check digit held against the characters it covers."""
    covered = "".join(text[line][start:end] for line, start, end in rule.covers)
    printed = text[rule.line][rule.position]
    computed = check_digit(covered)
    unused = rule.name == "optional_data" and rule.or_filler and not covered.strip(FILLER)
    return CheckDigit(
        name=rule.name,
        line=rule.line,
        position=rule.position,
        covers=rule.covers,
        printed=printed,
        computed=computed,
        agrees=printed == computed or (unused and printed == FILLER),
    )


def _fields(layout: Layout, text: Sequence[str], long_number: _LongNumber | None, today: date) -> MrzFields:
    name = _name(layout, text)
    number, optional = _printed(layout, text, "document_number"), _printed(layout, text, "optional_data")
    if long_number is not None:
        inside = long_number.check - long_number.start
        number, optional = number + optional[:inside], optional[inside + 2 :]
    second = layout.element("optional_data_2")
    return MrzFields(
        document_code=_bare(layout, text, "document_code"),
        issuing_state=_bare(layout, text, "issuing_state"),
        primary_identifier=name.primary,
        secondary_identifier=name.secondary,
        names_truncated=name.truncated,
        document_number=number.rstrip(FILLER),
        nationality=_bare(layout, text, "nationality"),
        date_of_birth=birth_date(_printed(layout, text, "date_of_birth"), today=today),
        sex=_SEXES.get(_printed(layout, text, "sex"), Sex.UNSPECIFIED),
        date_of_expiry=_expiry(layout, text, today),
        optional_data=optional.rstrip(FILLER),
        optional_data_2=None if second is None else second.of(text).rstrip(FILLER),
    )


def _printed(layout: Layout, text: Sequence[str], name: str) -> str:
    """The characters of an element; empty where the format lacks it."""
    element = layout.element(name)
    return "" if element is None else element.of(text)


def _bare(layout: Layout, text: Sequence[str], name: str) -> str:
    """A code without its fillers."""
    return _printed(layout, text, name).rstrip(FILLER)


def _name(layout: Layout, text: Sequence[str]) -> Name:
    if layout.element("name") is not None:
        return split_name(layout.require("name").of(text))
    surname, given = layout.require("surname").of(text), layout.require("given_names").of(text)
    return Name(components(surname), components(given), is_full(surname) or is_full(given))


def _expiry(layout: Layout, text: Sequence[str], today: date) -> PartialDate | None:
    element = layout.element("date_of_expiry")
    return None if element is None else expiry_date(element.of(text), today=today)
