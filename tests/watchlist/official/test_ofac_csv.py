"""The US list as CSV: its quirks on invented people, and the public list counted by a second method."""

from __future__ import annotations

import csv
import re

import pytest

from models.document import Sex
from models.errors import KnownError
from models.watchlist import BadRow, EntryAction, YearRange
from watchlist.importers import ofac_csv
from watchlist.importers.formats import ListFormat, open_source, recognise
from watchlist.importers.source import Options


def test_the_files_of_a_folder_make_one_list(sdn_folder):
    options = Options()
    anna, oscar = ofac_csv.read(sdn_folder, options)
    assert anna.entry_id == "101"
    assert anna.names == ("Anna Maria ERIKSSON", "Ana ERICSON", "Anna ERIKSON")
    # What OFAC calls weak stands in the remarks; the second one went on in the file of comments.
    assert anna.weak_names == ("THE AVIATOR", "BIRD")
    assert [born.iso for born in anna.dates_of_birth] == ["1974-08-12", "1972-11", "1973"]
    assert anna.birth_years == (
        YearRange(1970, 1970, circa=True), YearRange(1968, 1971), YearRange(1960, 1962),
    )  # fmt: skip
    assert anna.sex is Sex.FEMALE
    assert anna.nationalities == ("COD", "TCD")
    assert anna.document_numbers == (("L898902C3", "TCD"), ("B112233", "LBY"), ("445566", "MLI"))
    assert anna.places_of_birth == ("Zenith, Chad", "Nadir, Mali")
    assert anna.addresses == ("1 High Street, Zenith, Chad",)
    assert oscar.names == ("OSCAR",)
    assert oscar.addresses == ()
    assert oscar.mandate.note == ""
    assert options.meter.left_out == {"organisation": 1, "vessel": 1, "country_word": 1, "orphan": 1}


def test_the_mandate_informs_and_keeps_every_word_of_the_remarks(sdn_folder):
    anna, _ = ofac_csv.read(sdn_folder, Options())
    assert anna.mandate.action is EntryAction.INFORM
    assert anna.mandate.topics == ("sanction",)
    assert anna.mandate.programme == "SDGT, IFSR"
    assert "Title: Aviator" in anna.mandate.note
    assert "Linked To: UTOPIA SHIPPING; a.k.a. 'BIRD'." in anna.mandate.note
    assert "Tax ID No. 778899 (Mali)" in anna.mandate.note


def test_the_list_is_found_by_its_folder_or_its_main_file(sdn_folder):
    assert recognise(sdn_folder) is ListFormat.OFAC_CSV
    assert recognise(sdn_folder / "sdn.csv") is ListFormat.OFAC_CSV
    with open_source(sdn_folder / "sdn.csv") as source:
        assert len(list(source.items)) == 2
        assert source.as_of is None


@pytest.mark.parametrize(
    ("main", "beside"), [("ofac_SDN.csv", "ofac_alt.csv"), ("cons_prim.csv", "cons_alt.csv")]
)
def test_the_files_beside_the_list_follow_its_name(sdn_folder, main, beside):
    (sdn_folder / "sdn.csv").rename(sdn_folder / main)
    (sdn_folder / "alt.csv").rename(sdn_folder / beside)
    (sdn_folder / "add.csv").unlink()
    (sdn_folder / "sdn_comments.csv").unlink()
    options = Options()
    anna, _ = ofac_csv.read(sdn_folder / main, options)
    assert "Ana ERICSON" in anna.names
    assert options.meter.left_out["no_add_csv"] == options.meter.left_out["no_comments_csv"] == 1


def test_without_the_other_names_the_list_is_refused(sdn_folder):
    (sdn_folder / "alt.csv").unlink()
    with pytest.raises(KnownError) as caught:
        list(ofac_csv.read(sdn_folder, Options()))
    assert "alt.csv" in caught.value.sentence()


@pytest.mark.parametrize(
    "born", ["0000-00-00", "00 Jan 1974", "31 Feb 1974", "12 Xyz 1974", "", "1974 to 1970", "0074"]
)
def test_a_date_that_is_none_is_named_with_its_line(sdn_folder, born, quarantine):
    path = sdn_folder / "sdn.csv"
    path.write_text(path.read_text().replace("DOB 12 Aug 1974", f"DOB {born}"))
    with pytest.raises(KnownError) as caught:
        list(ofac_csv.read(path, Options()))
    assert "sdn.csv, line 1, Remarks" in caught.value.sentence()
    bad, oscar = ofac_csv.read(path, quarantine)
    assert isinstance(bad, BadRow)
    assert bad.raw.startswith("101,ERIKSSON")
    assert oscar.entry_id == "104"


def test_an_empty_name_and_a_number_twice_are_bad_rows(sdn_folder, quarantine):
    path = sdn_folder / "sdn.csv"
    path.write_text(
        path.read_text()
        .replace('104,"OSCAR"', "104,-0- ")
        .replace('103,"UTOPIA STAR","vessel"', '101,"X","individual"')
    )
    found = list(ofac_csv.read(path, quarantine))
    assert [item.why.key.rpartition(".")[2] for item in found if isinstance(item, BadRow)] == [
        "duplicate",
        "no_name",
    ]


@pytest.mark.parametrize("file", ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"])
def test_a_row_of_the_wrong_width_is_put_aside_in_every_file(sdn_folder, quarantine, file):
    path = sdn_folder / file
    path.write_text("101,2\n1,2,3\n" if file != "sdn_comments.csv" else "1\n1,2,3\n")
    if file == "sdn.csv":
        path.write_text("101,2\n")
    found = list(ofac_csv.read(sdn_folder, quarantine))
    assert isinstance(found[0], BadRow)
    with pytest.raises(KnownError, match="columns"):
        list(ofac_csv.read(sdn_folder, Options()))


def test_the_public_list_is_read_whole(public_lists):
    options = Options()
    entries = {entry.entry_id: entry for entry in ofac_csv.read(public_lists / "ofac_sdn.csv", options)}
    with (public_lists / "ofac_sdn.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == 12]
    persons = {row[0]: row for row in rows if row[2] == "individual"}
    assert entries.keys() == persons.keys()
    left_out = options.meter.left_out
    assert (
        len(persons) + left_out["organisation"] + left_out["vessel"] + left_out["aircraft"]
        == len(rows)
        == 8976
    )
    with (public_lists / "ofac_alt.csv").open(encoding="utf-8", newline="") as file:
        aliases = [row for row in csv.reader(file) if len(row) == 5]
    assert len(aliases) == 11910
    for number, _, _, name, _ in aliases:
        if number in entries:
            names = {frozenset(re.findall(r"\w+", known)) for known in entries[number].names}
            assert frozenset(re.findall(r"\w+", name)) in names
    for number, row in persons.items():
        entry, remarks = entries[number], " ".join(row[11].replace("-0-", "").split())
        assert remarks in entry.mandate.note
        assert len(entry.dates_of_birth) + len(entry.birth_years) <= remarks.count("DOB ")
        assert (entry.sex is Sex.MALE) == ("Gender Male" in remarks)
        assert bool(entry.dates_of_birth or entry.birth_years) == bool(
            re.search(r"(?:^|; )(?:alt\. )?DOB ", remarks)
        )
        quoted = {name.replace(",", "") for name in re.findall(r"a\.k\.a\. '(.+?)'(?:;|\.)", remarks)}
        weak = {frozenset(name.split()) for name in (*entry.weak_names, *entry.names)}
        assert {frozenset(name.split()) for name in quoted if re.search("[A-Za-z]", name)} <= weak


def test_the_passports_of_the_public_list_are_understood(public_lists):
    """Counted by looking for the plain form alone."""
    entries = ofac_csv.read(public_lists / "ofac_sdn.csv", Options())
    found = missed = 0
    for entry in entries:
        numbers = {number for number, _ in entry.document_numbers}
        for number in re.findall(
            r"(?:^|; |alt\. )Passport ([A-Z0-9-]{5,24})(?: |;|\.|$)", entry.mandate.note
        ):
            plain = number.replace("-", "")
            if any(char.isdigit() for char in plain):
                found += plain in numbers
                missed += plain not in numbers
    assert found > 1000
    assert missed <= found // 100
