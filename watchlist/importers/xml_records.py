"""Entries out of an XML file that others wrote, one after another, in bounded memory.

Rules:

* no document type, no entity, nothing from outside the file: defusedxml refuses them where they are
  declared;
* only elements that were asked for are kept, and only until they are handed over; all else is passed over
  as it is read. So a file of any length takes the memory of its largest entry, and that is bounded;
* what expat holds by itself is bounded too: it has to make something of what it gets within `MAX_TOKEN`
  bytes, the names of elements and attributes are counted, and so is the depth;
* a file that is cut, wrongly encoded or no XML is refused with the line; so is one of another first
  element.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from watchlist.importers.source import MAX_RAW, ListFileError, Options, opened

MAX_ENTRY = 1 << 20
"""Characters in one entry with its marks. The largest of a published list has about 70,000."""
MAX_ELEMENTS = 20_000
"""Elements in one entry."""
MAX_TOKEN = 1 << 20
"""Bytes that may go by without an element or a text: one endless attribute, comment or name."""
MAX_DEPTH = 32
MAX_NAMES = 1_000
"""Names of elements and attributes; expat never forgets one. The largest format has about 200."""
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Record:
    """One element that was asked for.

    Attributes:
        line: Where it starts, from 1.
        element: With its children, names without their name space; empty where it was too large.
        too_large: True where it is larger than `MAX_ENTRY` or `MAX_ELEMENTS`.
    """

    line: int
    element: Element
    too_large: bool = False

    @property
    def name(self) -> str:
        """Name of the element."""
        return self.element.tag

    def raw(self) -> str:
        """As it stood, or nearly so, cut to what a quarantine keeps."""
        return tostring(self.element, encoding="unicode")[:MAX_RAW]


def records(
    path: Path,
    options: Options,
    root: str,
    wanted: frozenset[str],
    *,
    before: float = 0.0,
    share: float = 1.0,
) -> Iterator[Record]:
    """Elements of an XML file, in their order.

    Args:
        path: The file.
        options: Whose meter is told how far it is.
        root: Name of the first element, which every file of this form has; it comes first, without children.
        wanted: Names of elements to hand over, without a name space. None lies inside another.
        before: As `Meter.follow`.
        share: As `Meter.follow`.

    Raises:
        ListFileError: The file cannot be read, is no XML, or is of another form.
    """
    with opened(path, options, before=before, share=share) as file:
        collector = _Collector(path.name, root, wanted)
        parser = DefusedXMLParser(target=collector, forbid_dtd=True)
        collector.expat = parser.parser
        silent = 0
        while True:
            chunk = file.read(_CHUNK)
            heard = collector.heard
            _feed(parser, chunk, path.name)
            yield from collector.taken()
            if not chunk:
                return
            silent = 0 if collector.heard != heard else silent + len(chunk)
            if silent > MAX_TOKEN:
                raise collector.refusal("endless")


def _feed(parser: DefusedXMLParser, chunk: bytes, file: str) -> None:
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except ParseError as error:
        line, column = getattr(error, "position", (0, 0))
        raise ListFileError(
            "error.watchlist.xml.broken",
            file=file,
            line=line,
            column=column + 1,
            why=str(error).split(":")[0],
        ) from error
    except DefusedXmlException as error:
        raise ListFileError("error.watchlist.xml.dangerous", file=file) from error
    except (LookupError, ValueError) as error:  # what Python says of an encoding that it does not know
        raise ListFileError("error.watchlist.xml.encoding", file=file) from error


class _Collector:
    """What the parser tells of marks and texts, put together to the elements that are wanted."""

    def __init__(self, file: str, root: str, wanted: frozenset[str]) -> None:
        self._file = file
        self._root = root
        self._wanted = wanted
        self._names: dict[str, str] = {}
        self._spaces = 0
        self._depth = 0
        self._done: list[Record] = []
        self._open: list[tuple[Element, list[str]]] = []
        self._inside = 0  # how deep in an entry, also in one that is too large
        self._size = self._elements = self._line = 0
        self._too_large = False
        self.heard = 0
        self.expat = None

    def taken(self) -> list[Record]:
        """What was finished since the last call."""
        done, self._done = self._done, []
        return done

    def refusal(self, reason: str) -> ListFileError:
        """The error of a file that goes beyond a bound."""
        line = getattr(self.expat, "CurrentLineNumber", 0)
        return ListFileError(f"error.watchlist.xml.{reason}", file=self._file, line=line)

    def start_ns(self, prefix: str, uri: str) -> None:
        """A name space begins."""
        self._spaces += 1
        if self._spaces > MAX_NAMES:
            raise self.refusal("names")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.heard += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self.refusal("deep")
        name = self._names.get(tag) or self._named(tag)
        plain = (
            {self._names.get(key) or self._named(key): value for key, value in attributes.items()}
            if attributes
            else attributes
        )
        if self._depth == 1:
            if name != self._root:
                raise ListFileError(
                    "error.watchlist.xml.other", file=self._file, found=name[:80], expected=self._root
                )
            self._done.append(Record(self._line_now(), Element(name, plain)))
        elif self._inside:
            self._inside += 1
            self._add(name, plain)
        elif name in self._wanted:
            self._inside = 1
            self._size = self._elements = 0
            self._too_large = False
            self._line = self._line_now()
            self._open = [(Element(name, plain), [])]
            self._count(sum(map(len, plain.values())))

    def data(self, text: str) -> None:
        """Text, or a part of one."""
        self.heard += 1
        if self._inside and not self._too_large:
            self._open[-1][1].append(text)
            self._count(len(text))

    def end(self, tag: str) -> None:
        """An element ends."""
        self.heard += 1
        self._depth -= 1
        if not self._inside:
            return
        self._inside -= 1
        element, pieces = self._open[0] if self._too_large else self._open.pop()
        element.text = "".join(pieces)
        if not self._inside:
            self._done.append(Record(self._line, element, self._too_large))
            self._open = []

    def _add(self, name: str, attributes: dict[str, str]) -> None:
        if self._too_large:
            return
        self._elements += 1
        child = Element(name, attributes)
        self._open[-1][0].append(child)
        self._open.append((child, []))
        self._count(sum(map(len, attributes.values())) if attributes else 0)

    def _count(self, more: int) -> None:
        """Let go of an entry that grows too large; it is followed to its end, without being kept."""
        self._size += more
        if self._size > MAX_ENTRY or self._elements > MAX_ELEMENTS:
            self._too_large = True
            first = self._open[0][0]
            self._open = [(Element(first.tag, {key: first.attrib[key][:80] for key in first.attrib}), [])]

    def _named(self, tag: str) -> str:
        if len(self._names) >= MAX_NAMES:
            raise self.refusal("names")
        self._names[tag] = name = tag.rpartition("}")[2]
        return name

    def _line_now(self) -> int:
        return int(getattr(self.expat, "CurrentLineNumber", 0))
