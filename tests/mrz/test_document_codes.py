"""Codes of states and kinds of documents, against Doc 9303-3, 5 and 9303-4, 4.4."""

from __future__ import annotations

import re

import pytest

from borderdesk.mrz.codes import DocumentKind, StateKind, document_kind, state, states

# Doc 9303-3, 5, parts A to H: every code that the standard adds to ISO 3166-1.
ADDED = {
    StateKind.STATE: "D RKS",
    StateKind.BRITISH_VARIANT: "GBD GBN GBO GBP GBS",
    StateKind.ORGANISATION: "EUE UNO UNA UNK XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC IAO",
    StateKind.STATELESS: "XXA",
    StateKind.REFUGEE: "XXB XXC",
    StateKind.UNSPECIFIED: "XXX",
    StateKind.FORMER: "ANT NTZ",
    StateKind.SPECIMEN: "UTO",
}


@pytest.mark.parametrize(
    ("code", "kind"), [(code, kind) for kind, codes in ADDED.items() for code in codes.split()]
)
def test_codes_that_doc_9303_adds_are_known(code: str, kind: StateKind) -> None:
    found = state(code)
    assert found is not None
    assert (found.kind, found.listed) == (kind, True)


def test_there_are_the_249_codes_of_iso_3166_1_and_those_of_doc_9303_alone() -> None:
    by_source = {known.code for known in states() if known.source == "ISO 3166-1"}
    added = {known.code for known in states() if known.source.startswith("5 ")}
    assert len(by_source) == 249
    assert added == {code for codes in ADDED.values() for code in codes.split()}


def test_every_state_is_named_once() -> None:
    assert all(known.name and known.name_fr for known in states())
    codes = [known.code for known in states()]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch("D|[A-Z]{3}", code) for code in codes)
    assert all(re.fullmatch("[A-Z]{2}|", known.two_letters) for known in states())
    two_letters = [known.two_letters for known in states() if known.source == "ISO 3166-1"]
    assert len(two_letters) == len(set(two_letters))


@pytest.mark.parametrize("code", ["", "ZZZ", "SI", "DE", "CMW", "d", "D<<"])
def test_other_codes_are_unknown(code: str) -> None:
    assert state(code) is None


@pytest.mark.parametrize("code", ["YTO", "BDR", "INP", "XAU"])
def test_codes_met_only_in_the_field_are_not_listed(code: str) -> None:
    found = state(code)
    assert found is not None
    assert not found.listed


@pytest.mark.parametrize(
    ("document_code", "issuing_state", "nationality", "kind"),
    [
        # Doc 9303-4, 4.4
        ("PP", "UTO", "UTO", DocumentKind.ORDINARY_PASSPORT),
        ("PE", "UTO", "UTO", DocumentKind.EMERGENCY_PASSPORT),
        ("PD", "NER", "NER", DocumentKind.DIPLOMATIC_PASSPORT),
        ("PO", "MLI", "MLI", DocumentKind.SERVICE_PASSPORT),
        ("PR", "UTO", "", DocumentKind.REFUGEE_TRAVEL_DOCUMENT),
        ("PT", "UTO", "XXX", DocumentKind.UNSPECIFIED_NATIONALITY_TRAVEL_DOCUMENT),
        ("PT", "UTO", "NER", DocumentKind.ALIEN_PASSPORT),
        ("PS", "UTO", "XXA", DocumentKind.STATELESS_TRAVEL_DOCUMENT),
        ("PL", "UTO", "UTO", DocumentKind.LAISSEZ_PASSER),
        ("PM", "UTO", "UTO", DocumentKind.MILITARY_PASSPORT),
        ("PU", "UTO", "UTO", DocumentKind.EMERGENCY_DOCUMENT),
        # before the codes were binding
        ("P", "UTO", "UTO", DocumentKind.ORDINARY_PASSPORT),
        ("PC", "AZE", "AZE", DocumentKind.ORDINARY_PASSPORT),
        ("PS", "TCD", "TCD", DocumentKind.SERVICE_PASSPORT),
        ("PR", "UTO", "UTO", DocumentKind.ORDINARY_PASSPORT),
        ("PO", "CHN", "CHN", DocumentKind.ORDINARY_PASSPORT),
        # Doc 9303-3, 5, parts B to E
        ("P", "UTO", "XXA", DocumentKind.STATELESS_TRAVEL_DOCUMENT),
        ("P", "UTO", "XXB", DocumentKind.REFUGEE_TRAVEL_DOCUMENT),
        ("PA", "LVA", "XXC", DocumentKind.OTHER_REFUGEE_TRAVEL_DOCUMENT),
        ("P", "UNO", "UNO", DocumentKind.UN_LAISSEZ_PASSER),
        ("PL", "UNA", "UNA", DocumentKind.UN_LAISSEZ_PASSER),
        ("P", "EUE", "FRA", DocumentKind.EU_LAISSEZ_PASSER),
        ("PD", "XAU", "XAU", DocumentKind.AFRICAN_UNION_DOCUMENT),
        ("P", "XPO", "XPO", DocumentKind.ORGANISATION_DOCUMENT),
        ("P", "XEC", "GHA", DocumentKind.ORGANISATION_DOCUMENT),
        # Doc 9303-5, 4.2.2 note k and C.2; 9303-7, 4.2.2
        ("I", "UTO", "UTO", DocumentKind.IDENTITY_CARD),
        ("ID", "FRA", "", DocumentKind.IDENTITY_CARD),
        ("IR", "FRA", "MLI", DocumentKind.RESIDENCE_PERMIT),
        ("IR", "FRA", "XXB", DocumentKind.REFUGEE_CARD),
        ("I", "UTO", "XXA", DocumentKind.STATELESS_CARD),
        ("I", "UTO", "XXC", DocumentKind.OTHER_REFUGEE_CARD),
        ("AC", "UTO", "XXB", DocumentKind.CREW_CERTIFICATE),
        ("A", "UTO", "UTO", DocumentKind.OFFICIAL_CARD),
        ("V", "UTO", "XXB", DocumentKind.VISA),
        ("VC", "POL", "POL", DocumentKind.VISA),
        ("", "", "", DocumentKind.UNKNOWN),
        ("D", "UTO", "UTO", DocumentKind.UNKNOWN),
    ],
)
def test_documents_are_told_apart(
    document_code: str, issuing_state: str, nationality: str, kind: DocumentKind
) -> None:
    assert document_kind(document_code, issuing_state, nationality) is kind


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_has_its_words(kind: DocumentKind) -> None:
    assert re.fullmatch("an? [a-zA-Z0-9' -]+", kind.message.text())


def test_holders_with_privileges_are_told_from_those_without() -> None:
    assert DocumentKind.DIPLOMATIC_PASSPORT.protected
    assert DocumentKind.AFRICAN_UNION_DOCUMENT.protected
    assert not DocumentKind.ORDINARY_PASSPORT.protected
    assert DocumentKind.REFUGEE_CARD.without_nationality
    assert not DocumentKind.VISA.without_nationality
