"""The US list in its full form, on invented people."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from models.document import Sex
from models.errors import KnownError
from models.watchlist import BadRow, EntryAction, YearRange
from watchlist.importers import ofac_advanced_xml
from watchlist.importers.formats import ListFormat, open_source, recognise
from watchlist.importers.source import Options

DAY = ("1974-8-12", "1974-8-12", False)


def test_everything_of_a_person_finds_its_place(advanced):
    options = Options()
    (anna,) = ofac_advanced_xml.read(advanced(DAY), options)
    assert anna.entry_id == "101"
    assert anna.names == ("Anna Maria ERIKSSON", "آنا إريكسون")
    assert anna.weak_names == ("THE AVIATOR",)
    assert [born.iso for born in anna.dates_of_birth] == ["1974-08-12"]
    assert anna.sex is Sex.FEMALE
    assert anna.nationalities == ("TCD",)
    assert anna.document_numbers == (("L898902C3", "TCD"), ("FA112233", ""))
    assert anna.places_of_birth == ("Zenith, Chad",)
    assert anna.addresses == ("1 High Street, Zenith, Chad",)
    assert options.meter.left_out == {"organisation": 1, "vessel": 1, "country_word": 1}


def test_the_grounds_that_come_after_the_persons_reach_them(advanced):
    (anna,) = ofac_advanced_xml.read(advanced(DAY), Options())
    assert anna.mandate.action is EntryAction.INFORM
    assert anna.mandate.topics == ("sanction",)
    assert anna.mandate.programme == "SDGT, IFSR"
    assert anna.mandate.legal_basis == "Executive Order 13224 (Terrorism)"
    for said in (
        "2017-07-31",
        "Block: all property",
        "Title: Aviator",
        "Atlantis",
        "Tax ID No.: 778899, Chad",
        "FA-112233, Fraudulent",
    ):
        assert said in anna.mandate.note


@pytest.mark.parametrize(
    ("period", "dates", "years"),
    [
        (("1974-1-1", "1974-12-31", False), ["1974"], []),
        (("1974-8-1", "1974-8-31", False), ["1974-08"], []),
        (("1968-1-1", "1971-12-31", False), [], [YearRange(1968, 1971)]),
        (("1970-1-1", "1970-12-31", True), [], [YearRange(1970, 1970, circa=True)]),
        (("1960-1-1", "1962-12-31", True), [], [YearRange(1960, 1962, circa=True)]),
        (("1974", "1974", False), ["1974"], []),
    ],
)
def test_a_period_of_birth_is_a_day_a_month_a_year_or_years(advanced, period, dates, years):
    (anna,) = ofac_advanced_xml.read(advanced(period), Options())
    assert [born.iso for born in anna.dates_of_birth] == dates
    assert list(anna.birth_years) == years


@pytest.mark.parametrize(
    "period", [("0-0-0", "0-0-0", False), ("1974-2-31", "1974-2-31", False), ("1974-13-1", "1975-1-1", False)]
)
def test_a_date_that_is_none_is_named_with_its_line(advanced, period, quarantine):
    path = advanced(period)
    with pytest.raises(KnownError) as caught:
        list(ofac_advanced_xml.read(path, Options()))
    line = path.read_text(encoding="utf-8").split('<DistinctParty FixedRef="101"')[0].count("\n") + 1
    assert f"sdn_advanced.xml, line {line}, Birthdate" in caught.value.sentence()
    (bad,) = ofac_advanced_xml.read(path, quarantine)
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.column) == (line, "Birthdate")
    assert "ERIKSSON" in bad.raw


def test_the_edition_and_the_form_are_told_by_the_file(advanced):
    path = advanced(DAY)
    assert recognise(path) is ListFormat.OFAC_ADVANCED_XML
    with open_source(path) as source:
        assert source.as_of == datetime(2026, 9, 23, tzinfo=UTC)
        assert len(list(source.items)) == 1
        assert source.position() == 1.0


READ = """
import resource, sys
from pathlib import Path
from watchlist.importers.formats import open_source
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open_source(Path(sys.argv[1])) as source:
    print(sum(1 for _ in source.items), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_long_list_takes_the_memory_of_what_is_pointed_to_alone(advanced):
    """20,000 persons in 60 MB: more than that would be held if the tree were kept."""
    path = advanced(DAY)
    head, rest = path.read_text(encoding="utf-8").split('<DistinctParty FixedRef="101">')
    party, tail = rest.split('<DistinctParty FixedRef="102">')
    draw = random.Random(5)
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(20_000):
            name = f"ANNA{draw.randrange(10**9)}"
            file.write(f'<DistinctParty FixedRef="{1000 + number}">{party.replace("Anna Maria", name)}')
        file.write(f'<DistinctParty FixedRef="102">{tail}')
    assert path.stat().st_size > 50_000_000
    told = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    read, megabytes = map(int, told.stdout.split())
    assert read == 20_000
    assert megabytes < 60
