"""The columns of our own tables: rows to entries and back, the same for CSV and for spreadsheets.

`docs/watchlist-csv.md` is the description for those who write such tables. What `cells_of` writes,
`Table.entry` reads back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from models.document import Sex
from models.watchlist import DocumentEntry, EntryAction, HitKind, Mandate, PersonEntry
from watchlist.importers import cells
from watchlist.importers.cells import CellError
from watchlist.importers.source import ListFileError, Options, RowError

_MANDATE = (
    "action", "category", "topics", "programme", "legal_basis", "caveat", "note", "valid_until", "review_on",
)  # fmt: skip
_NO_MANDATE = ("",) * len(_MANDATE)
PERSON_COLUMNS = (
    "entry_id", "name", "aliases", "weak_aliases", "date_of_birth", "sex", "nationalities",
    "document_numbers", "places_of_birth", "addresses", "pictures", *_MANDATE,
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "entry_id", "document_number", "last_number", "issuing_state", "document_code", "loss", "reported_on",
    "holder", *_MANDATE,
)  # fmt: skip
COLUMNS = {HitKind.PERSON: PERSON_COLUMNS, HitKind.DOCUMENT: DOCUMENT_COLUMNS}
_REQUIRED = {
    HitKind.PERSON: ("entry_id", "name"),
    HitKind.DOCUMENT: ("document_number", "issuing_state"),
}
_DEFAULT = {HitKind.PERSON: EntryAction.REFER, HitKind.DOCUMENT: EntryAction.STOP}


class Table:
    """A table of which the header was read.

    Args:
        header: Cells of its first row.
        file: What to call it in errors.
        options: How it is read.
        picture: From a file's name to the digest of the picture; raises `CellError` where it is none.

    Raises:
        ListFileError: The header does not name columns that are known.
    """

    def __init__(
        self, header: Sequence[str], file: str, options: Options, picture: Callable[[str], str]
    ) -> None:
        self._file = file
        self.columns = tuple(cell.strip().lower() for cell in header)
        self.kind = HitKind.DOCUMENT if "document_number" in self.columns else HitKind.PERSON
        self._check()
        self._action = options.action or _DEFAULT[self.kind]
        self._place = {column: place for place, column in enumerate(self.columns)}
        self._mandated = not set(_MANDATE).isdisjoint(self.columns)
        self._picture = picture
        self._row: Sequence[str] = ()
        self._column = ""

    def entry(self, row: Sequence[str], number: int) -> PersonEntry | DocumentEntry:
        """One row.

        Args:
            row: As many cells as the header has.
            number: As a spreadsheet counts it.

        Raises:
            RowError: A cell is not what its column asks for.
        """
        if len(row) != len(self.columns):
            raise RowError("columns", self._file, number, found=len(row), expected=len(self.columns))
        self._row, self._column = row, ""
        try:
            return self._person() if self.kind is HitKind.PERSON else self._document()
        except CellError as error:
            raise RowError(error.reason, self._file, number, self._column, error.value) from error

    def _check(self) -> None:
        known = COLUMNS[self.kind]
        if not set(self.columns) & (set(PERSON_COLUMNS) | set(DOCUMENT_COLUMNS)):
            raise ListFileError(
                "error.watchlist.csv.no_header",
                file=self._file,
                expected=", ".join(_REQUIRED[HitKind.PERSON]),
            )
        for column in self.columns:
            if column not in known:
                raise ListFileError("error.watchlist.csv.unknown_column", file=self._file, column=column[:80])
            if self.columns.count(column) > 1:
                raise ListFileError("error.watchlist.csv.repeated_column", file=self._file, column=column)
        for column in _REQUIRED[self.kind]:
            if column not in self.columns:
                raise ListFileError("error.watchlist.csv.missing_column", file=self._file, column=column)

    def _cell(self, column: str) -> str:
        """The cell of a column; empty where the table has none. Errors tell of the last one."""
        self._column = column
        place = self._place.get(column)
        return "" if place is None else self._row[place]

    def _person(self) -> PersonEntry:
        cell = self._cell
        born, years = cells.births(cell("date_of_birth"))
        return PersonEntry(
            entry_id=cells.required(cell("entry_id")),
            names=(cells.name(cell("name")), *cells.several(cell("aliases"))),
            weak_names=cells.several(cell("weak_aliases")),
            dates_of_birth=born,
            birth_years=years,
            sex=cells.sex(cell("sex")),
            nationalities=tuple(map(cells.state, cells.several(cell("nationalities")))),
            document_numbers=tuple(map(cells.paper, cells.several(cell("document_numbers")))),
            places_of_birth=cells.several(cell("places_of_birth")),
            addresses=cells.several(cell("addresses")),
            pictures=tuple(map(self._picture, cells.several(cell("pictures")))),
            mandate=self._mandate(),
        )

    def _document(self) -> DocumentEntry:
        cell = self._cell
        number = cells.number(cell("document_number"))
        last = cells.last_number(cell("last_number"), number)
        issuer = cells.state(cell("issuing_state"))
        return DocumentEntry(
            entry_id=cells.text(cell("entry_id")) or canonical(issuer, number, last),
            document_number=number,
            issuing_state=issuer,
            document_code=cells.document_code(cell("document_code")),
            loss=cells.loss(cell("loss")),
            reported_on=cells.full_date(cell("reported_on")),
            mandate=self._mandate(),
            last_number=last,
            holder=cells.text(cell("holder")),
        )

    def _mandate(self) -> Mandate:
        found = tuple(map(self._cell, _MANDATE)) if self._mandated else _NO_MANDATE
        try:
            return _mandate(found, self._action)
        except CellError:
            for column, take in zip(_MANDATE, _TAKE, strict=True):
                take(self._cell(column))  # says which it was
            raise


def canonical(issuer: str, number: str, last: str = "") -> str:
    """The entry number of a document that was given none.

    >>> canonical("UTO", "L898902C3"), canonical("UTO", "A100", "A199")
    ('UTO/L898902C3', 'UTO/A100..A199')
    """
    return f"{issuer}/{number}..{last}" if last else f"{issuer}/{number}"


def cells_of(entry: PersonEntry | DocumentEntry, picture: Callable[[str], str]) -> list[str]:
    """The row of an entry, in the order of the columns of its kind.

    Args:
        entry: A person or a document.
        picture: From the digest of a picture to the name of its file.
    """
    mandate = _mandate_cells(entry.mandate)
    if isinstance(entry, DocumentEntry):
        plain = canonical(entry.issuing_state, entry.document_number, entry.last_number)
        return [
            "" if entry.entry_id == plain else entry.entry_id,
            entry.document_number,
            entry.last_number,
            entry.issuing_state,
            entry.document_code,
            entry.loss,
            "" if entry.reported_on is None else entry.reported_on.isoformat(),
            entry.holder,
            *mandate,
        ]
    born = [iso for each in entry.dates_of_birth if (iso := each.iso)]
    return [
        entry.entry_id,
        entry.names[0],
        cells.joined(entry.names[1:]),
        cells.joined(entry.weak_names),
        cells.joined([*born, *map(cells.years_text, entry.birth_years)]),
        "" if entry.sex is Sex.UNSPECIFIED else entry.sex.value,
        cells.joined(entry.nationalities),
        cells.joined(f"{number}/{issuer}" if issuer else number for number, issuer in entry.document_numbers),
        cells.joined(entry.places_of_birth),
        cells.joined(entry.addresses),
        cells.joined(map(picture, entry.pictures)),
        *mandate,
    ]


_TAKE: tuple[Callable[[str], object], ...] = (
    lambda cell: cells.action(cell, EntryAction.REFER),
    cells.text,
    cells.topics,
    *(cells.text,) * 4,
    *(cells.full_date,) * 2,
)


@lru_cache(maxsize=10_000)
def _mandate(found: tuple[str, ...], default: EntryAction) -> Mandate:
    """Most rows of a list have the same one."""
    action, category, topics, programme, legal_basis, caveat, note, valid_until, review_on = found
    return Mandate(
        action=cells.action(action, default),
        category=cells.text(category),
        topics=cells.topics(topics),
        programme=cells.text(programme),
        legal_basis=cells.text(legal_basis),
        caveat=cells.text(caveat),
        note=cells.text(note),
        valid_until=cells.full_date(valid_until),
        review_on=cells.full_date(review_on),
    )


def _mandate_cells(mandate: Mandate) -> list[str]:
    return [
        mandate.action.value,
        mandate.category,
        cells.joined(mandate.topics),
        mandate.programme,
        mandate.legal_basis,
        mandate.caveat,
        mandate.note,
        "" if mandate.valid_until is None else mandate.valid_until.isoformat(),
        "" if mandate.review_on is None else mandate.review_on.isoformat(),
    ]
