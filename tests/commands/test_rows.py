"""`screen` and `names compare`: one answer a row, whatever the row holds."""

from __future__ import annotations

import json
import random
import string
from typing import Any

from watchlist.query import FIELDS


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


def test_help_names_every_field_that_a_row_can_have(shell: Any) -> None:
    told = shell.run("screen", "--help").out
    assert [field for field in FIELDS if field not in told] == []


def test_a_row_that_looks_for_nothing_is_refused_and_not_answered_with_no_hit(desk: Any) -> None:
    rows = ['{"nationality": "NER"}', '{"ticket": "B12"}', '{"document_number": "<<<"}']
    answer = desk.run("screen", "--json", "--home", "station", stdin="\n".join(rows), passphrase=True)
    assert answer.status == 1
    assert [set(each) for each in answer.objects] == [{"error"}] * 3
    assert "document_number" in answer.objects[0]["error"]
