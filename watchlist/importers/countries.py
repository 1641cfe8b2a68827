"""Codes of states as lists write them, and as zones do (ICAO Doc 9303-3, section 5)."""

from __future__ import annotations

from functools import lru_cache

from resources.tables import rows

# FollowTheMoney writes these where ISO 3166-1 has no code, or has it no more.
_OTHERS = {
    "xk": "RKS", "suhh": "SUN", "yucs": "YUG", "csxx": "SCG", "cshh": "CSK", "ddde": "DDR", "bumm": "BUR",
    "zrcd": "ZAR", "anhh": "ANT", "tpl": "TMP", "eu": "EUE",
}  # fmt: skip


def code_of(country: str) -> str | None:
    """The code of a zone for one of two letters (ISO 3166-1), or of FollowTheMoney; None where there is none.

    >>> code_of("ne"), code_of("de"), code_of("gb-sct"), code_of("suhh"), code_of("zz")
    ('NER', 'D', 'GBR', 'SUN', None)
    """
    lowered = country.strip().lower()
    found = _by_two_letters()
    return found.get(lowered) or _OTHERS.get(lowered) or found.get(lowered.partition("-")[0])


def country_of(code: str) -> str | None:
    """The code of FollowTheMoney for that of a zone; None where it has none.

    >>> country_of("NER"), country_of("D"), country_of("SUN"), country_of("UTO")
    ('ne', 'de', 'suhh', None)
    """
    return _to_countries().get(code)


@lru_cache(maxsize=1)
def _by_two_letters() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows("icao", "states.tsv"):
        if row["two_letters"] and row["kind"] == "state":
            found.setdefault(row["two_letters"].lower(), row["code"])
    return found


@lru_cache(maxsize=1)
def _to_countries() -> dict[str, str]:
    pairs = [*_OTHERS.items(), *_by_two_letters().items()]
    return {code: country for country, code in pairs}
