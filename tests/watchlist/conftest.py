"""A real station, and what lists are made of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from borderdesk.storage.station import Station

NAME_SETS = Path(__file__).resolve().parents[3] / "shared" / "names"


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """One encrypted station a module; each test replaces the lists that it needs."""
    with Station.create(tmp_path_factory.mktemp("desk") / "home", "a passphrase", name="Torodi") as opened:
        yield opened


@pytest.fixture(scope="session")
def name_sets() -> Path:
    """Folder of names to measure against; they are others' data and lie beside the checkout."""
    if not NAME_SETS.is_dir():
        pytest.skip(f"no name sets in {NAME_SETS}")
    return NAME_SETS
