"""Writing zones, and reading them back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.mrz import MrzFormatError, alphabet, compose, detect_format, parse
from borderdesk.mrz.layouts import layout_of
from models.document import DocumentFormat, Sex

TODAY = date(2012, 1, 1)
ERIKSSON: dict[str, Any] = {
    "document_code": "I",
    "issuing_state": "UTO",
    "primary_identifier": "ERIKSSON",
    "secondary_identifier": "ANNA MARIA",
    "document_number": "D23145890",
    "nationality": "UTO",
    "date_of_birth": "740812",
    "sex": Sex.FEMALE,
    "date_of_expiry": "120415",
}
STEVENSON: dict[str, Any] = {
    "document_code": "I",
    "issuing_state": "UTO",
    "primary_identifier": "STEVENSON",
    "secondary_identifier": "PETER JOHN",
    "document_number": "D23145890734",
    "nationality": "UTO",
    "date_of_birth": "340712",
    "sex": Sex.MALE,
    "date_of_expiry": "950712",
}
FRENCH: dict[str, Any] = {
    "document_code": "ID",
    "issuing_state": "FRA",
    "primary_identifier": "BERTHIER",
    "secondary_identifier": "CORINNE",
    "document_number": "940992310285",
    "date_of_birth": "651206",
    "sex": "F",
}


@pytest.mark.parametrize(
    ("document_format", "values", "lines"),
    [
        pytest.param(
            DocumentFormat.TD2,
            ERIKSSON,
            ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
            id="Doc 9303-6, appendix B",
        ),
        pytest.param(
            DocumentFormat.TD2,
            ERIKSSON | {"document_code": "PU", "date_of_expiry": "260627"},
            ("PUUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F2606277<<<<<<<8"),
            id="Doc 9303-8, appendix B",
        ),
        pytest.param(
            DocumentFormat.MRV_A,
            ERIKSSON
            | {
                "document_code": "V",
                "document_number": "L898902C",
                "date_of_birth": "690806",
                "date_of_expiry": "940623",
                "optional_data": "ZE184226B",
            },
            ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<"),
            id="Doc 9303-7, appendix B.1",
        ),
        pytest.param(
            DocumentFormat.TD1,
            STEVENSON,
            (
                "I<UTOD23145890<7349<<<<<<<<<<<",
                "3407127M9507122UTO<<<<<<<<<<<2",
                "STEVENSON<<PETER<JOHN<<<<<<<<<",
            ),
            id="Doc 9303-11, appendix D, TD1",
        ),
        pytest.param(
            DocumentFormat.TD2,
            STEVENSON,
            ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"),
            id="Doc 9303-11, appendix D, TD2",
        ),
        pytest.param(
            DocumentFormat.FRA_ID,
            FRENCH,
            ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4"),
            id="a published specimen of the old French card",
        ),
    ],
)
def test_zones_are_written_as_published(
    document_format: DocumentFormat, values: dict[str, Any], lines: tuple[str, ...]
) -> None:
    assert compose(document_format, **values) == lines


def test_names_are_transliterated_and_marks_replaced() -> None:
    values = ERIKSSON | {
        "document_code": "P",
        "primary_identifier": "O'Connor-Müller",
        "secondary_identifier": "Maïa",
        "document_number": "AB-12 3",
        "sex": Sex.X,
    }
    upper, lower = compose(DocumentFormat.TD3, **values)
    assert upper == "P<UTOOCONNOR<MUELLER<<MAIA<<<<<<<<<<<<<<<<<<"
    assert lower[:9] == "AB<12<3<<"
    assert lower[20] == "<"


def test_given_names_of_the_french_card_are_parted_by_two_fillers() -> None:
    values = FRENCH | {
        "secondary_identifier": "Jean-Luc Paul",
        "nationality": "FRA",
        "optional_data": "952042",
    }
    upper, lower = compose(DocumentFormat.FRA_ID, **values)
    assert lower[13:27] == "JEAN<LUC<<PAUL"
    assert upper[30:] == "952042"


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SYMBOLS = LETTERS + "0123456789"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=3).map(" ".join)
CODES = st.text(LETTERS, min_size=1, max_size=3)
BIRTHS = st.dates(date(1913, 1, 1), TODAY).map(lambda day: day.strftime("%y%m%d"))
UNKNOWN = st.sampled_from(["<<<<<<", "74<<<<", "7408<<"])
EXPIRIES = st.dates(date(1990, 1, 1), date(2055, 12, 31)).map(lambda day: day.strftime("%y%m%d"))


def optional(width: int) -> st.SearchStrategy[str]:
    return st.text(SYMBOLS + "<", max_size=width).map(lambda text: text.rstrip("<"))


@st.composite
def documents(draw: st.DrawFn) -> tuple[DocumentFormat, dict[str, Any]]:
    """Values that fit their format, in all its fields."""
    document_format = draw(st.sampled_from(DocumentFormat))
    layout = layout_of(document_format)
    french = document_format is DocumentFormat.FRA_ID
    visa = document_format in {DocumentFormat.MRV_A, DocumentFormat.MRV_B}
    most = 12 if french else 16 if layout.number_may_continue and document_format is DocumentFormat.TD1 else 9
    most = 14 if document_format is DocumentFormat.TD2 else most
    number = draw(st.text(SYMBOLS, min_size=1, max_size=most))
    taken = len(number) - 9 + 2 if len(number) > 9 and layout.number_may_continue else 0
    element = layout.require("optional_data")
    first = "V" if visa else draw(st.sampled_from("P" if document_format is DocumentFormat.TD3 else "AC"))
    return document_format, {
        "document_code": "ID" if french else first + draw(st.sampled_from(["", "D", "X"])),
        "issuing_state": "FRA" if french else draw(CODES),
        "primary_identifier": draw(st.text(LETTERS, min_size=1, max_size=20) if french else WORDS),
        "secondary_identifier": draw(
            st.text(LETTERS, min_size=1, max_size=13) if french else st.just("") | WORDS
        ),
        "document_number": number,
        "nationality": "" if french else draw(st.just("") | CODES),
        "date_of_birth": draw(BIRTHS | UNKNOWN),
        "sex": draw(st.sampled_from([Sex.FEMALE, Sex.MALE, Sex.UNSPECIFIED])),
        "date_of_expiry": "" if french else draw(EXPIRIES),
        "optional_data": draw(optional(element.width - taken)),
        "optional_data_2": draw(optional(11)) if document_format is DocumentFormat.TD1 else "",
    }


@given(documents())
def test_a_written_zone_reads_back_as_it_was_meant(document: tuple[DocumentFormat, dict[str, Any]]) -> None:
    document_format, values = document
    lines = compose(document_format, **values)
    parsed = parse(lines, today=TODAY)
    fields = parsed.fields
    assert parsed.format is document_format
    assert [digit.name for digit in parsed.check_digits if not digit.agrees] == []
    for name in (
        "document_code", "issuing_state", "document_number", "nationality", "sex", "optional_data",
    ):  # fmt: skip
        assert getattr(fields, name) == values[name], name
    assert (fields.optional_data_2 or "") == values["optional_data_2"]
    assert fields.date_of_birth.raw == values["date_of_birth"]
    assert fields.date_of_birth.possible
    assert (fields.date_of_expiry.raw if fields.date_of_expiry else "") == values["date_of_expiry"]
    if not fields.names_truncated:
        assert fields.primary_identifier == values["primary_identifier"]
        assert fields.secondary_identifier == values["secondary_identifier"]


@given(documents())
def test_a_written_zone_uses_only_what_the_standard_allows(
    document: tuple[DocumentFormat, dict[str, Any]],
) -> None:
    lines = compose(document[0], **document[1])
    assert detect_format(lines) is document[0]
    assert all(
        symbol in allowed
        for line, row in zip(lines, alphabet(document[0]), strict=True)
        for symbol, allowed in zip(line, row, strict=True)
    )


@given(documents())
def test_a_zone_that_was_read_is_written_again_as_it_was(
    document: tuple[DocumentFormat, dict[str, Any]],
) -> None:
    lines = compose(document[0], **document[1])
    fields = parse(lines, today=TODAY).fields
    again = compose(
        document[0],
        document_code=fields.document_code,
        issuing_state=fields.issuing_state,
        primary_identifier=fields.primary_identifier,
        secondary_identifier=fields.secondary_identifier,
        document_number=fields.document_number,
        nationality=fields.nationality,
        date_of_birth=fields.date_of_birth.raw,
        sex=fields.sex,
        date_of_expiry=fields.date_of_expiry.raw if fields.date_of_expiry else "",
        optional_data=fields.optional_data,
        optional_data_2=fields.optional_data_2 or "",
    )
    assert again == lines


@pytest.mark.parametrize(
    ("document_format", "change", "key"),
    [
        (DocumentFormat.TD3, {"document_number": "ABCDEFGHIJ"}, "error.mrz_too_long"),
        (DocumentFormat.MRV_B, {"document_number": "ABCDEFGHIJ"}, "error.mrz_too_long"),
        (DocumentFormat.TD2, {"document_number": "ABCDEFGHIJKLMNO"}, "error.mrz_too_long"),
        (
            DocumentFormat.TD2,
            {"document_number": "ABCDEFGHI", "optional_data": "12345678"},
            "error.mrz_too_long",
        ),
        (DocumentFormat.TD1, {"document_number": "ABCDEFGHIé"}, "error.mrz_value_symbol"),
        (DocumentFormat.TD1, {"document_number": "ABCDEFGHIJ K"}, "error.mrz_too_long"),
        (DocumentFormat.TD2, {"issuing_state": "12"}, "error.mrz_value_symbol"),
        (DocumentFormat.TD2, {"sex": "Q"}, "error.mrz_value_symbol"),
        (DocumentFormat.TD2, {"date_of_birth": "7408122"}, "error.mrz_too_long"),
        (DocumentFormat.TD2, {"primary_identifier": "ERIK50N"}, "error.mrz_letter"),
        (DocumentFormat.TD2, {"optional_data_2": "A"}, "error.mrz_no_such_field"),
        (DocumentFormat.FRA_ID, {"document_code": "ID"}, "error.mrz_no_such_field"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    document_format: DocumentFormat, change: dict[str, Any], key: str
) -> None:
    with pytest.raises(MrzFormatError) as caught:
        compose(document_format, **(ERIKSSON | change))
    assert caught.value.message.key == key
    assert caught.value.sentence()
