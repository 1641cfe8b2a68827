"""What tests of invented people share."""

from __future__ import annotations

import random

import pytest

from bench.people import shared


@pytest.fixture(scope="session", autouse=True)
def name_data() -> None:
    """The public name data, or the tests are skipped."""
    if not shared.present():
        pytest.skip("the shared name data are not beside the checkout")


@pytest.fixture
def chance() -> random.Random:
    """The same chance in every test."""
    return random.Random(7)
