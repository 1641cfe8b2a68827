"""All that is held on one traveller is handed out, and the handing out is itself listed."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cv2
import pytest
import sqlalchemy as sa

from borderdesk.cases import disclosures, inspections
from borderdesk.privacy import traveller
from borderdesk.storage.station import Station
from models.errors import KnownError
from models.people import Person
from models.tables.audit import AuditEntryRow
from models.tables.cases import CasesBase

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def hand_out(station: Station, numbers: tuple[str, ...], folder: Path, who: Person) -> traveller.Held:
    with station.cases(writing=True) as session:
        return traveller.hand_out(
            session,
            numbers,
            folder,
            who,
            station=station.name,
            recipient="the traveller",
            legal_basis="the right of access",
            purpose="request 4",
            now=NOW,
        )


class _Balanced(HTMLParser):
    """Counts elements that are opened and not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_everything_of_one_document_is_there_and_nothing_of_another(
    station: Station, known: str, salif: Person, inspection: Callable[..., Any], tmp_path: Path
) -> None:
    other = inspection(2)
    fields = replace(other.document.fields, document_number="AB1234567", primary_identifier="SOMEBODYELSE")
    with station.cases(writing=True) as session:
        inspections.store(session, replace(other, document=replace(other.document, fields=fields)))
        disclosures.record(session, "case", "c" * 32, "the embassy", "treaty 5", salif, NOW)
    with station.cases() as session:
        numbers = traveller.find(session, "L898902C3<", "uto")
    assert numbers == (known,)
    folder = tmp_path / "handed" / "out"
    hand_out(station, numbers, folder, salif)
    data = json.loads((folder / "traveller.json").read_text(encoding="utf-8"))
    (one,) = data["inspections"]
    assert one["terms"] == {
        "owner": "Border Police",
        "purpose": "border control",
        "legal_basis": "Border Act, 12",
        "until": "2027-01-02",
        "held": "",
    }
    assert one["record"]["document"]["fields"]["primary_identifier"] == "ERIKSSON"
    assert one["decisions"][0]["reason"] == "asks for help"
    assert one["cases"][0]["steps"][0]["text"] == "The embassy <confirms> the passport"
    assert [(each["recipient"], each["what"]) for each in one["received_by"]] == [
        ("the traveller", "inspection"),
        ("the embassy", "case"),
    ]
    assert data["false_matches"][0]["until"] == "2027-05-01"
    (picture,) = one["pictures"]
    assert cv2.imread(str(folder / picture["file"])).shape == (448, 640, 3)
    (attached,) = one["cases"][0]["attachments"]
    assert (folder / attached["file"]).read_bytes() == b"a letter of the embassy"
    everything = b"".join(file.read_bytes() for file in folder.iterdir())
    assert b"SOMEBODYELSE" not in everything
    assert all(stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 for each in (folder, *folder.iterdir()))


def test_the_page_says_what_why_until_when_and_to_whom(
    station: Station, known: str, salif: Person, tmp_path: Path
) -> None:
    hand_out(station, (known,), tmp_path / "out", salif)
    page = (tmp_path / "out" / "traveller.html").read_text(encoding="utf-8")
    read = _Balanced()
    read.feed(page)
    assert read.open == []
    for said in (
        "ERIKSSON",
        "L898902C3",
        "Border Police",
        "Border Act, 12",
        "2027-01-02",
        "The embassy <confirms> the passport",
        "the traveller",
        "another person",
    ):
        assert said in read.text, said
    assert "{" not in read.text.replace("{}", "").split("}")[-1]
    (picture,) = re.findall(r'<img src="([^"]+)"', page)
    assert (tmp_path / "out" / picture).is_file()


def test_handing_out_is_listed_and_audited_without_a_name(
    station: Station, known: str, salif: Person, tmp_path: Path
) -> None:
    hand_out(station, (known,), tmp_path / "out", salif)
    with station.cases() as session:
        (listed,) = disclosures.of(session, "inspection", known)
        assert (listed.recipient, listed.person_id, listed.at) == ("the traveller", salif.person_id, NOW)
        entry = session.scalars(sa.select(AuditEntryRow)).one()
        assert (entry.act, entry.purpose, entry.subject_id) == ("traveller.exported", "request 4", known)
        assert "ERIKSSON" not in json.dumps(entry.details)


def test_where_the_folder_cannot_be_written_nothing_is_listed(
    station: Station, known: str, salif: Person, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(KnownError) as error:
        hand_out(station, (known,), tmp_path / "out", salif)
    assert error.value.message.key == "error.traveller.folder"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out", "station"]
    assert (tmp_path / "out" / "mine.txt").read_text() == "keep"
    with station.cases() as session:
        assert disclosures.of(session, "inspection", known) == ()
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntryRow)) == 0


def test_nobody_is_told_of_who_is_not_held(station: Station, known: str) -> None:
    with pytest.raises(KnownError) as error, station.cases() as session:
        traveller.find(session, "L898902C3", "NER")
    assert error.value.message.key == "error.traveller.none"
    assert known


def test_no_table_with_data_of_travellers_is_forgotten() -> None:
    """A new table is either in the export, or named here with why it is not."""
    exported = {
        "inspections",
        "pictures",
        "decisions",
        "cases",
        "case_events",
        "attachments",
        "false_matches",
        "keepings",
        "disclosures",
        "requests",
        "outbox",
    }
    not_of_travellers = {"picture_keys", "people", "audit_entries", "audit_checkpoints", "facts"}
    nobodys = {"evidence_counts", "check_counts"}  # numbers by week that lead back to nobody
    assert {
        table.name for table in CasesBase.metadata.sorted_tables
    } == exported | not_of_travellers | nobodys
