"""The live camera's parts: frames that the window has time for, its panel, its number in the settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from borderdesk.imaging.frames import Frame
from borderdesk.reading.live import LiveState
from models.image import PageImage
from models.message import message
from ui.desktop import theme
from ui.desktop.live import FrameGate
from ui.desktop.settings import DeskSettings
from ui.desktop.views.live import LiveView, live_view
from ui.desktop.views.marks import Mark
from ui.desktop.views.wording import Wording
from ui.desktop.widgets.live_panel import LivePanel

ZONE = ((100.0, 300.0), (700.0, 300.0), (700.0, 400.0), (100.0, 400.0))


def test_frames_pass_15_times_a_second_and_only_after_the_last_one_was_shown() -> None:
    now = 0.0
    gate = FrameGate(lambda: now)
    assert gate.opens()
    now = 10.0
    assert not gate.opens()  # the window is behind
    gate.taken()
    assert gate.opens()
    gate.taken()
    now = 10.05
    assert not gate.opens()  # too soon
    now = 10.07
    assert gate.opens()


def test_a_frame_is_made_small_with_its_zone() -> None:
    frame = Frame(PageImage(np.zeros((1080, 1920, 3), np.uint8)), 0.0)
    view = live_view(LiveState(frame, ZONE, message("live.glare", line=2), 0.5), Wording(isolate=False))
    assert view.pixels.shape == (540, 960, 3)
    assert view.zone == ((50.0, 150.0), (350.0, 150.0), (350.0, 200.0), (50.0, 200.0))
    assert view.hint == "Light is reflected on line 2. Tilt the page or the lamp a little."
    assert live_view(LiveState(frame, None, None, 1.0), Wording()).hint == ""


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the screen in memory knows none
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_panel_shows_picture_zone_and_hint_never_mirrored(qtbot: QtBot, dressed, language: str) -> None:
    dressed(language)
    panel = LivePanel()
    qtbot.addWidget(panel)
    panel.resize(800, 700)
    panel.show()
    pixels = np.full((600, 800, 3), 90, np.uint8)
    pixels[:, :200] = (0, 0, 255)  # red at the left
    panel.show_view(LiveView(pixels, ZONE, "Hold still.", 0.5))
    assert panel.hint == "Hold still."
    assert panel.accessibleDescription() == "Hold still."
    image = panel.picture.grab().toImage()
    width, height = panel.picture.width(), panel.picture.height()
    scale = min(width / 800, height / 600)
    left, top = (width - 800 * scale) / 2, (height - 600 * scale) / 2
    red = image.pixelColor(int(left + 50 * scale), int(top + 100 * scale))
    assert (red.red(), red.green(), red.blue()) == (255, 0, 0)
    line = QColor(theme.ON_PICTURE[Mark.GOOD])
    rows = range(int(top + 295 * scale), int(top + 305 * scale))
    assert any(image.pixelColor(int(left + 400 * scale), y) == line for y in rows)
    panel.show_view(None)
    assert panel.hint == ""
    assert panel.view is None


def test_the_camera_is_kept_beside_the_folder(tmp_path: Path) -> None:
    DeskSettings(Path("/scans"), camera=3).write(tmp_path)
    assert DeskSettings.read(tmp_path) == DeskSettings(Path("/scans"), camera=3)


@pytest.mark.parametrize(
    "stored", ['{"camera": "0"}', '{"camera": -1}', '{"camera": true}', '{"camera": 1e9}', "[]"]
)
def test_a_camera_that_means_nothing_counts_as_the_first(tmp_path: Path, stored: str) -> None:
    (tmp_path / "desk.json").write_text(stored, encoding="utf-8")
    assert DeskSettings.read(tmp_path) == DeskSettings()
