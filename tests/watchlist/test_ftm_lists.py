"""FollowTheMoney's JSON lines and OpenSanctions' table: persons are taken, all else is counted.

The terms are those of https://followthemoney.tech/explorer/schemata/Person/; persons here are invented.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import PartialDate, Sex
from models.errors import KnownError
from models.watchlist import BadRow, EntryAction, PersonEntry
from watchlist.importers import ftm_lists, opensanctions_csv
from watchlist.importers.formats import ListFormat, open_source
from watchlist.importers.source import Options

ANNA: dict[str, Any] = {
    "id": "Q-1",
    "caption": "Anna Maria Eriksson",
    "schema": "Person",
    "datasets": ["invented"],
    "properties": {
        "name": ["ERIKSSON Anna Maria", "Anna Maria Eriksson"],
        "alias": ["Anna Ericson", "Anna Maria Eriksson"],
        "weakAlias": ["Annie"],
        "previousName": ["Anna Svensson"],
        "birthDate": ["1974-08-12", "1975"],
        "gender": ["female"],
        "nationality": ["ne"],
        "citizenship": ["de", "zz"],
        "birthPlace": ["Zenith"],
        "address": ["1, Harbour Street"],
        "passportNumber": ["L898-902 C3"],
        "idNumber": ["Card of Zenith"],
        "topics": ["sanction"],
        "program": ["ABC"],
        "notes": ["Speaks softly."],
    },
}


def written(folder: Path, *entities: object) -> Path:
    path = folder / "list.json"
    lines = [each if isinstance(each, str) else json.dumps(each) for each in entities]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def person(entry_id: str, **properties: list[str]) -> dict[str, Any]:
    return {"id": entry_id, "schema": "Person", "properties": {"name": [f"Person {entry_id}"], **properties}}


def test_a_person_with_everything(tmp_path: Path) -> None:
    (entry,) = ftm_lists.read(written(tmp_path, ANNA))
    assert isinstance(entry, PersonEntry)
    assert entry.names == ("Anna Maria Eriksson", "ERIKSSON Anna Maria", "Anna Ericson", "Anna Svensson")
    assert entry.weak_names == ("Annie",)
    assert entry.dates_of_birth == (PartialDate("740812", 1974, 8, 12), PartialDate("75<<<<", 1975))
    assert entry.sex is Sex.FEMALE
    assert entry.nationalities == ("NER", "D")
    assert entry.document_numbers == (("L898902C3", ""), ("CARDOFZENITH", ""))
    assert entry.places_of_birth == ("Zenith",)
    assert entry.addresses == ("1, Harbour Street",)
    assert entry.mandate.action is EntryAction.INFORM
    assert entry.mandate.topics == ("sanction",)
    assert entry.mandate.programme == "ABC"
    assert entry.mandate.note == "Speaks softly.\nnationality: zz"


def test_papers_find_their_holder_before_and_behind(tmp_path: Path) -> None:
    def paper(schema: str, holder: str, number: str, country: str) -> dict[str, Any]:
        properties = {"holder": [holder], "number": [number], "country": [country]}
        return {"id": f"x-{number}", "schema": schema, "properties": properties}

    path = written(
        tmp_path,
        paper("Passport", "1", "A 11", "ne"),
        person("1", passportNumber=["A11", "B22"]),
        paper("Identification", "1", "C33", "de"),
        paper("Identification", "1", "\u041a 44", "ru"),
    )
    options = Options()
    (entry,) = ftm_lists.read(path, options)
    assert isinstance(entry, PersonEntry)
    assert entry.document_numbers == (("A11", "NER"), ("C33", "D"), ("B22", ""))
    assert entry.mandate.note == "document: \u041a 44"
    assert not options.meter.left_out


def test_what_is_no_person_and_who_is_only_exposed_is_counted(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"id": "c", "schema": "Company", "properties": {"name": ["Zenith Ltd"]}},
        person("1", topics=["role.pep"]),
        person("2", topics=["role.rca"]),
        person("3", topics=["role.pep", "sanction"]),
        person("4", topics=["wanted"]),
    )
    with open_source(path) as source:
        entries = list(source.items)
        assert source.format is ListFormat.FTM_JSON
        assert source.left_out == {"no_person": 1, "politically_exposed": 2}
        assert source.position() == 1.0
    assert [
        (each.entry_id, each.mandate.action.value) for each in entries if isinstance(each, PersonEntry)
    ] == [
        ("3", "inform"),
        ("4", "refer"),
    ]
    with open_source(path, options=Options(EntryAction.REFER, politically_exposed=True)) as source:
        found = [each for each in source.items if isinstance(each, PersonEntry)]
    assert [each.entry_id for each in found] == ["1", "2", "3", "4"]
    assert {each.mandate.action for each in found} == {EntryAction.REFER}


def test_the_licence_is_told_where_it_is_theirs(tmp_path: Path) -> None:
    with open_source(written(tmp_path, ANNA)) as source:
        assert "CC BY-NC" in source.licence
    with open_source(written(tmp_path, person("1"))) as source:
        assert source.licence == ""


@pytest.mark.parametrize(
    ("line", "key", "column"),
    [
        ("{", "no_entity", ""),
        ("[]", "no_entity", ""),
        ('{"id": "1", "schema": "Person"}', "no_entity", ""),
        ("[" * 100_000, "no_entity", ""),
        ({"schema": "Person", "properties": {"name": ["A"]}}, "empty_cell", "id"),
        ({"id": " ", "schema": "Person", "properties": {"name": ["A"]}}, "empty_cell", "id"),
        ({"id": "1", "schema": "Person", "properties": {}}, "empty_cell", "name"),
        ({"id": "1", "schema": "Person", "properties": {"name": ["?"]}}, "no_name", "name"),
        (person("1", birthDate=["0000-00-00"]), "no_date", "birthDate"),
        (person("1", alias=["A"] * 1_000_000), "long_line", ""),
        (person("1", alias=["A"] * 2_000), "too_many", "alias"),
        (person("1", alias=["A\x07"]), "control_character", "alias"),
        (person("1", alias=[7]), "no_text", "alias"),  # type: ignore[list-item]
        ({"id": "0", "schema": "Person", "properties": {"name": ["A"]}}, "duplicate", "entry_id"),
    ],
)
def test_damage_is_named_with_its_place(tmp_path: Path, line: object, key: str, column: str) -> None:
    path = written(tmp_path, person("0"), line, person("9"))
    with pytest.raises(KnownError) as caught:
        list(ftm_lists.read(path))
    params = dict(caught.value.message.params)
    assert caught.value.message.key == f"error.watchlist.csv.{key}"
    assert (params["file"], params["line"], params["column"]) == ("list.json", "2", column)
    assert caught.value.sentence()
    items = list(ftm_lists.read(path, Options(quarantine=True)))
    assert [type(item) for item in items] == [PersonEntry, BadRow, PersonEntry]
    bad = items[1]
    assert isinstance(bad, BadRow)
    assert (bad.row, bad.column, len(bad.raw) <= 2_000) == (2, column, True)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_PROPERTIES = st.dictionaries(
    st.sampled_from([*ANNA["properties"], "holder", "number", "borderdesk:loss", "borderdesk:action"]),
    _VALUES | st.lists(st.text(max_size=12), max_size=3),
    max_size=6,
)
_ENTITIES = st.fixed_dictionaries(
    {"schema": st.sampled_from(("Person", "Passport", "Company")), "properties": _PROPERTIES},
    optional={"id": st.text(max_size=4), "caption": _VALUES},
)


@settings(deadline=None)  # waits for the disk
@given(st.lists(_ENTITIES.map(json.dumps) | _VALUES.map(json.dumps) | st.text(max_size=30), max_size=5))
def test_anything_gives_entries_or_a_known_error(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), *(line.encode("utf-8", "replace").decode() for line in lines))
        list(ftm_lists.read(path, Options(quarantine=True)))
        try:
            said = f"{len(list(ftm_lists.read(path)))} read"
        except KnownError as error:
            said = error.sentence()
        assert said


SIMPLE = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,"
    "last_seen,last_change\n"
)


def simple(folder: Path, *rows: str) -> Path:
    path = folder / "targets.simple.csv"
    path.write_text(SIMPLE + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_the_simple_table(tmp_path: Path) -> None:
    path = simple(
        tmp_path,
        'Q-1,Person,Anna Eriksson,Annie;Anna Ericson,1974-08-12;1975,ne;de;zz,"1, Harbour Street",'
        "L8/9;\u041a 4,Act of 2020,,,Zenith Sanctions,,,",
        "Q-2,Company,Zenith Ltd,,,,,,,,,Zenith Sanctions,,,",
        "Q-3,Person,Bert Eriksson,,,,,,,,,Zenith PEPs;Members of the Zenith Parliament,,,",
        "Q-4,Person,Carl Eriksson,,,,,,,,,Zenith PEPs;Zenith Wanted Persons,,,",
    )
    assert open_source(path).format is ListFormat.OPENSANCTIONS_CSV
    options = Options()
    anna, carl = opensanctions_csv.read(path, options)
    assert options.meter.left_out == {"no_person": 1, "politically_exposed": 1}
    assert isinstance(anna, PersonEntry)
    assert isinstance(carl, PersonEntry)
    assert (anna.names, anna.weak_names) == (("Anna Eriksson", "Anna Ericson"), ("Annie",))
    assert [born.iso for born in anna.dates_of_birth] == ["1974-08-12", "1975"]
    assert anna.nationalities == ("NER", "D")
    assert anna.document_numbers == (("L89", ""),)
    assert anna.mandate.legal_basis == "Act of 2020"
    assert anna.mandate.note == "country: zz\ndocument: \u041a 4"
    assert anna.mandate.action is EntryAction.INFORM
    assert carl.entry_id == "Q-4"


def test_a_bad_row_of_the_simple_table_is_named(tmp_path: Path) -> None:
    path = simple(tmp_path, "Q-1,Person,Anna,,12.8.1974,,,,,,,,,,", "Q-2,Person,Bert,,,,,,,,,,,,")
    with pytest.raises(KnownError) as caught:
        list(opensanctions_csv.read(path))
    assert caught.value.message.key == "error.watchlist.csv.no_date"
    assert {("row", "2"), ("column", "birth_date")} <= set(caught.value.message.params)
    bad, bert = opensanctions_csv.read(path, Options(quarantine=True))
    assert isinstance(bad, BadRow)
    assert isinstance(bert, PersonEntry)
