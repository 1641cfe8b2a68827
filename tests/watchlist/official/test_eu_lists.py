"""The EU's list in both its forms, on invented people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from models.document import Sex
from models.errors import KnownError
from models.watchlist import BadRow, EntryAction, YearRange
from watchlist.importers import eu_csv, eu_xml
from watchlist.importers.formats import ListFormat, open_source, recognise
from watchlist.importers.source import Options

# Columns of the published header that a row of these tests fills; it has 118.
COLUMNS = [
    "fileGenerationDate",
    "Entity_LogicalId",
    "Entity_EU_ReferenceNumber",
    "Entity_UnitedNationId",
    "Entity_DesignationDate",
    "Entity_DesignationDetails",
    "Entity_Remark",
    "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode",
    "Entity_Regulation_Type",
    "Entity_Regulation_OrganisationType",
    "Entity_Regulation_PublicationDate",
    "Entity_Regulation_EntryIntoForceDate",
    "Entity_Regulation_NumberTitle",
    "Entity_Regulation_Programme",
    "Entity_Regulation_PublicationUrl",
    "NameAlias_LastName",
    "NameAlias_FirstName",
    "NameAlias_MiddleName",
    "NameAlias_WholeName",
    "NameAlias_NameLanguage",
    "NameAlias_Gender",
    "NameAlias_Title",
    "NameAlias_Function",
    "NameAlias_LogicalId",
    "NameAlias_RegulationLanguage",
    "NameAlias_Remark",
    "NameAlias_Regulation_Type",
    "NameAlias_Regulation_NumberTitle",
    "Address_City",
    "Address_Street",
    "Address_PoBox",
    "Address_ZipCode",
    "Address_Region",
    "Address_Place",
    "Address_CountryIso2Code",
    "Address_CountryDescription",
    "Address_LogicalId",
    "Address_Remark",
    "BirthDate_BirthDate",
    "BirthDate_Day",
    "BirthDate_Month",
    "BirthDate_Year",
    "BirthDate_YearRangeFrom",
    "BirthDate_YearRangeTo",
    "BirthDate_Circa",
    "BirthDate_CalendarType",
    "BirthDate_ZipCode",
    "BirthDate_Region",
    "BirthDate_Place",
    "BirthDate_City",
    "BirthDate_CountryIso2Code",
    "BirthDate_CountryDescription",
    "BirthDate_LogicalId",
    "Identification_Number",
    "Identification_KnownFalse",
    "Identification_ReportedLost",
    "Identification_LatinNumber",
    "Identification_TypeCode",
    "Identification_TypeDescription",
    "Identification_CountryIso2Code",
    "Identification_CountryDescription",
    "Identification_LogicalId",
    "Identification_Remark",
    "Citizenship_CountryIso2Code",
    "Citizenship_CountryDescription",
    "Citizenship_LogicalId",
    "Citizenship_Remark",
    "Column_Of_Years_To_Come",
]
ANNA = {
    "fileGenerationDate": "05/08/2026",
    "Entity_LogicalId": "901",
    "Entity_EU_ReferenceNumber": "EU.901.1",
    "Entity_UnitedNationId": "CDi.901",
    "Entity_Remark": "(UN RESOLUTION 1533)",
    "Entity_SubjectType": "P",
    "Entity_SubjectType_ClassificationCode": "person",
    "Entity_Regulation_NumberTitle": "1210/2012 (OJ L169)",
    "Entity_Regulation_Programme": "COD",
    "Column_Of_Years_To_Come": "x",
}
BORN = {"BirthDate_Circa": "false", "BirthDate_CalendarType": "GREGORIAN", "BirthDate_CountryIso2Code": "00"}
ROWS = (
    {"NameAlias_WholeName": "The Aviator", "NameAlias_LogicalId": "17"},
    {
        "NameAlias_WholeName": "Anna Maria Eriksson",
        "NameAlias_FirstName": "Anna",
        "NameAlias_LastName": "Eriksson",
        "NameAlias_Gender": "F",
        "NameAlias_Title": "Dr.",
        "NameAlias_Function": "Aviator",
    },
    {"NameAlias_WholeName": "Анна Эрикссон", "NameAlias_NameLanguage": "BG"},
    {"Citizenship_CountryIso2Code": "CD", "Citizenship_CountryDescription": "CONGO, DEMOCRATIC REPUBLIC OF"},
    {"Citizenship_CountryIso2Code": "00", "Citizenship_CountryDescription": "UNKNOWN"},
    {"Citizenship_CountryIso2Code": "ZZ", "Citizenship_CountryDescription": "ATLANTIS"},
    BORN
    | {
        "BirthDate_BirthDate": "1974-08-12",
        "BirthDate_City": "Zenith",
        "BirthDate_CountryIso2Code": "TD",
        "BirthDate_CountryDescription": "CHAD",
        "BirthDate_Year": "1974",
    },
    BORN | {"BirthDate_Month": "11", "BirthDate_Year": "1972", "BirthDate_CountryDescription": "UNKNOWN"},
    BORN | {"BirthDate_Circa": "true", "BirthDate_Year": "1970"},
    BORN | {"BirthDate_YearRangeFrom": "1968", "BirthDate_YearRangeTo": "1971"},
    BORN | {"BirthDate_YearRangeTo": "1980"},
    BORN | {"BirthDate_CalendarType": "ISLAMIC", "BirthDate_Year": "1390"},
    {
        "Identification_Number": "L 898902-C3",
        "Identification_ReportedLost": "true",
        "Identification_TypeCode": "passport",
        "Identification_TypeDescription": "National passport",
        "Identification_CountryIso2Code": "TD",
        "Identification_CountryDescription": "CHAD",
        "Identification_Remark": "(seen in Mali)",
    },
    {
        "Identification_Number": "FA112233",
        "Identification_KnownFalse": "true",
        "Identification_TypeCode": "passport",
        "Identification_TypeDescription": "National passport",
        "Identification_CountryIso2Code": "00",
        "Identification_CountryDescription": "UNKNOWN",
    },
    {
        "Identification_Number": "778899",
        "Identification_TypeCode": "fiscalcode",
        "Identification_TypeDescription": "Fiscal code",
        "Identification_CountryIso2Code": "TD",
        "Identification_CountryDescription": "CHAD",
    },
    {
        "Address_City": "Zenith",
        "Address_Street": "1 High Street",
        "Address_ZipCode": "1010",
        "Address_CountryIso2Code": "TD",
        "Address_CountryDescription": "CHAD",
    },
)
SHIPPING = {
    "fileGenerationDate": "05/08/2026", "Entity_LogicalId": "902", "Entity_SubjectType": "E",
    "Entity_SubjectType_ClassificationCode": "enterprise", "NameAlias_WholeName": "Utopia Shipping",
}  # fmt: skip


def table(*rows: dict[str, str]) -> bytes:
    """Such rows as the file is written: a mark before it, and `;` at every line's end or not."""
    lines = [";".join(COLUMNS), *(";".join(row.get(column, "") for column in COLUMNS) for row in rows)]
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode("utf-8")


@pytest.fixture
def eu_table(put):
    """The list as CSV."""
    return put("eu.csv", table(*(ANNA | row for row in ROWS), SHIPPING))


def test_everything_of_a_person_finds_its_place(eu_list):
    options = Options()
    (anna,) = eu_xml.read(eu_list, options)
    assert anna.entry_id == "901"
    assert anna.names == ("Anna Maria Eriksson", "Анна Эрикссон")
    assert anna.weak_names == ("The Aviator",)
    assert [born.iso for born in anna.dates_of_birth] == ["1974-08-12", "1972-11"]
    assert anna.birth_years == (YearRange(1970, 1970, circa=True), YearRange(1968, 1971))
    assert anna.sex is Sex.FEMALE
    assert anna.nationalities == ("COD",)
    # A paper that is known to be false is nobody's.
    assert anna.document_numbers == (("L898902C3", "TCD"),)
    assert anna.places_of_birth == ("Zenith, CHAD",)
    assert anna.addresses == ("1 High Street, 1010, Zenith, CHAD",)
    assert options.meter.left_out == {"organisation": 1, "country_word": 1, "date_word": 2}


def test_the_mandate_tells_programme_regulation_and_remarks(eu_list):
    (anna,) = eu_xml.read(eu_list, Options())
    assert anna.mandate.action is EntryAction.INFORM
    assert anna.mandate.topics == ("sanction",)
    assert anna.mandate.programme == "COD"
    assert anna.mandate.legal_basis == "1210/2012 (OJ L169)"
    for said in (
        "EU.901.1", "CDi.901", "(UN RESOLUTION 1533)", "title: Dr.", "function: Aviator", "ATLANTIS",
        "ISLAMIC", "1980", "reportedLost", "(seen in Mali)", "FA112233", "778899",
    ):  # fmt: skip
        assert said in anna.mandate.note, said


def test_both_forms_give_the_same_entry(eu_list, eu_table):
    """But for what only the XML says: which names are weak."""
    (of_xml,) = eu_xml.read(eu_list, Options())
    options = Options()
    (of_table,) = eu_csv.read(eu_table, options)
    assert set(of_table.names) == {*of_xml.names, *of_xml.weak_names}
    same = replace(of_table, names=of_xml.names, weak_names=of_xml.weak_names, mandate=of_xml.mandate)
    assert same == of_xml
    assert sorted(of_table.mandate.note.splitlines()) == sorted(of_xml.mandate.note.splitlines())
    assert replace(of_table.mandate, note="") == replace(of_xml.mandate, note="")
    assert options.meter.left_out == {"organisation": 1, "country_word": 1, "date_word": 2}


def test_rows_of_an_entity_that_come_back_later_are_a_number_twice(put, quarantine):
    row = ANNA | ROWS[1]
    path = put("eu.csv", table(row, SHIPPING, row))
    found = list(eu_csv.read(path, quarantine))
    assert [isinstance(item, BadRow) for item in found] == [False, True]
    assert found[1].row == 4
    with pytest.raises(KnownError, match="duplicate"):
        list(eu_csv.read(path, Options()))


def test_the_editions_and_the_forms_are_told_by_the_files(eu_list, eu_table):
    assert recognise(eu_list) is ListFormat.EU_XML
    assert recognise(eu_table) is ListFormat.EU_CSV
    with open_source(eu_list) as source:
        assert source.as_of == datetime(2026, 8, 5, 14, 47, 4, 449000, tzinfo=UTC)
    with open_source(eu_table) as source:
        assert source.as_of == datetime(2026, 8, 5, tzinfo=UTC)
        assert len(list(source.items)) == 1
        assert source.position() == 1.0


@pytest.mark.parametrize("day", ["0000-00-00", "1974-02-31", "yesterday", "12/13/1974"])
def test_a_date_that_is_none_is_named_with_its_line(put, eu_list, day, quarantine):
    path = put("eu.csv", table(ANNA | ROWS[1], ANNA | {"BirthDate_BirthDate": day}))
    with pytest.raises(KnownError) as caught:
        list(eu_csv.read(path, Options()))
    assert "eu.csv, line 2, birthdate" in caught.value.sentence()
    eu_list.write_text(
        eu_list.read_text(encoding="utf-8").replace('"1974-08-12"', f'"{day}"'), encoding="utf-8"
    )
    (bad,) = eu_xml.read(eu_list, quarantine)
    assert (bad.row, bad.column) == (3, "birthdate")


def test_a_list_of_the_older_form_is_told_so(put):
    path = put("eu.csv", "Entity_logical_id;Naal_wholename\n1;ANNA\n")
    with pytest.raises(KnownError) as caught:
        list(eu_csv.read(path, Options()))
    assert "1.1" in caught.value.sentence()


def test_a_person_without_a_name_or_number_is_bad(put, quarantine):
    nameless = {key: value for key, value in ANNA.items() if key != "Entity_LogicalId"}
    path = put("eu.csv", table(ANNA, nameless | ROWS[1]))
    found = [item.why.key.rpartition(".")[2] for item in eu_csv.read(path, quarantine)]
    assert found == ["no_name", "no_number"]


def test_a_million_rows_of_one_entity_are_refused_in_little_memory(put, quarantine):
    rows = [ANNA | {"NameAlias_WholeName": f"ANNA {number}"} for number in range(1500)]
    found = list(eu_csv.read(put("eu.csv", table(*rows)), quarantine))
    assert [item.why.key for item in found] == ["error.watchlist.entry.many_names"]
    rows = [ANNA | {"NameAlias_Remark": "x" * 20_000} for _ in range(60)]
    found = list(eu_csv.read(put("eu.csv", table(*rows)), quarantine))
    assert [item.why.key for item in found] == ["error.watchlist.entry.too_large"]
