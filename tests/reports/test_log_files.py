"""XML and JSON say the same; the XML is of the shipped schema; a file is there whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borderdesk.reports.inspection_log import Extent, Looked, entry, head
from borderdesk.reports.log_files import Form, LogError, write
from models.inspection import Inspection

NOW = datetime(2026, 11, 24, 9, 31, tzinfo=UTC)
EVERYTHING = Extent(zone=True, pictures=True)
HEAD = head("Torodi", NOW, EVERYTHING)
OURS = "{urn:borderdesk:inspection-log:1}"


@pytest.fixture
def entries(inspection: Callable[..., Inspection]) -> list[dict[str, Any]]:
    made = (inspection(1), inspection(2, unread=True), inspection(3))
    return [entry(Looked.at_the_moment(each), EVERYTHING) for each in made]


@pytest.mark.parametrize("extent", [Extent(), Extent(zone=True), EVERYTHING])
def test_the_xml_is_of_the_schema(
    inspection: Callable[..., Inspection], schema: Any, tmp_path: Path, extent: Extent
) -> None:
    made = [entry(Looked.at_the_moment(inspection(1, unread=each)), extent) for each in (False, True)]
    assert write(tmp_path / "log.xml", Form.XML, head("", NOW, extent), made) == 2
    schema.check(tmp_path / "log.xml")


def test_the_schema_refuses_what_is_not_of_it(
    entries: list[dict[str, Any]], schema: Any, tmp_path: Path
) -> None:
    for change in ({"result": "passed"}, {"nationality": "UTO"}, {"at": "yesterday"}):
        write(tmp_path / "log.xml", Form.XML, HEAD, [{**entries[0], **change}])
        with pytest.raises((AssertionError, ValueError)):
            schema.check(tmp_path / "log.xml")


def test_both_forms_say_the_same(entries: list[dict[str, Any]], schema: Any, tmp_path: Path) -> None:
    write(tmp_path / "log.json", Form.JSON, HEAD, entries)
    write(tmp_path / "log.xml", Form.XML, HEAD, entries)
    found = json.loads((tmp_path / "log.json").read_text(encoding="utf-8"))
    assert found == {**HEAD, "transactions": entries}
    root = schema.check(tmp_path / "log.xml")
    checks = [
        (each.get("code"), each.get("result"), float(each.get("score", "nan")))
        for each in root.iter(f"{OURS}check")
    ]
    assert checks == [
        (each["code"], each["result"], each["score"])
        for transaction in entries
        for domain in transaction["domains"]
        for group in domain["groups"]
        for each in group["checks"]
    ]
    assert [each.text for each in root.iter(f"{OURS}line")] == [
        *entries[0]["document"]["lines"],
        *entries[2]["document"]["lines"],
    ]


def test_the_same_entries_give_the_same_bytes(entries: list[dict[str, Any]], tmp_path: Path) -> None:
    for form in Form:
        files = [tmp_path / f"{number}.{form.value}" for number in range(2)]
        for file in files:
            write(file, form, HEAD, entries)
        assert files[0].read_bytes() == files[1].read_bytes()
        assert files[0].stat().st_mode & 0o077 == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_any_text_gives_well_formed_files(
    inspection: Callable[..., Inspection], schema: Any, tmp_path: Path, text: str
) -> None:
    text = text.encode("utf-8", "replace").decode("utf-8")
    made = entry(Looked.at_the_moment(inspection()), Extent(zone=True))
    changed = {**made, "reasons": [text], "sentences": [text, "]]>", "<&\"'\0"]}
    write(tmp_path / "log.json", Form.JSON, {**HEAD, "station": text}, [changed])
    write(tmp_path / "log.xml", Form.XML, {**HEAD, "station": text}, [changed])
    assert json.loads((tmp_path / "log.json").read_bytes())["station"] == text
    schema.check(tmp_path / "log.xml")


def test_without_entries_it_is_a_log_all_the_same(schema: Any, tmp_path: Path) -> None:
    assert write(tmp_path / "log.xml", Form.XML, HEAD, []) == 0
    assert len(schema.check(tmp_path / "log.xml")) == 0
    write(tmp_path / "log.json", Form.JSON, HEAD, [])
    assert json.loads((tmp_path / "log.json").read_bytes())["transactions"] == []


def test_where_it_breaks_off_the_old_file_stays(entries: list[dict[str, Any]], tmp_path: Path) -> None:
    def breaking() -> Iterator[dict[str, Any]]:
        yield entries[0]
        raise ZeroDivisionError

    file = tmp_path / "log.xml"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write(file, Form.XML, HEAD, breaking())
    assert file.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [file]
    with pytest.raises(LogError, match=r"inspection_log\.file"):
        write(tmp_path / "no folder" / "log.xml", Form.XML, HEAD, entries)


@pytest.mark.parametrize("name", ["log", "log.txt", "xml", ".xml"])
def test_a_name_that_tells_no_form_is_refused(name: str) -> None:
    with pytest.raises(LogError):
        Form.of(Path(name))
    assert Form.of(Path("LOG.XML")) is Form.XML
