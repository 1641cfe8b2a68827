"""Remarks of the US list (OFAC): clauses parted by `;` that hold most of what is known of a person.

`DOB 12 Aug 1974; POB Zenith, Utopia; citizen Chad; Gender Female; Passport L898902C3 (Chad) expires 15
Apr 2022; a.k.a. 'THE AVIATOR'.` A clause may begin with `alt.`. Names in single quotes are those
that OFAC calls weak. The whole text goes into the note too, so a clause that is not understood is not
lost.
"""

from __future__ import annotations

import re

from watchlist.importers.official import MONTHS, Draft, Fault
from watchlist.importers.papers import paper_in, shown_at_borders

PLACE = "Remarks"
_CLAUSE = re.compile(r";\s*")
_ALT = re.compile(r"alt\.?\s+", re.IGNORECASE)
_ALIAS = re.compile(r"(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)\s*['\"](.+)['\"]")
_PAPER = re.compile(
    r"(?P<kind>[A-Za-z.'/ ]{2,60}?)(?:\s+(?:No\.|Number|#))?"
    r"\s+(?P<number>[A-Za-z-]{0,6} ?[0-9][\w ./-]{0,40}?|[A-Z]{1,6}[0-9][\w./-]{0,40})"
    r"\s*(?:\((?P<country>[^()]*)\))?\s*(?P<rest>(?:issued|expires)\b.*)?"
)
_PAPER_IN_WORDS = re.compile(r"(?P<kind>(?:[A-Z]\w+ ){0,3}(?:Passport|ID)\b).*[0-9]")
_DAY = (
    r"(?:(?P<day{0}>[0-9]{{1,2}}) )?(?:(?P<month{0}>[A-Za-z]{{3}})[a-z]*\.? )?"
    r"(?P<year{0}>[0-9]{{4}})"
)
_BORN = re.compile(rf"(?P<circa>circa |c\. ?)?{_DAY.format(1)}(?:\s*(?:to|-)\s*{_DAY.format(2)})?")


def understand(draft: Draft, remarks: str) -> None:
    """Take what the remarks say of a person into their entry.

    Args:
        draft: The entry.
        remarks: The whole text, with what spilled into the file of comments.

    Raises:
        Fault: A date of birth is none.
    """
    for clause in _CLAUSE.split(remarks.strip().removesuffix(".")):
        _clause(
            draft, _ALT.sub("", clause.strip(), count=1) if clause[:3].lower() == "alt" else clause.strip()
        )
    draft.note(remarks)


def _clause(draft: Draft, clause: str) -> None:
    head, _, rest = clause.partition(" ")
    rest = rest.strip()
    if head == "DOB":
        born(draft, rest)
    elif head == "POB":
        if rest:
            draft.places[" ".join(rest.split())] = None
    elif head in ("nationality", "citizen"):
        draft.nationality(rest, head)
    elif head == "Gender":
        draft.sex(rest, head)
    elif found := _ALIAS.fullmatch(clause):
        draft.name(in_order(found[1]), PLACE, weak=True)
    elif (paper := _PAPER.fullmatch(clause)) and shown_at_borders(paper["kind"]):
        number = paper_in(paper["number"])
        issuer = draft.issuer(paper["country"], PLACE) if paper["country"] else ""
        draft.paper(number.number, issuer, PLACE)
    elif (found := _PAPER_IN_WORDS.match(clause)) and shown_at_borders(found["kind"]):
        number = paper_in(clause)
        draft.paper(number.number, number.issuer, PLACE)


def born(draft: Draft, text: str) -> None:
    """A date of birth as OFAC writes it: `05 Dec 1971`, `Dec 1971`, `1971`, `circa 1971`, `1969 to 1971`.

    Raises:
        Fault: It is none of these.
    """
    found = _BORN.fullmatch(text.strip())
    if found is None:
        raise Fault("no_date", PLACE, f"DOB {text}")
    first = _iso(found, 1)
    about = bool(found["circa"])
    if found["year2"] is None or _iso(found, 2) == first:
        draft.date(first, PLACE, circa=about)
    else:
        draft.between(int(found["year1"]), int(found["year2"]), PLACE, circa=about)


def _iso(found: re.Match[str], which: int) -> str:
    year, month, day = (found[f"{part}{which}"] for part in ("year", "month", "day"))
    if month is None:
        if day is not None:
            raise Fault("no_date", PLACE, f"DOB {found[0]}")
        return str(year)
    number = MONTHS.get(month.lower())
    if number is None:
        raise Fault("no_date", PLACE, f"DOB {found[0]}")
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def in_order(name: str) -> str:
    """`LAST, First` as `First LAST`; other names as they stand.

    >>> in_order("ERIKSSON, Anna Maria"), in_order("ABU SPECIMEN")
    ('Anna Maria ERIKSSON', 'ABU SPECIMEN')
    """
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and "," not in first else name
