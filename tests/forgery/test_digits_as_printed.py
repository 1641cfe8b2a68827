"""Check digits: a sure misprint fails, a doubtful one does not, and no format is silently skipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import cos, radians, sin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borderdesk.forgery.evidence import SURE, Evidence
from borderdesk.forgery.registry import run_checks
from models.check import CheckResult, CheckStatus, Severity
from models.document import TravelDocument

TODAY = date(2012, 1, 1)
# ICAO Doc 9303-4, appendix A; 9303-5, appendix A; 9303-6, appendix A; 9303-7, appendix A (as printed there).
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TD1 = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
MRV_A = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<")
MRV_B = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
FRA_ID = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4")
NAMES = ("document_number", "date_of_birth", "date_of_expiry", "optional_data", "composite")
MakeDocument = Callable[..., TravelDocument]


def digits(document: TravelDocument) -> dict[str, CheckResult]:
    found = {result.code: result for result in run_checks(Evidence(document, TODAY))}
    return {name: found[f"mrz.check_digit.{name}"] for name in NAMES}


def printed_instead(lines: tuple[str, ...], row: int, place: int, symbol: str) -> tuple[str, ...]:
    line = lines[row]
    assert line[place] != symbol
    return (*lines[:row], line[:place] + symbol + line[place + 1 :], *lines[row + 1 :])


@pytest.mark.parametrize(
    ("lines", "lacking"),
    [
        (TD3, set()),
        (TD1, {"optional_data"}),
        (TD2, {"optional_data"}),
        (MRV_A, {"optional_data", "composite"}),
        (MRV_B, {"optional_data", "composite"}),
        (FRA_ID, {"date_of_expiry", "optional_data"}),
    ],
    ids=["TD3", "TD1", "TD2", "MRV-A", "MRV-B", "FRA-ID"],
)
def test_a_genuine_zone_passes_what_its_format_has_and_says_what_it_lacks(
    make_document: MakeDocument, lines: tuple[str, ...], lacking: set[str]
) -> None:
    statuses = {name: result.status for name, result in digits(make_document(lines)).items()}
    assert statuses == {
        name: CheckStatus.NOT_SUPPORTED if name in lacking else CheckStatus.PASSED for name in NAMES
    }


def test_a_surely_read_wrong_digit_fails_as_printed_and_names_both_digits(
    make_document: MakeDocument,
) -> None:
    # Doc 9303-3, 4.9 appendix A: the date 740812 has the check digit 2.
    wrong = digits(make_document(printed_instead(TD3, 1, 19, "3")))["date_of_birth"]
    assert (wrong.status, wrong.severity) == (CheckStatus.FAILED, Severity.MAJOR)
    sentence = wrong.detail.text()
    assert "3 is printed" in sentence
    assert "2 would be right" in sentence


def test_an_altered_date_fails_its_own_digit_and_the_composite_one(make_document: MakeDocument) -> None:
    found = digits(make_document(printed_instead(TD3, 1, 14, "8")))
    assert {name for name, result in found.items() if result.status is CheckStatus.FAILED} == {
        "date_of_birth",
        "composite",
    }


@pytest.mark.parametrize("place", [13, 18, 19], ids=["first covered", "last covered", "the digit itself"])
def test_one_doubtful_character_makes_a_failure_undetermined(make_document: MakeDocument, place: int) -> None:
    document = make_document(printed_instead(TD3, 1, 15, "1"), doubtful={(1, place): SURE - 0.01})
    assert digits(document)["date_of_birth"].status is CheckStatus.UNDETERMINED


def test_doubt_outside_what_a_digit_covers_excuses_nothing(make_document: MakeDocument) -> None:
    document = make_document(printed_instead(TD3, 1, 15, "1"), doubtful={(1, 3): 0.3, (0, 9): 0.3})
    found = digits(document)
    assert found["date_of_birth"].status is CheckStatus.FAILED
    assert found["composite"].status is CheckStatus.UNDETERMINED  # covers the document number too


def test_nothing_fails_on_a_document_that_is_not_certain(make_document: MakeDocument) -> None:
    document = make_document(printed_instead(TD3, 1, 15, "1"), certain=False)
    assert digits(document)["date_of_birth"].status is CheckStatus.UNDETERMINED


def test_a_character_changed_after_reading_cannot_make_a_failure(make_document: MakeDocument) -> None:
    # Read as printed the date is right; the change, not the print, breaks it.
    document = make_document(TD3, corrected={(1, 15): "1"})
    assert digits(document)["date_of_birth"].status is CheckStatus.UNDETERMINED


def test_an_unsure_reading_that_agrees_is_no_pass_on_an_uncertain_document(
    make_document: MakeDocument,
) -> None:
    found = digits(make_document(TD3, certain=False, doubtful={(1, 15): 0.4}))
    assert found["date_of_birth"].status is CheckStatus.UNDETERMINED
    assert found["date_of_expiry"].status is CheckStatus.PASSED


def test_a_missing_digit_is_told_as_missing(make_document: MakeDocument) -> None:
    wrong = digits(make_document(printed_instead(TD3, 1, 9, "<")))["document_number"]
    assert wrong.status is CheckStatus.FAILED
    assert "missing" in wrong.detail.text()


def test_an_unused_optional_field_may_leave_its_digit_out(make_document: MakeDocument) -> None:
    # Doc 9303-4, 4.2.2: 0 or a filler where the field is unused. The number of a German specimen.
    line = "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
    zone = ("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", line)
    assert digits(make_document(zone))["optional_data"].status is CheckStatus.PASSED


def test_a_long_number_on_a_card_is_held_against_the_digit_in_the_optional_data(
    make_document: MakeDocument,
) -> None:
    # Doc 9303-5, 4.2.2 note j, with its example D23145890734.
    zone = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    assert digits(make_document(zone))["document_number"].status is CheckStatus.PASSED
    wrong = digits(make_document(printed_instead(zone, 0, 18, "5")))["document_number"]
    assert wrong.status is CheckStatus.FAILED


def test_typed_text_is_taken_as_sure(make_document: MakeDocument) -> None:
    wrong = digits(make_document(printed_instead(TD3, 1, 19, "3"), picture=False))["date_of_birth"]
    assert wrong.status is CheckStatus.FAILED
    assert wrong.region is None


def test_the_region_lies_around_the_characters_even_on_a_tilted_page(make_document: MakeDocument) -> None:
    # The date of birth stands at 13 to 18 of the lower line, its digit at 19; cells are 20 wide.
    for degrees in (0.0, 7.0, 90.0, 180.0):
        region = digits(make_document(TD3, degrees=degrees))["date_of_birth"].region
        angle = radians(degrees)
        expected = [
            (x * cos(angle) - y * sin(angle) + 500, x * sin(angle) + y * cos(angle) + 500)
            for x, y in ((260, 40), (396, 40), (396, 68), (260, 68))
        ]
        assert region is not None
        for corner, wanted in zip(region, expected, strict=True):
            assert corner == pytest.approx(wanted, abs=1e-6)


def test_the_region_of_the_composite_digit_spans_the_lines_it_covers(make_document: MakeDocument) -> None:
    region = digits(make_document(TD1))["composite"].region
    assert region is not None
    assert [tuple(round(value) for value in corner) for corner in region] == [
        (500, 500),
        (1096, 500),
        (1096, 568),
        (500, 568),
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    place=st.sampled_from([*range(9), *range(13, 19), *range(21, 27)]),
    shift=st.integers(min_value=1, max_value=9),
    doubt=st.floats(min_value=0.0, max_value=1.0),
)
def test_a_changed_digit_is_never_passed_and_fails_exactly_where_it_was_sure(
    make_document: MakeDocument, place: int, shift: int, doubt: float
) -> None:
    """Another digit always breaks the check digit: the weights 7, 3 and 1 have inverses modulo 10."""
    lines = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "8989020136UTO7408122F1204159<<<<<<<<<<<<<<00")
    original = make_document(lines)
    name = "document_number" if place < 9 else "date_of_birth" if place < 19 else "date_of_expiry"
    before = next(digit for digit in original.check_digits if digit.name == name)
    right = list(lines[1])
    right[before.position] = before.computed or "?"
    changed = right.copy()
    changed[place] = str((int(right[place]) + shift) % 10)
    document = make_document((lines[0], "".join(changed)), doubtful={(1, place): doubt})
    wanted = CheckStatus.FAILED if doubt >= SURE else CheckStatus.UNDETERMINED
    assert digits(document)[name].status is wanted


def doubting(document: TravelDocument, place: tuple[int, int], *others: tuple[str, float]) -> TravelDocument:
    """The same document, not certain, with other symbols likely in one place."""
    reading = document.reading
    assert reading is not None
    row, column = place
    line = list(reading.lines[row])
    left = round(0.999 - sum(chance for _, chance in others), 4)
    line[column] = replace(line[column], probability=left, alternatives=others)
    lines = (*reading.lines[:row], tuple(line), *reading.lines[row + 1 :])
    return replace(document, certain=False, reading=replace(reading, lines=lines))


def test_a_digit_that_disagrees_however_it_is_read_fails_on_a_document_in_doubt(
    make_document: MakeDocument,
) -> None:
    wrong = make_document(printed_instead(TD3, 1, 13, "5"), probability=0.999)  # 7 of the birth date
    in_doubt = doubting(
        wrong, (1, 14), ("O", 0.06)
    )  # 4: an O there changes the sum, but not to the right one
    assert digits(in_doubt)["date_of_birth"].status is CheckStatus.FAILED


def test_a_digit_that_would_agree_with_a_likely_symbol_is_left_open(make_document: MakeDocument) -> None:
    wrong = make_document(printed_instead(TD3, 1, 13, "5"), probability=0.999)
    in_doubt = doubting(wrong, (1, 13), ("7", 0.01))
    assert digits(in_doubt)["date_of_birth"].status is CheckStatus.UNDETERMINED


def test_a_digit_is_left_open_where_a_character_might_be_anything(make_document: MakeDocument) -> None:
    wrong = make_document(printed_instead(TD3, 1, 13, "5"), probability=0.999)
    in_doubt = doubting(wrong, (1, 14), ("O", 0.3), ("8", 0.2))
    reading = in_doubt.reading
    assert reading is not None
    line = list(reading.lines[1])
    line[14] = replace(line[14], alternatives=())
    blind = replace(in_doubt, reading=replace(reading, lines=(reading.lines[0], tuple(line))))
    assert digits(blind)["date_of_birth"].status is CheckStatus.UNDETERMINED
