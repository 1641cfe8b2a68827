"""Writing a zone: the reverse of `parsing`, by the same tables.

For the training desk, for tests and for the drawn specimens. Values are written as the standard wants them:
names transliterated and cut to the field (ICAO Doc 9303-3, 4.6 and 6), long document numbers continued in the
optional data of a TD1 or TD2 (9303-5 and 9303-6, 4.2.2 note j), every check digit computed.
"""

from __future__ import annotations

from borderdesk.mrz.check_digits import FILLER, check_digit
from borderdesk.mrz.errors import MrzFormatError
from borderdesk.mrz.layouts import Element, Layout, layout_of
from borderdesk.mrz.names import write_name
from borderdesk.mrz.transliteration import transliterate
from models.document import DocumentFormat, Sex

_SEXES = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.X: FILLER, Sex.UNSPECIFIED: FILLER}


def compose(
    format: DocumentFormat,  # noqa: A002 - the field's word
    *,
    document_code: str,
    issuing_state: str,
    primary_identifier: str,
    secondary_identifier: str,
    document_number: str,
    nationality: str = "",
    date_of_birth: str,
    sex: Sex | str,
    date_of_expiry: str = "",
    optional_data: str = "",
    optional_data_2: str = "",
) -> tuple[str, ...]:
    """Write a zone with right check digits.

    Args:
        format: The format to write.
        document_code: One or two characters.
        issuing_state: One to three letters.
        primary_identifier: Surname, in any script that Doc 9303-3, section 6 has.
        secondary_identifier: Given names; may be empty.
        document_number: Up to 9 characters (12 on the French card); on a TD1 up to 22, on a TD2 up to 14.
        nationality: Up to three letters; the French card has no place for it.
        date_of_birth: Six characters, YYMMDD, fillers where unknown.
        sex: A `Sex`, or the letter to print; X becomes a filler (Doc 9303-4, 4.2.2 note p).
        date_of_expiry: Six characters, YYMMDD; the French card has no place for it.
        optional_data: What the format has room for; on the French card the six of department and office.
        optional_data_2: Only on a TD1.

    Returns:
        The lines, top first.

    Raises:
        MrzFormatError: A value does not fit into its field.

    Source: ICAO Doc 9303-4, 9303-5 and 9303-6, 4.2.2 to 4.2.4; 9303-7, 4.2.2 and 7.2.2.

    >>> for line in compose(DocumentFormat.TD3, document_code="P", issuing_state="UTO",
    ...     primary_identifier="Eriksson", secondary_identifier="Anna Maria", document_number="L898902C3",
    ...     nationality="UTO", date_of_birth="740812", sex="F", date_of_expiry="120415",
    ...     optional_data="ZE184226B"):
    ...     print(line)
    P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
    L898902C36UTO7408122F1204159ZE184226B<<<<<10
    """
    layout = layout_of(format)
    number, rest = _split_number(layout, _plain(document_number))
    letter = _SEXES[sex] if isinstance(sex, Sex) else sex.replace("X", FILLER)
    values = {
        "document_code": document_code,
        "issuing_state": issuing_state,
        "document_number": number,
        "nationality": nationality,
        "date_of_birth": date_of_birth,
        "sex": letter,
        "date_of_expiry": date_of_expiry,
        "optional_data": rest + _plain(optional_data),
        "optional_data_2": _plain(optional_data_2),
    }
    values |= _names(layout, primary_identifier, secondary_identifier)
    return _with_check_digits(layout, _filled(layout, values), continued=bool(rest))


def _plain(value: str) -> str:
    """Spaces and other marks become fillers (Doc 9303-4, 4.2.2)."""
    return "".join(symbol if symbol.isalnum() else FILLER for symbol in value).rstrip(FILLER)


def _split_number(layout: Layout, number: str) -> tuple[str, str]:
    """The number's own field, and what opens the optional data: the rest, its check digit and a filler."""
    width = layout.require("document_number").width
    if len(number) <= width or not layout.number_may_continue:
        return number, ""
    rest = number[width:]
    room = layout.require("optional_data").width - 2
    if len(rest) > room or FILLER in rest:
        raise MrzFormatError("error.mrz_too_long", value=number, room=width + room)
    return number[:width], f"{rest}{check_digit(_in_symbols(number))}{FILLER}"


def _in_symbols(value: str) -> str:
    """The value, once it is known to have no other symbol than those of a zone."""
    for symbol in value:
        if not (symbol.isascii() and (symbol.isdigit() or symbol.isupper() or symbol == FILLER)):
            raise MrzFormatError("error.mrz_value_symbol", value=value, symbol=symbol)
    return value


def _names(layout: Layout, primary: str, secondary: str) -> dict[str, str]:
    if layout.element("name") is not None:
        width = layout.require("name").width
        return {"name": write_name(transliterate(primary), transliterate(secondary), width)}
    # The French card parts given names by two fillers and keeps one for a hyphen.
    given = [transliterate(part).replace(" ", FILLER) for part in secondary.split()]
    return {
        "surname": write_name(transliterate(primary), "", layout.require("surname").width),
        "given_names": (FILLER * 2).join(given)[: layout.require("given_names").width],
    }


def _filled(layout: Layout, values: dict[str, str]) -> list[list[str]]:
    """The zone with every element in its place and fillers everywhere else."""
    count, width = layout.format.shape
    rows = [[FILLER] * width for _ in range(count)]
    for element in layout.elements:
        rows[element.line][element.start : element.end] = _written(element, values.pop(element.name))
    for name, value in values.items():
        implied = layout.format is DocumentFormat.FRA_ID and (name, value) == ("nationality", "FRA")
        if value and not implied:
            raise MrzFormatError("error.mrz_no_such_field", format=layout.format.value, value=value)
    return rows


def _written(element: Element, value: str) -> str:
    """A value with its fillers."""
    if len(value) > element.width:
        raise MrzFormatError("error.mrz_too_long", value=value, room=element.width)
    text = value.ljust(element.width, FILLER)
    for place, symbol in enumerate(text):
        allowed = element.first if place == 0 and element.first is not None else element.symbols
        if symbol not in allowed:
            raise MrzFormatError("error.mrz_value_symbol", value=value, symbol=symbol)
    return text


def _with_check_digits(layout: Layout, rows: list[list[str]], *, continued: bool) -> tuple[str, ...]:
    """Every check digit in its place, in the order of the table: the composite one covers the others."""
    for rule in layout.checks:
        if continued and rule.name == "document_number":
            continue
        covered = "".join("".join(rows[line][start:end]) for line, start, end in rule.covers)
        rows[rule.line][rule.position] = check_digit(covered)
    return tuple("".join(row) for row in rows)
