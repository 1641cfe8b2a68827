"""The inspection log as a file: XML by `resources/inspection_log/inspection-log.xsd`, or JSON.

Both say the same by the same names. In XML a single value is an attribute, what is null is left out, and a
list is one element for each of its values. Entries are written one by one: a long log needs no memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TextIO
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import quoteattr

from models.errors import KnownError
from watchlist.importers.source import ListFileError
from watchlist.importers.writing import replaced

NAMESPACE = "urn:borderdesk:inspection-log:1"
_ONE_OF = {
    "reasons": "reason",
    "sentences": "sentence",
    "lines": "line",
    "raw_lines": "raw_line",
    "domains": "domain",
    "groups": "group",
    "checks": "check",
    "lists": "list",
    "hits": "hit",
    "decisions": "decision",
    "pictures": "picture",
    "region": "point",
}
"""What one value of a list is called."""
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class LogError(KnownError):
    """A log that cannot be written."""


class Form(Enum):
    """How a log is written."""

    XML = "xml"
    JSON = "json"

    @classmethod
    def of(cls, file: Path) -> Form:
        """The form that a file's name tells.

        Raises:
            LogError: It tells none.
        """
        try:
            return cls(file.suffix.lower().removeprefix("."))
        except ValueError as error:
            raise LogError("error.inspection_log.form", file=file.name) from error


def write(file: Path, form: Form, head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> int:
    """Write a log; it is there whole or not at all, and only its owner may read it.

    Args:
        file: Written anew.
        form: How.
        head: Of `inspection_log.head`.
        entries: Of `inspection_log.entry`.

    Returns:
        How many entries it has.

    Raises:
        LogError: The place cannot be written to.
    """
    try:
        with replaced(file) as opened:
            return (_xml if form is Form.XML else _json)(opened, head, entries)
    except ListFileError as error:
        why = dict(error.message.params).get("why", "")
        raise LogError("error.inspection_log.file", file=file, why=why) from error


def _json(file: TextIO, head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> int:
    written = 0
    file.write(json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1] + ', "transactions": [')
    for each in entries:
        text = json.dumps(each, ensure_ascii=False, allow_nan=False)
        file.write(f"{',' if written else ''}\n{text}")
        written += 1
    file.write("\n]}\n")
    return written


def _xml(file: TextIO, head: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> int:
    written = 0
    said = "".join(f" {name}={quoteattr(_text(value))}" for name, value in head.items())
    file.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<inspection_log xmlns="{NAMESPACE}"{said}>\n')
    for each in entries:
        element = Element("transaction")
        _fill(element, each)
        file.write(tostring(element, encoding="unicode") + "\n")
        written += 1
    file.write("</inspection_log>\n")
    return written


def _fill(element: Element, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            _fill(SubElement(element, name), value)
        elif isinstance(value, list):
            for each in value:
                _add(element, _ONE_OF[name], each)
        else:
            element.set(name, _text(value))


def _add(element: Element, name: str, value: Any) -> None:
    child = SubElement(element, name)
    if isinstance(value, Mapping):
        _fill(child, value)
    elif isinstance(value, list):  # a point of a region
        child.set("x", _text(value[0]))
        child.set("y", _text(value[1]))
    else:
        child.text = _text(value)


def _text(value: object) -> str:
    """A value as XML can hold it; a character that it cannot is replaced."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))
