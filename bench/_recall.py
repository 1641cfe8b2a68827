"""Listed people seen again among very many, and travellers on no list: who is found, who is alerted in vain.

Thresholds are swept: for a share of strangers that may be alerted, the score is taken that so many exceed,
and listed people count as found where their own entry's score exceeds it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bench import _asking
from bench._crowd import PERSONS, SEED, STRANGERS
from bench._figures import table
from bench._rates import above, bound, by, spread
from bench.people.persons import BLOCK, Group, Person, block, persons, some
from bench.people.variants import Kind, Seen, fresh, seen, with_listed_document
from models.document import MrzFields
from watchlist.candidates import MOST

SHARES = (0.01, 0.003)
"""Of travellers who may be alerted in vain."""


@dataclass(frozen=True, slots=True)
class Mode:
    """What is asked with.

    Attributes:
        name: In tables.
        seen: Fields of a listed traveller.
        stranger: Fields of one on no list.
        wanted: Which listed travellers are asked.
    """

    name: str
    seen: Callable[[Seen], MrzFields]
    stranger: Callable[[Person], MrzFields]
    wanted: Callable[[Seen], bool] = lambda one: True


def _without_number(fields: MrzFields) -> MrzFields:
    # dataclasses.replace would be as good and takes ten times as long as the rest of making a traveller.
    return MrzFields(
        fields.document_code,
        fields.issuing_state,
        fields.primary_identifier,
        fields.secondary_identifier,
        fields.names_truncated,
        "",
        fields.nationality,
        fields.date_of_birth,
        fields.sex,
        None,
        "",
    )


MODES = (
    Mode(
        "name and birth date only",
        lambda one: one.fields(name_and_birth_only=True),
        lambda person: person.fields(name_and_birth_only=True),
    ),
    Mode(
        "with nationality and sex",
        lambda one: _without_number(one.fields()),
        lambda person: _without_number(person.fields()),
    ),
    Mode(
        "with nationality, sex and document number (6 in 10 entries list one, 3 in 4 of those still bear it)",
        lambda one: one.fields(),
        lambda person: person.fields(),
    ),
    Mode(
        "the same, where the entry lists the document that is shown",
        lambda one: with_listed_document(one).fields(),
        lambda person: person.fields(),
        lambda one: one.person.listed[2],
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Scores of one mode: of the own entry of each listed traveller, and the best one of each stranger."""

    mode: Mode
    seen: list[tuple[Seen, float]]
    strangers: list[tuple[Person, float]]

    def bound(self, share: float) -> float:
        """The score above which a share of strangers is alerted."""
        return bound([score for _, score in self.strangers], share)


def own_score(session: Session, one: Seen, fields: MrzFields) -> float:
    """The score of a listed traveller's own entry; below any other where it is not told."""
    return _asking.scores(_asking.everything(session, fields)).get(f"{PERSONS}/{one.person.number}", -1.0)


def best_score(session: Session, fields: MrzFields) -> float:
    """The best score of anybody."""
    return max(_asking.scores(_asking.everything(session, fields)).values(), default=-1.0)


def ask(session: Session, mode: Mode, again: Iterable[Seen], strangers: Iterable[Person]) -> Asked:
    """Ask for everybody."""
    found = [(one, own_score(session, one, mode.seen(one))) for one in again if mode.wanted(one)]
    return Asked(mode, found, [(each, best_score(session, mode.stranger(each))) for each in strangers])


def travellers(people: int, again: int, strangers: int) -> tuple[list[Seen], list[Person]]:
    """Listed people with fresh variants, and people of the same kind on no list."""
    chance = random.Random("seen again")
    return (
        [fresh(person, chance) for person in some(SEED, people, again, chance)],
        list(persons(STRANGERS, strangers)),
    )


def of_each_kind(people: int, each: int) -> dict[Kind, list[Seen]]:
    """Listed people seen again, so many of each kind; of rare kinds fewer where the list holds no more."""
    chance = random.Random("each kind")
    found: dict[Kind, list[Seen]] = {kind: [] for kind in Kind}
    blocks = range((people + BLOCK - 1) // BLOCK)
    for number in chance.sample(blocks, len(blocks)):
        lacking = [kind for kind in Kind if len(found[kind]) < each]
        if not lacking:
            break
        for person in block(SEED, number)[: people - number * BLOCK]:
            kind = lacking[person.number % len(lacking)]
            if len(found[kind]) < each and (one := seen(person, kind, chance)):
                found[kind].append(one)
    return found


def overall_table(people: int, answers: list[Asked]) -> Iterator[str]:
    """Recall by what is asked with."""
    rows = [
        (
            asked.mode.name,
            len(asked.seen),
            *(f"{above((score for _, score in asked.seen), asked.bound(share)):.3f}" for share in SHARES),
            *(f"{asked.bound(share):.4f}" for share in SHARES),
        )
        for asked in answers
    ]
    strangers = len(answers[0].strangers)
    yield f"{people:,} invented people listed besides the UN and US lists; {strangers:,} travellers on none."
    yield ""
    headings = (
        "listed people seen again, asked",
        "of them",
        "found at 1% alerted in vain",
        "found at 3 in 1,000",
    )
    yield from table((*headings, "score at 1%", "score at 3 in 1,000"), rows)


def group_table(answers: list[Asked]) -> Iterator[str]:
    """The same by group, one bound for all of them."""
    for asked in answers:
        found, vain = (
            by(lambda row: row[0].person.group, asked.seen),
            by(lambda row: row[0].group, asked.strangers),
        )
        rows, rates = [], []
        for group in Group:
            values = [score for _, score in found.get(group, [])]
            others = [score for _, score in vain.get(group, [])]
            figures = [
                (above(values, asked.bound(share)), above(others, asked.bound(share))) for share in SHARES
            ]
            rates.append([figure for pair in figures for figure in pair])
            texts = [text for recall, alerted in figures for text in (f"{recall:.3f}", f"{alerted:.4f}")]
            rows.append((group.value, len(values), len(others), *texts))
        rows.append(
            (
                "greatest as a multiple of the least",
                "",
                "",
                *(f"{spread(column):.2f}" for column in zip(*rates, strict=True)),
            )
        )
        yield f"By group, {asked.mode.name}, one bound for all:"
        yield ""
        headings = (
            "group",
            "seen again",
            "strangers",
            "found at 1%",
            "in vain",
            "found at 3 in 1,000",
            "in vain",
        )
        yield from table(headings, rows)
        yield ""


def kind_table(session: Session, asked: Asked, kinds: dict[Kind, list[Seen]]) -> Iterator[str]:
    """Candidates' recall and recall by kind of variant, at the bounds of the whole; the mix first."""
    mixed = [one for one, _ in asked.seen]
    drawn = by(lambda one: one.kind, mixed)
    rows = [_kind_row(session, asked, "the mix", "1", mixed, [score for _, score in asked.seen])]
    for kind, found in kinds.items():
        values = [own_score(session, one, asked.mode.seen(one)) for one in found]
        share = f"{len(drawn.get(kind, [])) / max(1, len(mixed)):.3f}"
        rows.append(_kind_row(session, asked, kind.value, share, found, values))
    headings = (
        "kind of variant (source)",
        "part of the mix",
        "asked",
        "led to by the index",
        "compared",
        "found at 1%",
    )
    yield from table((*headings, "found at 3 in 1,000"), rows)


def _kind_row(
    session: Session, asked: Asked, name: str, share: str, found: list[Seen], values: list[float]
) -> tuple[object, ...]:
    recalls = []
    for most in (None, MOST):
        near = [candidate(session, one, asked.mode.seen(one), most) for one in found]
        recalls.append(f"{sum(near) / len(near):.4f}" if near else "-")
    return (
        name,
        share,
        len(found),
        *recalls,
        *(f"{above(values, asked.bound(share)):.3f}" for share in SHARES),
    )


def candidate(session: Session, one: Seen, fields: MrzFields, most: int | None = MOST) -> bool:
    """Whether a listed traveller's own entry is among those compared, or with None among those found."""
    own = _asking.number_of(session, PERSONS, str(one.person.number))
    return own in set(_asking.candidates(session, fields, most=most))
