"""Entities of FollowTheMoney as JSON lines, as OpenSanctions publishes them (`entities.ftm.json`).

* A `Person` becomes an entry; `Passport` and `Identification` that name a `holder` give that person the
  number, wherever in the file they stand: a first run through the file gathers them.
* Entities of other kinds, and persons who are only politically exposed, are left out and counted.
* What our own export adds is understood (`importers.ftm_terms`), documents of a list included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from models.document import PartialDate, Sex
from models.watchlist import DocumentEntry, EntryAction, Mandate, PersonEntry
from watchlist.importers import cells
from watchlist.importers.cells import CellError
from watchlist.importers.checking import checked
from watchlist.importers.columns import canonical
from watchlist.importers.countries import code_of
from watchlist.importers.ftm_terms import GENDERS, OWN, PAPERS, PERSON, action_of, only_exposed
from watchlist.importers.lines import Lines
from watchlist.importers.pictures import Beside
from watchlist.importers.source import Item, ListFileError, Options, RowError, opened

MAX_LINE = 1 << 22
"""Bytes. The longest entities that OpenSanctions publishes are some hundred kilobytes."""
MAX_PAPERS = 2_000_000
"""Papers of holders that are kept while persons are read."""
OPENSANCTIONS = "OpenSanctions: CC BY-NC 4.0, not free for commercial use"

_PUNCTUATION = re.compile(r"[./()]")
T = TypeVar("T")
Papers = Mapping[str, list[tuple[str, str]]]


def read(path: Path, options: Options | None = None) -> Iterator[Item]:
    """Entries of a list, in the order of the file.

    Args:
        path: JSON lines, an entity a line.
        options: How to read it.

    Raises:
        ListFileError: The file cannot be read.
        RowError: A line is no entity, or one of its properties is not understood.
    """
    options = options or Options()
    return checked(_items(path, options), path.name, options)


def licence_of(path: Path) -> str:
    """OpenSanctions' own where the file is theirs: their entities name the data sets that they are from."""
    with opened(path, Options()) as file:
        head = file.readline(MAX_LINE)
    return OPENSANCTIONS if b'"datasets"' in head and OWN.encode() not in head else ""


def _items(path: Path, options: Options) -> Iterator[Item]:
    name = path.name
    papers = _papers(path, options)
    pictures = Beside(path)
    with opened(path, options, before=0.3, share=0.7) as file:
        lines = Lines(file, name, longest=MAX_LINE)
        while True:
            try:
                line = next(lines, None)
                options.meter.row = lines.line
                if line is None:
                    return
                if not line.strip():
                    continue
                entity = Entity(line, name, lines.line)
                found = entity.entry(papers, pictures, options)
            except RowError as error:
                yield options.refused(error, lines.raw)
                continue
            if found is None:
                continue
            yield from pictures.taken()
            yield found


def _papers(path: Path, options: Options) -> Papers:
    """Numbers of passports and other papers by the entity number of their holder."""
    found: dict[str, list[tuple[str, str]]] = {}
    count = 0
    with opened(path, options, share=0.3) as file:
        lines = Lines(file, path.name, longest=MAX_LINE)
        while True:
            try:
                line = next(lines, None)
                if line is None:
                    return found
                if '"holder"' not in line:
                    continue
                entity = Entity(line, path.name, lines.line)
                paper = entity.paper()
            except RowError:  # the second run comes to the same line and tells of it
                continue
            if paper is None:
                continue
            count += 1
            if count > MAX_PAPERS:
                raise ListFileError("error.watchlist.many_papers", file=path.name, most=MAX_PAPERS)
            for holder in entity.texts("holder"):
                found.setdefault(holder, []).append(paper)


class Entity:
    """One entity; an error tells of the property that was asked for last.

    Args:
        line: As it stands in the file.
        file: What to call the file in errors.
        number: Of the line.

    Raises:
        RowError: It is no entity.
    """

    def __init__(self, line: str, file: str, number: int) -> None:
        self._file, self._line, self._property = file, number, ""
        try:
            found = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RowError("no_entity", file, number, value=line) from error
        properties = found.get("properties") if isinstance(found, dict) else None
        if not (isinstance(properties, dict) and isinstance(found.get("schema"), str)):
            raise RowError("no_entity", file, number, value=line)
        self._found: dict[str, Any] = found
        self._properties: dict[str, Any] = properties
        self._ours = f"{OWN}action" in properties

    def texts(self, *properties: str) -> tuple[str, ...]:
        """Values of properties in their order, without empty ones."""
        values: list[str] = []
        for name in properties:
            self._property = name
            given = self._properties.get(name, [])
            for value in given if isinstance(given, list) else [given]:
                if not isinstance(value, str):
                    raise self._error(CellError("no_text", json.dumps(value)[:80]))
                try:
                    found = cells.text(value)
                except CellError as error:
                    raise self._error(error) from error
                if found:
                    values.append(found)
            if len(values) > cells.MAX_VALUES:
                raise self._error(CellError("too_many", str(len(values))))
        return tuple(values)

    def entry(self, papers: Papers, pictures: Beside, options: Options) -> PersonEntry | DocumentEntry | None:
        """The entry that it is; None where it is left out, which is counted."""
        schema = self._found["schema"]
        try:
            if schema == PERSON:
                return self._person(papers, pictures, options)
            if schema in PAPERS and self._own("loss"):
                return self._document(options)
        except CellError as error:
            raise self._error(error) from error
        if self.paper() is None:
            options.meter.leave_out("no_person")
        return None

    def paper(self) -> tuple[str, str] | None:
        """Number, as it stands there, and issuer of a paper that has a holder; None where it is none."""
        if self._found["schema"] not in PAPERS or not self.texts("holder"):
            return None
        issuers = [code for country in self.texts("country") if (code := code_of(country))]
        return self._first("number"), next(iter(issuers), "")

    def _person(self, papers: Papers, pictures: Beside, options: Options) -> PersonEntry | None:
        topics = self._each(cells.topic, "topics")
        if only_exposed(topics) and not (options.politically_exposed or self._ours):
            options.meter.leave_out("politically_exposed")
            return None
        entry_id = self._id()
        loose: list[str] = []
        nationalities = self._each(cells.state, f"{OWN}nationality") or self._nationalities(loose)
        numbers = self._each(cells.paper, f"{OWN}documentNumber") or self._numbers(
            papers.get(entry_id, []), loose
        )
        return PersonEntry(
            entry_id=entry_id,
            names=self._names(),
            weak_names=self._each(cells.text, "weakAlias"),
            dates_of_birth=self._each(_date, "birthDate"),
            birth_years=self._each(cells.year_range, f"{OWN}birthYears"),
            sex=self._sex(loose),
            nationalities=nationalities,
            document_numbers=numbers,
            places_of_birth=self.texts("birthPlace"),
            addresses=self.texts("address"),
            pictures=self._each(pictures.digest, f"{OWN}picture"),
            mandate=self._mandate(topics, options.action or action_of(topics), loose),
        )

    def _document(self, options: Options) -> DocumentEntry:
        number = cells.number(self._first("number"))
        issuer = cells.state(self._own("issuingState"))
        last = cells.last_number(self._own("lastNumber"), number)
        topics = self._each(cells.topic, "topics")
        return DocumentEntry(
            entry_id=self._id() if self._found.get("id") else canonical(issuer, number, last),
            document_number=number,
            issuing_state=issuer,
            document_code=cells.document_code(self._own("documentCode")),
            loss=cells.loss(self._own("loss")),
            reported_on=cells.full_date(self._own("reportedOn")),
            mandate=self._mandate(topics, options.action or EntryAction.STOP, []),
            last_number=last,
            holder=self._own("holderName"),
        )

    def _id(self) -> str:
        self._property = "id"
        found = self._found.get("id")
        if not isinstance(found, str):
            raise CellError("empty_cell", "")
        return cells.required(found)

    def _names(self) -> tuple[str, ...]:
        names = self._each(cells.text, "name", "alias", "previousName")
        if not names and (joined := " ".join((*self.texts("firstName"), *self.texts("lastName")))):
            names = (cells.name(joined),)
        self._property = "name"
        if not names:
            raise CellError("empty_cell", "")
        cells.name(names[0])
        caption = self._found.get("caption")
        if self._ours or caption not in names:
            return names
        return (caption, *(name for name in names if name != caption))

    def _sex(self, loose: list[str]) -> Sex:
        genders = tuple(dict.fromkeys(value.lower() for value in self.texts("gender")))
        if len(genders) == 1 and genders[0] in GENDERS:
            return GENDERS[genders[0]]
        loose.extend(f"gender: {gender}" for gender in genders)
        return Sex.UNSPECIFIED

    def _nationalities(self, loose: list[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for country in self.texts("nationality", "citizenship"):
            if code := code_of(country):
                found[code] = None
            else:
                loose.append(f"nationality: {country}")
        return tuple(found)

    def _numbers(self, held: list[tuple[str, str]], loose: list[str]) -> tuple[tuple[str, str], ...]:
        """Papers with their issuer where a paper of its own tells it, and numbers alone."""
        found: dict[tuple[str, str], None] = {}
        alone = [(text, "") for text in self.texts("passportNumber", "idNumber")]
        for text, issuer in (*held, *alone):
            try:
                number = cells.number(_PUNCTUATION.sub("", text))
            except CellError:
                loose.append(f"document: {text}")
                continue
            if issuer or all(number != known for known, _ in found):
                found[(number, issuer)] = None
        return tuple(found)

    def _mandate(self, topics: tuple[str, ...], default: EntryAction, loose: list[str]) -> Mandate:
        programmes = self._own("programme") or "; ".join(
            dict.fromkeys(self.texts("program", "programId", "programme"))
        )
        return Mandate(
            action=cells.action(self._own("action"), default),
            category=self._own("category"),
            topics=topics,
            programme=cells.text(programmes),
            legal_basis=self._own("legalBasis"),
            caveat=self._own("caveat"),
            note=cells.text("\n".join((*self.texts("notes"), *loose))),
            valid_until=cells.full_date(self._own("validUntil")),
            review_on=cells.full_date(self._own("reviewOn")),
        )

    def _each(self, take: Callable[[str], T], *properties: str) -> tuple[T, ...]:
        values = self.texts(*properties)
        self._property = properties[0]
        found = tuple(map(take, values))
        return found if self._ours else tuple(dict.fromkeys(found))

    def _first(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def _own(self, name: str) -> str:
        """A property of our own naming."""
        return self._first(f"{OWN}{name}")

    def _error(self, error: CellError) -> RowError:
        return RowError(error.reason, self._file, self._line, self._property, error.value)


def _date(value: str) -> PartialDate:
    """A date of birth; FollowTheMoney allows a time behind it."""
    return cells.partial_date(value.partition("T")[0])
