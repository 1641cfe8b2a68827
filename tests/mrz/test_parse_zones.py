"""Parsing, against the examples of Doc 9303 and its rules for long numbers and unused optional data."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from borderdesk.mrz import MrzFormatError, ParsedZone, parse
from models.document import DocumentFormat, Sex
from models.reading import MRZ_ALPHABET

TODAY = date(2012, 1, 1)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226")
FRENCH = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")


def zone(*lines: str) -> ParsedZone:
    return parse(lines, today=TODAY)


def failing(parsed: ParsedZone) -> list[str]:
    return [digit.name for digit in parsed.check_digits if not digit.agrees]


def replaced(line: str, place: int, text: str) -> str:
    return line[:place] + text + line[place + len(text) :]


@pytest.mark.parametrize(
    ("lines", "number", "birth", "expiry", "optional", "optional_2"),
    [
        (TD3, "L898902C3", "1974-08-12", "2012-04-15", "ZE184226B", None),
        (TD2, "D23145890", "1974-08-12", "2012-04-15", "", None),
        (TD1, "D23145890", "1974-08-12", "2012-04-15", "", ""),
        (MRV_A, "L898902C", "1969-08-06", "1994-06-23", "ZE184226B", None),
        (MRV_B, "L898902C", "1969-08-06", "1994-06-23", "ZE184226", None),
    ],
)
def test_the_example_of_each_part_reads_as_annotated(
    lines: tuple[str, ...], number: str, birth: str, expiry: str, optional: str, optional_2: str | None
) -> None:
    parsed = zone(*lines)
    fields = parsed.fields
    assert (fields.issuing_state, fields.nationality) == ("UTO", "UTO")
    assert (fields.primary_identifier, fields.secondary_identifier) == ("ERIKSSON", "ANNA MARIA")
    assert fields.document_code == lines[0][0]
    assert fields.document_number == number
    assert fields.date_of_birth.iso == birth
    assert fields.date_of_expiry is not None
    assert fields.date_of_expiry.iso == expiry
    assert fields.sex is Sex.FEMALE
    assert (fields.optional_data, fields.optional_data_2) == (optional, optional_2)
    assert not fields.names_truncated
    assert failing(parsed) == []
    assert parsed.lines == lines


def test_the_old_french_card_reads_by_its_own_layout() -> None:
    parsed = zone(*FRENCH)
    fields = parsed.fields
    assert parsed.format is DocumentFormat.FRA_ID
    assert (fields.primary_identifier, fields.secondary_identifier) == ("BERTHIER", "CORINNE")
    assert fields.document_number == "940992310285"
    assert (fields.date_of_birth.iso, fields.date_of_expiry, fields.nationality) == ("1965-12-06", None, "")
    assert [digit.name for digit in parsed.check_digits] == ["document_number", "date_of_birth", "composite"]
    assert failing(parsed) == []


@pytest.mark.parametrize(("line", "place"), [(0, 6), (0, 32), (1, 3), (1, 15), (1, 34)])
def test_the_french_composite_covers_both_lines(line: int, place: int) -> None:
    lines = list(FRENCH)
    lines[line] = replaced(lines[line], place, "1" if lines[line][place] != "1" else "2")
    assert "composite" in failing(zone(*lines))


@pytest.mark.parametrize("lines", [MRV_A, MRV_B])
def test_a_visa_has_no_composite_check_digit(lines: tuple[str, ...]) -> None:
    names = [digit.name for digit in zone(*lines).check_digits]
    assert names == ["document_number", "date_of_birth", "date_of_expiry"]


def test_td1_document_number_continues_in_optional_data() -> None:
    # The TD1 of the worked example in Doc 9303-11, appendix D.
    parsed = zone(
        "I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    assert parsed.fields.document_number == "D23145890734"
    assert parsed.fields.optional_data == ""
    number = parsed.check_digits[0]
    assert number.covers == ((0, 5, 14), (0, 15, 18))
    assert (number.line, number.position, number.printed) == (0, 18, "9")
    assert failing(parsed) == []


def test_td2_document_number_continues_in_optional_data() -> None:
    parsed = zone("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8")
    assert parsed.fields.document_number == "D23145890734"
    assert failing(parsed) == []


def test_a_wrong_check_digit_of_a_long_number_is_seen() -> None:
    parsed = zone(
        "I<UTOD23145890<7348<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<"
    )
    assert failing(parsed) == ["document_number", "composite"]


def test_what_follows_a_long_number_stays_optional_data() -> None:
    parsed = zone("I<UTOD23145890<7349<AB<12<<<<<", *TD1[1:])
    assert parsed.fields.document_number == "D23145890734"
    assert parsed.fields.optional_data == "AB<12"


@pytest.mark.parametrize(
    "upper",
    ["I<UTOD23145890<<<<<<<<<<<<<<<<", "I<UTOD23145890<7<<<<<<<<<<<<<<", "I<UTOD23145890<<7349<<<<<<<<<<"],
)
def test_a_filler_alone_makes_no_long_number(upper: str) -> None:
    parsed = zone(upper, *TD1[1:])
    assert parsed.fields.document_number == "D23145890"
    assert "document_number" in failing(parsed)


@pytest.mark.parametrize("lines", [TD3, MRV_A, MRV_B])
def test_numbers_of_passports_and_visas_do_not_continue(lines: tuple[str, ...]) -> None:
    parsed = zone(lines[0], replaced(lines[1], 9, "<"))
    assert parsed.fields.document_number == lines[1][:9].rstrip("<")
    assert "document_number" in failing(parsed)


@pytest.mark.parametrize(("optional", "printed", "agrees"), [
    ("<" * 14, "0", True),
    ("<" * 14, "<", True),
    ("<" * 14, "1", False),
    ("ZE184226B<<<<<", "1", True),
    ("ZE184226B<<<<<", "<", False),
    ("K0<<<<<<<<<<<<", "<", False),
])  # fmt: skip
def test_td3_check_digit_of_optional_data(optional: str, printed: str, agrees: bool) -> None:
    digits = {
        digit.name: digit for digit in zone(TD3[0], replaced(TD3[1], 28, optional + printed)).check_digits
    }
    assert digits["optional_data"].agrees is agrees


@pytest.mark.parametrize(("letter", "sex"), [
    ("F", Sex.FEMALE), ("M", Sex.MALE), ("<", Sex.UNSPECIFIED), ("X", Sex.X), ("8", Sex.UNSPECIFIED),
])  # fmt: skip
def test_sex(letter: str, sex: Sex) -> None:
    assert zone(TD3[0], replaced(TD3[1], 20, letter)).fields.sex is sex


def test_short_and_blank_codes_lose_their_fillers() -> None:
    fields = zone("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", replaced(TD3[1], 10, "<<<")).fields
    assert (fields.document_code, fields.issuing_state, fields.nationality) == ("P", "D", "")


def test_fields_hold_what_is_printed_even_where_check_digits_fail() -> None:
    parsed = zone(TD3[0], replaced(TD3[1], 0, "L898902C4"))
    assert parsed.fields.document_number == "L898902C4"
    assert failing(parsed) == ["document_number", "composite"]


@given(st.sampled_from([TD1, TD2, TD3, MRV_A, MRV_B, FRENCH]), st.data())
def test_a_change_under_a_check_digit_is_seen_unless_equal_modulo_ten(
    lines: tuple[str, ...], data: st.DataObject
) -> None:
    before = zone(*lines)
    digit = data.draw(st.sampled_from(before.check_digits))
    line, start, end = data.draw(st.sampled_from(digit.covers))
    place = data.draw(st.integers(start, end - 1))
    old = lines[line][place]
    new = data.draw(st.sampled_from(MRZ_ALPHABET))
    values = [0 if symbol == "<" else int(symbol, 36) for symbol in (old, new)]
    changed = [replaced(text, place, new) if number == line else text for number, text in enumerate(lines)]
    after = parse(changed, today=TODAY, format=before.format)
    if after.check_digits[0].covers != before.check_digits[0].covers:
        return  # the change made a long number of it, or ended one: other characters are covered now
    assert (digit.name in failing(after)) == ((values[0] - values[1]) % 10 != 0)


SHAPED = st.one_of(
    [
        st.lists(st.text(MRZ_ALPHABET, min_size=width, max_size=width), min_size=count, max_size=count)
        for count, width in {document_format.shape for document_format in DocumentFormat}
    ]
)
ANY_LINES = st.one_of(st.lists(st.text(max_size=45), max_size=4), SHAPED)


@given(ANY_LINES, st.one_of(st.none(), st.sampled_from(DocumentFormat)), st.dates())
def test_any_text_parses_or_is_refused_in_words(
    lines: list[str], document_format: DocumentFormat | None, today: date
) -> None:
    try:
        parsed = parse(lines, today=today, format=document_format)
    except MrzFormatError as error:
        refusal = error.sentence()
        event("refused")
    else:
        event("parsed")
        assert parsed.lines == tuple(lines)
        assert {len(digit.computed or "") for digit in parsed.check_digits} == {1}
        return
    assert refusal


@pytest.mark.parametrize(
    ("lines", "document_format", "key"),
    [
        (["P<UTO"], None, "error.mrz_no_format"),
        ([], None, "error.mrz_no_format"),
        (TD3, DocumentFormat.TD1, "error.mrz_shape"),
        ((TD3[0].lower(), TD3[1]), None, "error.mrz_symbol"),
        ((TD3[0], TD3[1].replace("7", "٧")), None, "error.mrz_symbol"),
        (("{" * 44, TD3[1]), None, "error.mrz_symbol"),
    ],
)
def test_what_is_no_zone_is_refused_in_words(
    lines: list[str], document_format: DocumentFormat | None, key: str
) -> None:
    with pytest.raises(MrzFormatError) as caught:
        parse(lines, today=TODAY, format=document_format)
    assert caught.value.message.key == key
    assert "{lengths}" not in caught.value.sentence()
