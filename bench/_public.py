"""Public name data: labelled pairs, names of the UN's list altered by hand, aliases of real lists.

Read from `../shared/names`; no person's name of them is written into the project.
"""

from __future__ import annotations

import csv
import importlib
import random
import re
from collections.abc import Iterator
from datetime import date
from itertools import compress
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from bench import _asking
from bench._crowd import NOW
from bench._figures import table
from bench._name_peers import BASELINES, LogicV2, scored
from bench._rates import above, best_f1, bound, f1
from bench.people import aliases
from bench.people.persons import UNKNOWN, partial
from bench.people.shared import NAMES, capitals
from borderdesk.storage.station import Station
from models.document import MrzFields, PartialDate, Sex
from models.watchlist import PersonEntry, Screening
from watchlist.names.compare import compare
from watchlist.store import entries, replace_list

LOGIC_V2_DEFAULT = 0.7
UN_SHARE = 0.005
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}
_LIST = "UN/persons"
_ALIKE = 0.6


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the shared files."""
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs_table(*, peers: bool) -> Iterator[str]:
    """Labelled pairs of persons' names: ours as shipped, peers at their own and at their best threshold."""
    labelled = [row for row in rows("pairs.csv") if row["schema"] == "Person"]
    pairs = [(row["name1"], row["name2"]) for row in labelled]
    truth = [row["is_match"] == "true" for row in labelled]
    ascii_pairs = [(anyascii(one), anyascii(other)) for one, other in pairs]
    found: list[tuple[str, tuple[float, float, float], float]] = []

    def count(label: str, scores: list[float], cpu: float, least: float | None) -> None:
        if least is not None:
            found.append((f"{label}, as shipped", f1(scores, truth, least), cpu))
        *best, threshold = best_f1(scores, truth)
        found.append((f"{label}, best threshold ({threshold:.2f})", (best[0], best[1], best[2]), cpu))

    scored(lambda one, other: compare(one, other).score, pairs)
    matches, cpu = scored(lambda one, other: float(compare(one, other).match), pairs)
    found.append(("BorderDesk, as shipped", f1(matches, truth, 1.0), cpu))
    count("BorderDesk", *scored(lambda one, other: compare(one, other).score, pairs), None)
    if peers:
        peer = LogicV2()
        try:
            peer.score(pairs)
            count(peer.name, *peer.score(pairs), LOGIC_V2_DEFAULT)
        finally:
            peer.close()
    for label, score in BASELINES.items():
        count(f"{label}, after anyascii", *scored(score, ascii_pairs), None)
    yield from table(
        (
            f"{len(pairs)} pairs of persons' names",
            "F1",
            "precision",
            "recall",
            "us a pair",
            "multiple of ours",
        ),
        (
            (
                label,
                *(f"{value:.3f}" for value in values),
                f"{used / len(pairs) * 1e6:.0f}",
                f"{used / cpu:.2f}",
            )
            for label, values, used in found
        ),
    )


def born(text: str) -> PartialDate:
    """A date of the shared files; a day that no calendar has (an alteration made by hand) is unknown."""
    found = _DATE.match(text or "")
    if found is None:
        return UNKNOWN
    year, month, day = (None if part is None else int(part) for part in found.groups())
    if month is not None and not 1 <= month <= 12:
        month = None
    try:
        date(year or 1, month or 1, day or 1)
    except ValueError:
        day = None
    return partial(year or 1, month, day if month else None)


def traveller(name: str, birth: PartialDate, sex: Sex = Sex.UNSPECIFIED) -> MrzFields:
    """A traveller of whom name, birth date and sex are known."""
    return MrzFields("P", "", name, "", False, "", "", birth, sex, None, "")


def _take_in(station: Station) -> tuple[str, set[tuple[str, ...]]]:
    """The UN's list through the importer, or names as listed without one; what it is, and main names."""
    try:
        forms: Any = importlib.import_module("watchlist.importers.formats")
        has_importer = forms.ListFormat.UN_XML in forms.IMPORTERS
    except ImportError:
        has_importer = False
    with station.watchlist(writing=True) as session:
        if has_importer:
            with forms.open_source(NAMES / "un_consolidated.xml") as source:
                replace_list(session, _LIST, "UN", 1, NOW, source.items, imported_at=NOW)
            told = "persons of `un_consolidated.xml` through the importer"
        else:
            listed = (
                PersonEntry(str(number), (row["full_name"],), (born(row["date_of_birth"]),))
                for number, row in enumerate(rows("un_untreated.csv"))
            )
            replace_list(session, _LIST, "UN", 1, NOW, listed, imported_at=NOW)
            told = "persons as `un_untreated.csv` lists them (no importer for the XML yet)"
        names = [
            _parts(entry.names[0]) for entry in entries(session, _LIST) if isinstance(entry, PersonEntry)
        ]
    return f"{len(names)} {told}", set(names)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(sorted(capitals(anyascii(name)).split()))


def _score_of(found: Screening, name: str) -> float:
    """The best score of an entry whose main name is this one; below any other where it is not told."""
    wanted = _parts(name)
    return max((hit.score for hit in found.hits if _parts(_main_name(hit.entry)) == wanted), default=-1.0)


def _main_name(entry: object) -> str:
    return entry.names[0] if isinstance(entry, PersonEntry) else ""


def _best(found: Screening) -> float:
    return max((hit.score for hit in found.hits), default=-1.0)


def altered_table(station: Station, negatives: int) -> Iterator[str]:
    """Names of the UN's list that were altered by hand, against the real list."""
    told, listed_names = _take_in(station)
    listed, altered, strangers = (
        rows("un_untreated.csv"),
        rows("un_treated.csv"),
        rows("negatives.csv")[:negatives],
    )
    # The altered names are of an older edition: who has been taken off since cannot be found.
    here = [_parts(row["full_name"]) in listed_names for row in listed]
    listed, altered = list(compress(listed, here)), list(compress(altered, here))
    with station.watchlist() as session:
        vain = [
            _best(
                _asking.everything(
                    session,
                    traveller(row["full_name"], born(row["date_of_birth"]), _SEXES.get(row["gender"], Sex.X)),
                )
            )
            for row in strangers
        ]
        as_shipped = _shipped_alerts(session, strangers)
        found = {
            "as listed": _own_scores(session, listed, listed, dated=True),
            "altered by hand, name and birth date": _own_scores(session, altered, listed, dated=True),
            "altered by hand, name alone": _own_scores(session, altered, listed, dated=False),
        }
    yield f"{told}; {len(altered)} of the {len(here)} altered names are of these."
    yield f"{len(strangers):,} people on no list (`negatives.csv`), {as_shipped} of them alerted as shipped."
    yield ""
    yield from table(
        ("listed people", "found at 0.5% alerted in vain", "found at 1%"),
        (
            (
                label,
                f"{above(scores, bound(vain, UN_SHARE)):.3f}",
                f"{above(scores, bound(vain, 2 * UN_SHARE)):.3f}",
            )
            for label, scores in found.items()
        ),
    )


def _shipped_alerts(session: Session, strangers: list[dict[str, str]]) -> int:
    asked = (traveller(row["full_name"], born(row["date_of_birth"])) for row in strangers)
    return sum(bool(_asking.shipped(session, fields).hits) for fields in asked)


def _own_scores(
    session: Session, asked: list[dict[str, str]], listed: list[dict[str, str]], *, dated: bool
) -> list[float]:
    return [
        _score_of(
            _asking.everything(
                session, traveller(row["full_name"], born(row["date_of_birth"]) if dated else UNKNOWN)
            ),
            own["full_name"],
        )
        for row, own in zip(asked, listed, strict=True)
    ]


def aliases_table(station: Station, negatives: int) -> Iterator[str]:
    """One good alias of each person of the UN's and the US list kept back, and asked for."""
    chance = random.Random("aliases")
    listed, asked = [], []
    for one in (*aliases.united_nations(), *aliases.united_states()):
        births = tuple(birth for birth in one.births if birth is not UNKNOWN)
        kept = chance.choice(one.aliases) if one.aliases else ""
        names = (one.name, *(alias for alias in one.aliases if alias != kept))
        listed.append(PersonEntry(one.entry_id, names, births))
        if kept and births:
            alike = max(fuzz.token_sort_ratio(capitals(kept), capitals(name)) for name in names) / 100
            asked.append((one.entry_id, traveller(kept, births[0]), alike))
    with station.watchlist(writing=True) as session:
        replace_list(session, "real/aliases", "bench", 1, NOW, listed, imported_at=NOW)
    with station.watchlist() as session:
        vain = [
            _best(_asking.everything(session, traveller(row["full_name"], born(row["date_of_birth"]))))
            for row in rows("negatives.csv")[:negatives]
        ]
        scores = [
            (_asking.scores(_asking.everything(session, fields)).get(f"real/aliases/{number}", -1.0), alike)
            for number, fields, alike in asked
        ]
    near = [score for score, alike in scores if alike >= _ALIKE]
    yield f"{len(listed):,} real persons, one alias each kept back where they have one and a birth date."
    yield ""
    yield from table(
        ("aliases asked for", "of them", "found at 0.5% alerted in vain", "found at 1%"),
        (
            (
                label,
                len(values),
                f"{above(values, bound(vain, UN_SHARE)):.3f}",
                f"{above(values, bound(vain, 2 * UN_SHARE)):.3f}",
            )
            for label, values in (
                ("all, also those that are another name altogether", [score for score, _ in scores]),
                ("those that resemble a name that is listed", near),
            )
        ),
    )
