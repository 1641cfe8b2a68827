"""The threshold keeps the budget on traffic unlike the reference; a handful of travellers cannot swing it.

The traffic is drawn from distributions whose tails are known in closed form, so the share that a threshold
alerts is exact and no second sample.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from borderdesk.cases.alert_quantile import (
    FULL,
    HIGHER,
    LOWER,
    SHARE,
    excess,
    reference_excess,
)

DEFAULT = 5 / 1000
BOUND = -math.log2(SHARE)
"""The reference of Markov's inequality: `exponential(1, 0)`."""


@dataclass(frozen=True)
class Border:
    """Travellers of one border: how to draw their excess, and which share lies above one."""

    draw: Callable[[np.random.Generator, int], np.ndarray]
    share: Callable[[float], float]


def exponential(slope: float, begins: float) -> Border:
    """A tail that falls by `slope` bits a bit; the reference is `exponential(1, 0)`."""
    return Border(
        lambda chance, number: chance.exponential(1 / (slope * math.log(2)), number) + begins,
        lambda bits: min(1.0, 2.0 ** (-slope * (bits - begins))),
    )


def normal(mean: float, deviation: float) -> Border:
    return Border(
        lambda chance, number: chance.normal(mean, deviation, number),
        lambda bits: 0.5 * math.erfc((bits - mean) / deviation / math.sqrt(2)),
    )


def largest(mean: float, scale: float) -> Border:
    """The largest of many alike: Gumbel's."""
    return Border(
        lambda chance, number: chance.gumbel(mean, scale, number),
        lambda bits: 1 - math.exp(-math.exp(-(bits - mean) / scale)),
    )


def two_peoples(first: Border, second: Border, of_first: float) -> Border:
    """Neighbours whose names are dense on the lists, and others whose are not."""
    return Border(
        lambda chance, number: np.where(
            chance.random(number) < of_first, first.draw(chance, number), second.draw(chance, number)
        ),
        lambda bits: of_first * first.share(bits) + (1 - of_first) * second.share(bits),
    )


def few_come_near(border: Border, of_them: float) -> Border:
    """Most travellers are like nobody on the lists, and counted where no evidence is."""
    return two_peoples(
        border, Border(lambda _, number: np.full(number, -15.0), lambda bits: float(bits <= -15.0)), of_them
    )


BORDERS = {
    "reference": exponential(1.0, 0.0),
    "names that are rare on the lists": exponential(1.0, -3.0),
    "names that are dense on the lists": exponential(1.0, 2.0),
    "slow tail": exponential(0.7, -2.0),
    "fast tail": exponential(1.4, 1.0),
    "normal": normal(-2.0, 3.5),
    "largest of many": largest(-2.0, 1.9),
    "two peoples": two_peoples(exponential(1.0, -3.0), exponential(0.8, -7.0), 0.8),
    "one in forty comes near": few_come_near(exponential(1.0, 1.0), 0.025),
    "one in ten comes near": few_come_near(largest(0.0, 1.5), 0.1),
}


def counted(found: np.ndarray) -> Counter[float]:
    """As the station counts: rounded down to half bits."""
    return Counter((np.floor(found * 2) / 2).tolist())


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS.keys())
def test_after_two_thousand_travellers_false_alerts_are_within_half_as_many_again_of_the_budget(
    border: Border,
) -> None:
    chance = np.random.default_rng(20261125)
    stations = [counted(border.draw(chance, 2000)) for _ in range(200)]
    rates = np.array([border.share(excess(each, DEFAULT, BOUND)) / DEFAULT for each in stations])
    assert 1 / 1.25 < np.median(rates) < 1.25
    within = np.mean((rates > 1 / 1.5) & (rates < 1.5))
    assert (
        within > 0.8
    )  # ten alerts are expected: a count of ten is itself that far off in one of ten stations
    assert np.all((rates > 1 / 2.5) & (rates < 2.5))


@pytest.mark.parametrize("border", BORDERS.values(), ids=BORDERS.keys())
def test_after_ten_thousand_travellers_every_station_is(border: Border) -> None:
    chance = np.random.default_rng(20261125)
    stations = [counted(border.draw(chance, 10_000)) for _ in range(100)]
    rates = np.array([border.share(excess(each, DEFAULT, BOUND)) / DEFAULT for each in stations])
    assert np.all((rates > 1 / 1.5) & (rates < 1.5))


def test_before_any_traffic_the_reference_speaks() -> None:
    for share in (1 / 10_000, 3 / 1000, DEFAULT, 5 / 100):
        assert excess({}, share, BOUND) == pytest.approx(reference_excess(share, BOUND), abs=0.01)
    assert reference_excess(1 / 256, BOUND) == pytest.approx(8.0)


@pytest.mark.parametrize("before", [0, 100, 2000, 6000])
def test_a_handful_of_travellers_cannot_swing_it(before: int) -> None:
    traffic = counted(BORDERS["reference"].draw(np.random.default_rng(7), before))
    without = excess(traffic, DEFAULT, BOUND)
    for bits in (0.0, 12.0, 63.5):
        traffic[bits] += 5
        assert abs(excess(traffic, DEFAULT, BOUND) - without) < 1.0
        traffic[bits] -= 5


def test_one_traveller_of_a_true_match_weighs_as_one_who_just_came_so_far() -> None:
    traffic = counted(BORDERS["reference"].draw(np.random.default_rng(7), 3000))
    near, far = traffic + Counter([16.0]), traffic + Counter([60.0])
    assert excess(near, DEFAULT, BOUND) == pytest.approx(excess(far, DEFAULT, BOUND), abs=0.1)


def test_no_traffic_switches_screening_off_and_none_drowns_the_desk() -> None:
    for share in (1 / 10_000, DEFAULT, 5 / 100):
        reference = reference_excess(share, BOUND)
        flood = excess({63.5: 1_000_000}, share, BOUND)
        nobody = excess({-20.0: 1_000_000}, share, BOUND)
        assert flood == reference + HIGHER
        assert nobody == reference - LOWER


def test_a_larger_budget_never_asks_for_more_evidence() -> None:
    chance = np.random.default_rng(3)
    for border in BORDERS.values():
        traffic = counted(border.draw(chance, 5000))
        asked = [
            excess(traffic, share, BOUND) for share in (0.0001, 0.0003, 0.001, 0.003, 0.005, 0.01, 0.03, 0.05)
        ]
        assert asked == sorted(asked, reverse=True)


def test_the_reference_fades_as_travellers_are_counted() -> None:
    """A border four times as dense: the threshold goes from the reference's to its own, one way."""
    border = exponential(1.0, 2.0)
    chance = np.random.default_rng(11)
    asked = [
        np.mean([excess(counted(border.draw(chance, number)), DEFAULT, BOUND) for _ in range(100)])
        for number in (1, 250, 500, 1000, int(FULL))
    ]
    assert asked == sorted(asked)
    assert asked[0] == pytest.approx(reference_excess(DEFAULT, BOUND), abs=0.1)
    assert asked[-1] == pytest.approx(reference_excess(DEFAULT, BOUND) + 2.0, abs=0.2)
