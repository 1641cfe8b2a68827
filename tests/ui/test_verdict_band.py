"""The band: word, shape, colour and reasons, each of which alone tells one kind of advice from the others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

import resources
from models.verdict import Advice
from ui.desktop import icons, theme
from ui.desktop.views.verdict import Tone, VerdictView, advice_word
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.elided import ElidedLabel
from ui.desktop.widgets.verdict_band import VerdictBand

# What the platform without a screen says of every window with a size of its own.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Verdict = Callable[..., VerdictView]


@pytest.fixture
def band(qtbot: QtBot, family: str) -> VerdictBand:
    del family  # dresses the program
    band = VerdictBand()
    qtbot.addWidget(band)
    band.resize(1366, 132)
    band.show()
    return band


def shown(band: VerdictBand) -> list[str]:
    """Texts that are to be seen, whole or cut."""
    return [label.text() for label in band.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize("advice", list(Advice))
def test_word_colour_and_reasons_are_seen(
    band: VerdictBand, verdict: Verdict, painted: Callable[[QWidget], QImage], advice: Advice
) -> None:
    band.show_view(verdict(advice, "This is why.", "And this."))
    assert {advice.name, "This is why.", "And this."} <= set(shown(band))
    picture = painted(band)
    assert picture.pixelColor(picture.width() - 3, 3).name().upper() == theme.BAND[Tone(advice.value)].ground
    assert band.accessibleName().startswith(f"{advice.name}. A passport. This is why.")


@pytest.mark.parametrize(("one", "other"), list(combinations(Advice, 2)))
def test_each_advice_has_its_own_word_and_its_own_shape(family: str, one: Advice, other: Advice) -> None:
    del family
    wording = Wording()
    assert advice_word(one, wording) != advice_word(other, wording)

    def dark(advice: Advice) -> set[tuple[int, int]]:
        drawn = icons.pixmap(f"advice-{advice.value}", 64, shape="#000000", cut="#FFFFFF").toImage()
        places = ((x, y) for x in range(64) for y in range(64))
        return {at for at in places if (ink := drawn.pixelColor(*at)).alpha() > 127 and ink.lightness() < 128}

    differ = len(dark(one) ^ dark(other))
    assert differ > 300, "to be told apart without colours"
    assert resources.path("icons", f"advice-{one.value}.svg").is_file()


def test_what_to_do_is_never_left_out(band: VerdictBand, verdict: Verdict) -> None:
    reasons = [f"Reason {number}." for number in range(7)]
    band.show_view(verdict(Advice.STOP, *reasons, "Call the supervisor now."))
    seen = " ".join(shown(band))
    assert "Reason 0." in seen
    assert "Call the supervisor now." in seen
    assert "4 more" in seen
    assert not band.tells_all
    assert "Reason 5." in band.toolTip()


def test_a_decision_takes_the_place_of_the_next_step(band: VerdictBand, verdict: Verdict) -> None:
    band.show_view(verdict(Advice.STOP, "Wanted.", decided="REFUSED by Sani"))
    assert "REFUSED by Sani" in shown(band)
    assert "Press a key." not in shown(band)


def test_a_line_without_room_ends_in_dots_and_is_told_whole(qtbot: QtBot, family: str) -> None:
    del family
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show_text("This document is reported stolen")
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == "This document is reported stolen"
    label.resize(600, 20)
    qtbot.waitUntil(lambda: label.text() == "This document is reported stolen" or not label.isVisible())


@pytest.mark.parametrize("tone", list(Tone))
def test_the_band_can_be_read(tone: Tone) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.6: 4.5 at least, 7 where the ground allows it."""
    colours = theme.BAND[tone]
    assert theme.contrast(colours.ground, colours.ink) >= 7


def test_words_on_every_other_ground_can_be_read() -> None:
    for mark, ground in theme.MARK_GROUND.items():
        assert theme.contrast(theme.MARK[mark], ground) >= 4.5, mark
        assert theme.contrast(theme.INK, ground) >= 7, mark
    for ground in (theme.PAPER, theme.DESK):
        assert theme.contrast(theme.QUIET, ground) >= 4.5
    for pair in (theme.TRAINING, theme.MESSAGE):
        assert theme.contrast(pair.ground, pair.ink) >= 7
