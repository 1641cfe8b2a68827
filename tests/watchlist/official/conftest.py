"""Small lists in the true structure of their forms, with invented people; the public lists where at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchlist.importers.source import Options

NAMES = Path(__file__).resolve().parents[4] / "shared" / "names"

SAMPLES = Path(__file__).resolve().parent / "samples"


def births(*periods: tuple[str, str, bool]) -> str:
    """Features of births in OFAC's full form: first day, last day, whether about."""
    made = []
    for first, last, about in periods:
        ends = [dict(zip(("Year", "Month", "Day"), end.split("-"), strict=False)) for end in (first, last)]
        one, two = ("".join(f"<{tag}>{int(value)}</{tag}>" for tag, value in end.items()) for end in ends)
        mark = f'Approximate="{str(about).lower()}"'
        made.append(
            '<Feature ID="2" FeatureTypeID="8"><FeatureVersion ID="2"><Comment />'
            '<DatePeriod CalendarTypeID="1">'
            f"<Start {mark}><From>{one}</From><To>{one}</To></Start>"
            f"<End {mark}><From>{two}</From><To>{two}</To></End>"
            '</DatePeriod><VersionDetail DetailTypeID="1430" /></FeatureVersion></Feature>'
        )
    return "".join(made)


@pytest.fixture
def quarantine():
    """Options that put bad entries aside."""
    return Options(quarantine=True)


@pytest.fixture
def put(tmp_path):
    """Write a file and say where."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


@pytest.fixture
def un_list(put):
    return put("un.xml", (SAMPLES / "un.xml").read_bytes())


@pytest.fixture
def eu_list(put):
    return put("eu.xml", (SAMPLES / "eu.xml").read_bytes())


@pytest.fixture
def advanced(put):
    """The full form of the US list with given births."""

    def write(*periods: tuple[str, str, bool]) -> Path:
        sample = (SAMPLES / "sdn_advanced.xml").read_text(encoding="utf-8")
        return put("sdn_advanced.xml", sample.replace("BIRTHS", births(*periods)))

    return write


@pytest.fixture
def sdn_folder(put):
    for name in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"):
        path = put(name, (SAMPLES / name).read_bytes())
    return path.parent


@pytest.fixture(scope="session")
def public_lists():
    """The folder of real public lists, which are only read."""
    if not (NAMES / "un_consolidated.xml").exists():
        pytest.skip("the public lists are not at hand (shared/names)")
    return NAMES
