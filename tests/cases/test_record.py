"""The JSON object of an inspection is the command line's contract, word for word."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from models.document import PartialDate
from models.inspection import Inspection
from models.message import message
from models.record import Sentences, as_record


def test_the_record_is_the_contracts_object(inspection: Callable[..., Inspection]) -> None:
    record: Any = as_record(inspection())
    full = "The disk that holds a list is full; the last entry was not stored."
    assert record["document"]["probabilities"] == [[0.9877] * 44, [0.9877] * 44]
    record["document"]["probabilities"] = []
    assert record == {
        "file": "desk.png",
        "page": 0,
        "index": 0,
        "advice": "stop",
        "reasons": ["It is not known who decides."],
        "document": {
            "format": "TD3",
            "certain": True,
            "lines": [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ],
            "raw_lines": [
                "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
                "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            ],
            "fields": {
                "document_code": "P",
                "issuing_state": "UTO",
                "primary_identifier": "ERIKSSON",
                "secondary_identifier": "ANNA MARIA",
                "document_number": "L898902C3",
                "nationality": "UTO",
                "date_of_birth": "1974-08-12",
                "sex": "F",
                "date_of_expiry": "2012-04-15",
                "optional_data": "ZE184226B",
                "optional_data_2": None,
            },
            "probabilities": [],
        },
        "corrections": [{"line": 1, "position": 8, "read": "8", "used": "3", "probability": 0.4123}],
        "checks": [
            {
                "code": "mrz.check_digit.document_number",
                "status": "failed",
                "severity": "major",
                "detail": "There is no station in the folder L898902C3.",
                "region": [[1.0, 2.0], [3.1, 2.0], [3.1, 4.0], [1.0, 4.0]],
                "score": 0.1235,
            }
        ],
        "hits": [
            {"list": "UTO/documents", "entry": "17", "kind": "document", "score": 1.0, "reasons": [full]}
        ],
        "lists": [{"list": "UTO/documents", "sequence": 4, "as_of": "2026-11-23T06:00:00+00:00"}],
        "timings_ms": {"read": 412.3, "checks": 20.0, "screening": 1.5, "total": 433.8, "cpu": 610.1},
        "error": None,
    }


def test_a_page_without_a_zone_is_an_answer(inspection: Callable[..., Inspection]) -> None:
    record = as_record(inspection(unread=True))
    assert (record["advice"], record["document"], record["error"]) == ("rescan", None, None)
    assert record["reasons"]
    assert record["corrections"] == record["checks"] == record["hits"] == record["lists"] == []


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (PartialDate("7408<<", 1974, 8), "1974-08"),
        (PartialDate("74<<<<", 1974), "1974"),
        (PartialDate("<<<<<<", None), None),
        (PartialDate("741399", 1974, 13, 99, possible=False), None),
    ],
)
def test_a_date_says_only_what_is_known(
    inspection: Callable[..., Inspection], born: PartialDate, told: str | None
) -> None:
    whole = inspection()
    assert whole.document is not None
    document = replace(whole.document, fields=replace(whole.document.fields, date_of_birth=born))
    record = json.loads(json.dumps(as_record(replace(whole, document=document))))
    assert record["document"]["fields"]["date_of_birth"] == told


def test_a_typed_zone_has_no_probabilities(inspection: Callable[..., Inspection]) -> None:
    whole = inspection()
    assert whole.document is not None
    record = json.loads(json.dumps(as_record(replace(whole, document=replace(whole.document, reading=None)))))
    assert record["document"]["probabilities"] == []
    assert record["document"]["raw_lines"] == record["document"]["lines"]


def test_sentences_come_back_as_they_were(inspection: Callable[..., Inspection]) -> None:
    whole = inspection()
    assert whole.document is not None
    named_like_a_field = message("error.station.none", path="x", text="ERIKSSON", name="ﺎﻤﻳﺮ")
    document = replace(whole.document, doubts=(named_like_a_field, message("error.decision.no_reason")))
    verdict = replace(whole.verdict, kind=message("error.station.exists", path="y"))
    sentences = Sentences.of(replace(whole, document=document, verdict=verdict))
    assert Sentences.from_json(json.loads(json.dumps(sentences.as_json()))) == sentences
    assert sentences.doubts == document.doubts
    assert sentences.kind == verdict.kind


def test_sentences_stand_in_the_order_of_the_record(inspection: Callable[..., Inspection]) -> None:
    whole = inspection()
    assert whole.screening is not None
    record, sentences = as_record(whole), Sentences.of(whole)
    assert [each.text() for each in sentences.reasons] == record["reasons"]
    assert [each.text() for each in sentences.checks] == [whole.checks[0].detail.text()]
    assert [[each.text() for each in reasons] for reasons in sentences.hits] == [
        [each.text() for each in whole.screening.hits[0].reasons]
    ]


def test_a_naive_moment_never_reaches_a_record(inspection: Callable[..., Inspection]) -> None:
    record = json.loads(json.dumps(as_record(inspection())))
    assert datetime.fromisoformat(record["lists"][0]["as_of"]).utcoffset() is not None
