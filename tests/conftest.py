"""Tests leave nothing in the folders of whoever runs them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

_HELD: list[tempfile.TemporaryDirectory[str]] = []


def pytest_configure(config: pytest.Config) -> None:
    """Logs and crash reports go into a folder that goes with the run; child processes inherit it."""
    place = tempfile.TemporaryDirectory(prefix="borderdesk-tests-")
    _HELD.append(place)
    for variable in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[variable] = str(Path(place.name) / variable.lower())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take the folder away."""
    while _HELD:
        _HELD.pop().cleanup()
