"""Genuine drawn documents of every kind: right, the same for the same seed, with their truth beside them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borderdesk.mrz import detect_format, parse
from borderdesk.training.press import Kind, draw_document
from borderdesk.training.press.arabic import shaped
from borderdesk.training.press.people import TODAY
from borderdesk.training.press.plan import plan_genuine
from borderdesk.training.press.styles import DateOrder, Style

KINDS = pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)


@KINDS
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 4999))
def test_a_genuine_document_is_right_and_valid_today(kind: Kind, seed: int) -> None:
    specimen = plan_genuine(kind, np.random.default_rng(seed)).specimen
    assert detect_format(specimen.lines) is specimen.format
    zone = parse(specimen.lines, today=TODAY)
    assert all(digit.agrees for digit in zone.check_digits)
    assert specimen.date_of_issue <= TODAY.isoformat() <= specimen.date_of_expiry
    assert specimen.holder.date_of_birth[:4] <= specimen.date_of_issue[:4]


@KINDS
def test_a_document_is_drawn_with_its_truth(kind: Kind) -> None:
    drawn = draw_document(51, kind=kind)
    truth = drawn.truth
    assert (truth.kind, truth.fraud, truth.changed) == (kind.value, "", ())
    assert (drawn.other is not None) is (kind is Kind.CARD) is (truth.other_side is not None)
    stored = json.loads(truth.text())
    assert tuple(stored["lines"]) == truth.lines
    number = truth.field("document_number")
    assert number is not None
    assert number.text in "".join(truth.lines)


def test_the_same_seed_draws_the_same_document() -> None:
    one, two, three = (draw_document(seed, kind=Kind.CARD) for seed in (52, 52, 53))
    assert np.array_equal(one.pixels, two.pixels)
    assert one.truth.text() == two.truth.text() != three.truth.text()


def test_a_value_stands_in_its_box_and_nowhere_above() -> None:
    drawn = draw_document(54)
    (left, top), scale = drawn.truth.zone_side.page[0], 300 / 25.4
    field = drawn.truth.field("date_of_birth")
    assert field is not None
    box = field.box
    grey = drawn.pixels.max(axis=2)
    rows = slice(round(top + box.y * scale), round(top + (box.y + box.height) * scale))
    text = grey[rows, round(left + box.x * scale) : round(left + (box.x + box.width) * scale)]
    assert 0.05 < (text < 110).mean() < 0.6
    after = grey[
        rows, round(left + (box.x + box.width + 1) * scale) : round(left + (box.x + box.width + 4) * scale)
    ]
    assert (after < 110).mean() < 0.02


def test_a_page_of_400_dots_per_inch_is_drawn_sharper_and_not_blown_up() -> None:
    def fine(dpi: float) -> float:
        drawn = draw_document(55, dpi=dpi)
        (x0, y0), _, (x1, y1), _ = drawn.truth.zone_side.lines[1]
        part = drawn.pixels[round(y0) : round(y1), round(x0) : round(x1)].max(axis=2).astype(float)
        # An edge is as many pixels wide at any resolution where it is drawn at it.
        return float(np.abs(np.diff(part, axis=1)).max(axis=1).mean())

    assert fine(400) > 0.93 * fine(300)
    assert draw_document(55, dpi=400).pixels.shape[0] == pytest.approx(
        draw_document(55).pixels.shape[0] * 4 / 3, abs=3
    )


@pytest.mark.parametrize("order", DateOrder)
def test_an_order_of_dates_prints_what_it_is_called(order: DateOrder) -> None:
    assert Style(dates=order).date("1974-08-12") == order.value


def test_arabic_letters_join_as_they_are_written_by_hand() -> None:
    # Muhammad: initial meem, medial hah, medial meem, final dal; on paper from right to left.
    assert shaped("محمد") == "\ufeaa\ufee4\ufea4\ufee3"
    # Lam and alef are one shape; dal joins nothing after it; words keep their order from right to left.
    assert shaped("لا") == "\ufefb"
    assert shaped("دار") == "\ufead\ufe8d\ufea9"
    assert shaped("عبد الله").split(" ")[1] == shaped("عبد")
