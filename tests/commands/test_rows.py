"""`screen` and `names compare`: one answer a row, whatever the row holds."""

from __future__ import annotations

import json
import random
import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Sex
from models.errors import KnownError
from ui.commands.rows import FIELDS, RowError, fields_of

TODAY = date(2026, 11, 24)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)


def born(value: str) -> str | None:
    return fields_of({"date_of_birth": value, "primary_identifier": "A"}, today=TODAY).date_of_birth.iso


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1974-08-12", "1974-08-12"),
        ("19740812", "1974-08-12"),
        ("1974-08", "1974-08"),
        ("1974", "1974"),
        ("740812", "1974-08-12"),
        ("7408<<", "1974-08"),
        ("<<<<<<", None),
        ("270101", "1927-01-01"),
        ("1927-01-01", "1927-01-01"),
    ],
)
def test_birth_dates_as_printed_or_iso(written: str, meant: str | None) -> None:
    assert born(written) == meant


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"primary_identifier": ""},
        {"surname": "ERIKSSON"},
        {"primary_identifier": 7},
        {"primary_identifier": ["ERIKSSON"]},
        {"primary_identifier": "\ud800"},
        {"primary_identifier": "A" * 501},
        {"date_of_birth": "12.8.1974"},
        {"date_of_birth": "741312"},
        {"date_of_birth": "1974-13-01"},
        {"date_of_birth": "0000-01-01"},
        {"sex": "female?"},
        {"nationality": "NIGER"},
        {"issuing_state": "??"},
        {"document_code": "PPP"},
    ],
)
def test_a_row_that_cannot_be_understood_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(RowError) as refused:
        fields_of(row, today=TODAY)
    assert refused.value.sentence()


def test_values_are_taken_as_a_zone_or_a_person_writes_them() -> None:
    fields = fields_of(
        {
            "primary_identifier": "OULD<AHMED",
            "document_number": "d2314 5890<<",
            "nationality": "d<<",
            "sex": "f",
            "document_code": None,
        },
        today=TODAY,
    )
    assert fields.primary_identifier == "OULD AHMED"
    assert (fields.document_number, fields.nationality, fields.sex) == ("D23145890", "D", Sex.FEMALE)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), json_values, max_size=4))
def test_any_object_is_understood_or_refused_in_words(row: dict[str, Any]) -> None:
    try:
        fields = fields_of(row, today=TODAY)
    except KnownError as error:
        refused = error.sentence()
    else:
        refused = ""
        assert fields.date_of_birth.possible
    assert refused or any(isinstance(row.get(name), str) for name in FIELDS)


def noise(seed: int, rows: int) -> list[bytes]:
    """Rows of every kind of nonsense, without line ends inside."""
    rolled = random.Random(seed)
    made = []
    for _ in range(rows):
        kind = rolled.randrange(5)
        if kind == 0:
            made.append(
                bytes(rolled.choice([b for b in range(256) if b != 10]) for _ in range(rolled.randrange(30)))
            )
        elif kind == 1:
            made.append(b"[" * rolled.randrange(1, 5000))
        elif kind == 2:
            made.append(
                json.dumps({rolled.choice(FIELDS): rolled.choice([None, 3, "", "X", [], "\ud800"])}).encode()
            )
        elif kind == 3:
            made.append(b"")
        else:
            name = "".join(rolled.choices(string.ascii_uppercase + "<", k=8))
            made.append(json.dumps({"primary_identifier": name, "a": name, "b": name}).encode())
    return made


def test_screen_answers_every_row_of_noise(desk: Any) -> None:
    rows = [
        *noise(7, 150),
        b'{"primary_identifier": "' + b"A" * 1_100_000 + b'"}',
        b'{"document_number": "Z51S8B0X9"}',
    ]
    answer = desk.run("screen", "--json", "--home", "station", stdin=b"\n".join(rows), passphrase=True)
    assert answer.status == 1
    assert len(answer.objects) == len(rows)
    for each in answer.objects:
        assert "error" in each or {"hits", "ms"} <= set(each)
    assert "Traceback" not in answer.err


def test_names_answer_every_row_of_noise(shell: Any) -> None:
    rows = noise(8, 150)
    answer = shell.run("names", "compare", "--json", stdin=b"\n".join(rows) + b"\n")
    assert len(answer.objects) == len(rows)
    for each in answer.objects:
        assert set(each) in ({"error"}, {"score", "match", "reasons"})
    assert "Traceback" not in answer.err


def test_screen_finds_what_is_listed_and_says_why(desk: Any) -> None:
    rows = [
        {"document_number": "Z51S8B0X9", "issuing_state": "UTO"},
        {"primary_identifier": "DJIBOLOU", "secondary_identifier": "HARUNA UMAR", "date_of_birth": "791103"},
        {
            "primary_identifier": "WEISSENKAEMPER",
            "secondary_identifier": "JOERG",
            "date_of_birth": "1968-05-09",
        },
        {"primary_identifier": "OUIBRE", "ticket": "B12"},
    ]
    text = "\n".join(json.dumps(row) for row in rows)
    answer = desk.run("screen", "--json", "--home", "station", stdin=text, passphrase=True)
    stolen, wanted, nobody, ticket = answer.objects
    assert answer.status == 0, answer.err
    best = stolen["hits"][0]
    assert (best["list"], best["entry"], best["kind"]) == ("NER/documents", "d1", "document")
    assert ("p1", "person") in [(hit["entry"], hit["kind"]) for hit in wanted["hits"]]
    assert all(hit["reasons"] and 0 <= hit["score"] <= 1 for hit in (*stolen["hits"], *wanted["hits"]))
    assert nobody["hits"] == []
    assert set(nobody) == {"hits", "ms"}
    assert ticket["ignored"] == ["ticket"]


def test_people_get_one_block_a_row(desk: Any) -> None:
    answer = desk.run(
        *("screen", "--home", "station"),
        stdin='{"document_number": "Z51S8B0X9", "issuing_state": "UTO"}\n{"primary_identifier": "OUIBRE"}\n',
        passphrase=True,
    )
    assert answer.out.startswith("NER/documents, entry d1 (1.00)")
    assert answer.out.endswith("Nothing on the watchlist matches.\n")


def test_names_of_one_person_in_two_scripts_and_of_two_persons(shell: Any) -> None:
    rows = [{"a": "محمد", "b": "Mohamed"}, {"a": "Mohamed Ould Ahmed", "b": "Fatoumata Traore"}]
    answer = shell.run("names", "compare", "--json", stdin="\n".join(json.dumps(row) for row in rows))
    same, other = answer.objects
    assert answer.status == 0
    assert same["match"] is True
    assert other["match"] is False
    assert same["score"] > other["score"]
