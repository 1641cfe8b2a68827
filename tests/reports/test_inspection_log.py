"""An entry says every result, and nothing about a person unless that was asked for."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from borderdesk.cases import inspections
from borderdesk.reports.inspection_log import Extent, Looked, entry, head
from borderdesk.storage.station import Station
from models.check import CheckResult, CheckStatus, Severity
from models.image import Light
from models.inspection import Inspection
from models.message import message

ABOUT_HER = ("ERIKSSON", "ANNA", "L898902C3", "740812", "1974", "2012-04-15", "ZE184226B", "2012")
EVERYTHING = Extent(zone=True, pictures=True)


def logged(inspection: Inspection, extent: Extent | None = None) -> dict[str, Any]:
    looked = Looked.at_the_moment(inspection)
    return entry(looked) if extent is None else entry(looked, extent)


def check(
    code: str, status: CheckStatus, severity: Severity = Severity.MAJOR, key: str = "check.not_done"
) -> CheckResult:
    return CheckResult(code, status, severity, message(key, code=code))


def groups(found: dict[str, Any]) -> dict[str, str]:
    return {group["name"]: group["result"] for domain in found["domains"] for group in domain["groups"]}


def test_nothing_in_it_is_about_a_person(inspection: Callable[..., Inspection]) -> None:
    said = json.dumps(logged(inspection()))
    assert [word for word in ABOUT_HER if word in said] == []
    assert '"entry"' not in said  # which entry of a list was hit tells who it is
    assert "UTO/documents" in said  # which lists were asked does not


def test_what_was_asked_for_is_there(inspection: Callable[..., Inspection]) -> None:
    found = logged(inspection(), EVERYTHING)
    assert found["document"]["fields"]["primary_identifier"] == "ERIKSSON"
    assert found["document"]["lines"][1].startswith("L898902C3")
    assert found["background"]["hits"] == [
        {"list": "UTO/documents", "entry": "17", "kind": "document", "score": 1.0}
    ]
    (picture,) = found["pictures"]
    assert base64.b64decode(picture["data"])[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0")
    assert "pictures" not in logged(inspection(), Extent(zone=True))
    assert "fields" not in logged(inspection(), Extent(pictures=True))["document"]


def test_what_is_always_logged_is_there(inspection: Callable[..., Inspection]) -> None:
    found = logged(inspection(7))
    assert (found["id"], found["at"]) == (f"{7:032x}", "2026-11-24T09:30:00Z")
    assert found["timings_ms"]["total"] == pytest.approx(433.8)
    assert (found["document"]["format"], found["document"]["issuing_state"]) == ("TD3", "UTO")
    (answer,) = found["domains"][0]["groups"][1]["checks"]
    assert (answer["clause"], answer["result"], answer["score"]) == ("5.5.4.1.1", "failed", 0.1235)
    assert found["result"] == "failed"


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([("mrz.format.names", "passed"), ("mrz.check_digit.composite", "not_supported")], "successful"),
        ([("mrz.format.names", "undetermined"), ("mrz.check_digit.composite", "passed")], "undetermined"),
        ([("mrz.format.names", "not_done"), ("mrz.check_digit.composite", "undetermined")], "aborted"),
        ([("mrz.format.names", "not_done"), ("mrz.check_digit.composite", "failed")], "failed"),
        ([("mrz.format.names", "not_supported")], "not_supported"),
    ],
)
def test_a_group_comes_to_one_result(
    inspection: Callable[..., Inspection], checks: list[tuple[str, str]], expected: str
) -> None:
    made = replace(inspection(), checks=tuple(check(code, CheckStatus(status)) for code, status in checks))
    assert groups(logged(made))["mrz_icao_compliance"] == expected


def test_a_check_that_crashed_is_aborted_whatever_its_status(inspection: Callable[..., Inspection]) -> None:
    crashed = check("zone.pitch", CheckStatus.UNDETERMINED, key="check.crashed")
    found = logged(replace(inspection(), checks=(crashed,)))
    assert found["result"] == "aborted"
    assert found["domains"][0]["groups"][1]["checks"][0]["status"] == "undetermined"


def test_a_hint_that_failed_is_logged_and_no_part_of_the_result(
    inspection: Callable[..., Inspection],
) -> None:
    hint = check("picture.compression", CheckStatus.FAILED, Severity.INFO)
    other = check("picture.halftone", CheckStatus.PASSED)
    found = logged(replace(inspection(), checks=(hint, other)))
    assert groups(found)["vendor_specific"] == "successful"
    assert [each["mode"] for each in found["domains"][0]["groups"][1]["checks"]] == ["evaluatory", "counted"]


def test_a_page_without_a_document_is_an_entry_too(inspection: Callable[..., Inspection]) -> None:
    found = logged(inspection(unread=True), EVERYTHING)
    assert (found["document"], found["result"], found["advice"]) == (None, "failed", "rescan")
    assert groups(found) == {"document_detection": "failed"}


def test_a_stored_inspection_gives_the_same_entry_as_one_that_was_just_made(
    inspection: Callable[..., Inspection], station: Station, page: Callable[..., Any]
) -> None:
    made = inspection(other_pages=(page(light=Light.INFRARED, source="ir.png"),))
    with station.cases() as session:
        inspections.store(session, made)
    with station.cases() as session:
        stored = Looked.stored(inspections.load(session, made.inspection_id))
    assert entry(stored, EVERYTHING) == logged(made, EVERYTHING)
    assert [each["light"] for each in entry(stored, EVERYTHING)["pictures"]] == ["visible", "infrared"]


def test_moments_are_utc(inspection: Callable[..., Inspection]) -> None:
    made = inspection()
    elsewhere = made.taken_at.astimezone(timezone(timedelta(hours=-5)))
    assert logged(replace(made, taken_at=elsewhere)) == logged(made)
    assert head("Torodi", elsewhere, Extent())["made_at"] == "2026-11-24T09:30:00Z"
