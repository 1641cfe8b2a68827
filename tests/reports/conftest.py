"""Inspections made by hand, and a reader of our schema that knows as much of XSD as our schema uses."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse

import resources
from borderdesk.storage.station import Station
from models.image import PageImage
from models.inspection import Inspection

CASES = Path(__file__).resolve().parents[1] / "cases" / "conftest.py"
XS = "{http://www.w3.org/2001/XMLSchema}"
OURS = "{urn:borderdesk:inspection-log:1}"
_SIMPLE: dict[str, Callable[[str], Any]] = {
    "xs:string": str,
    "xs:decimal": lambda text: re.fullmatch(r"-?\d+(\.\d+)?", text) or _bad(text),
    "xs:integer": int,
    "xs:positiveInteger": lambda text: int(text) > 0 or _bad(text),
    "xs:nonNegativeInteger": lambda text: int(text) >= 0 or _bad(text),
    "xs:boolean": lambda text: text in ("true", "false") or _bad(text),
    "xs:dateTime": lambda text: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z"),
    "xs:base64Binary": lambda text: re.fullmatch(r"[A-Za-z0-9+/]*=*", text) or _bad(text),
}


def _bad(text: str) -> None:
    raise ValueError(text)


class Schema:
    """The shipped XSD: which elements, in which order, with which attributes and values."""

    def __init__(self) -> None:
        self._root = parse(resources.path("inspection_log", "inspection-log.xsd")).getroot()
        self._types = {each.get("name"): each for each in self._root if each.get("name")}

    def check(self, file: Path) -> Element:
        """Fail where a file is not of the schema."""
        found: Element = parse(file).getroot()
        declared = self._types["inspection_log"]
        assert found.tag == f"{OURS}inspection_log"
        complex_type = declared.find(f"{XS}complexType")
        assert complex_type is not None
        self._element(found, complex_type)
        return found

    def _element(self, element: Element, declared: Element) -> None:
        attributes = {str(each.get("name")): each for each in declared.findall(f"{XS}attribute")}
        assert set(element.attrib) <= set(attributes), element.attrib
        for name, attribute in attributes.items():
            if attribute.get("use") == "required":
                assert name in element.attrib, (element.tag, name)
            if name in element.attrib:
                self._value(element.attrib[name], str(attribute.get("type")))
        children = list(element)
        for child in declared.findall(f"{XS}sequence/{XS}element"):
            here = [each for each in children if each.tag == OURS + str(child.get("name"))]
            assert here == children[: len(here)], "another order"
            children = children[len(here) :]
            assert len(here) >= int(child.get("minOccurs", "1")), child.get("name")
            assert child.get("maxOccurs") == "unbounded" or len(here) <= 1, child.get("name")
            for each in here:
                if str(child.get("type")) in self._types:
                    self._element(each, self._types[child.get("type")])
                else:
                    self._value(each.text or "", str(child.get("type")))
        assert not children, children

    def _value(self, text: str, kind: str) -> None:
        if kind in _SIMPLE:
            _SIMPLE[kind](text)
        else:
            values = [each.get("value") for each in self._types[kind].iter(f"{XS}enumeration")]
            assert text in values


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The shipped schema."""
    return Schema()


@pytest.fixture(scope="session")
def inspection() -> Callable[..., Inspection]:
    """`inspection(number, taken_at=, unread=, page=, other_pages=)` makes one of Doc 9303-4's specimen."""
    made: Callable[..., Inspection] = runpy.run_path(str(CASES))["an_inspection"]
    return made


@pytest.fixture(scope="session")
def page() -> Callable[..., PageImage]:
    """`page(width=, height=, light=, source=)` makes one."""
    made: Callable[..., PageImage] = runpy.run_path(str(CASES))["a_page"]
    return made


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.create(tmp_path / "station", "four goats cross the Sirba", name="Torodi") as made:
        yield made
