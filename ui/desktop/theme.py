"""Colours, sizes and the style sheet: calm, of high contrast, the same by day and by night.

Every pair of text and ground has a contrast of at least 4.5 (WCAG 2.2, 1.4.3), the band's at least 7 (1.4.6);
`tests/ui/test_verdict_band.py` computes it. No state is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from ui.desktop.views.marks import Mark
from ui.desktop.views.verdict import Tone


@dataclass(frozen=True, slots=True)
class Colours:
    """A ground and what is written on it, as `#rrggbb`."""

    ground: str
    ink: str


INK = "#15202B"
QUIET = "#4A5866"
PAPER = "#FFFFFF"
DESK = "#E9EDF1"
LINE = "#B8C2CC"
DARK = "#1D2833"
FOCUS = "#0A5FB4"

BAND = {
    Tone.CLEAR: Colours("#0A5C34", "#FFFFFF"),
    Tone.IN_ORDER: Colours("#0B4F6C", "#FFFFFF"),
    Tone.REFER: Colours("#FFB81C", "#1A1200"),
    Tone.STOP: Colours("#9E0F17", "#FFFFFF"),
    Tone.RESCAN: Colours("#57506B", "#FFFFFF"),
    Tone.READY: Colours("#DCE3EA", INK),
    Tone.WORKING: Colours("#C9D6E2", INK),
}
MARK = {
    Mark.GOOD: "#0A6B3C",
    Mark.DOUBTFUL: "#8A5200",
    Mark.BAD: "#B0121B",
    Mark.NONE: "#5C6873",
}
MARK_GROUND = {
    Mark.GOOD: PAPER,
    Mark.DOUBTFUL: "#FFE9B8",
    Mark.BAD: "#FBD9DA",
    Mark.NONE: PAPER,
}
TRAINING = Colours("#FFE27A", "#1A1200")
MESSAGE = Colours("#FFF1CC", "#1A1200")
ON_PICTURE = {Mark.GOOD: "#35C3FF", Mark.DOUBTFUL: "#FFC12E", Mark.BAD: "#FF3B46", Mark.NONE: "#C9D6E2"}

SHEET = f"""
QWidget {{ color: {INK}; }}
QMainWindow, QWidget#desk {{ background: {DESK}; }}
QToolTip {{ background: {PAPER}; color: {INK}; border: 1px solid {QUIET}; padding: 4px; }}
QFrame#card {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 4px; }}
QLabel#quiet {{ color: {QUIET}; }}
QLabel#heading {{ color: {QUIET}; font-weight: 600; }}
QLabel#reasons {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 4px; padding: 4px 6px; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QListWidget, QTableView {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 4px; }}
QListWidget::item:selected, QTableView::item:selected {{ background: #CFE3F7; color: {INK}; }}
QListWidget:focus, QTableView:focus, QGraphicsView:focus, QFrame#row:focus, QWidget#strip:focus {{
    border: 2px solid {FOCUS};
}}
QFrame#row {{ border: 2px solid transparent; border-radius: 3px; }}
QLineEdit {{ background: {PAPER}; border: 1px solid {QUIET}; border-radius: 3px; padding: 4px; }}
QLineEdit:focus {{ border: 2px solid {FOCUS}; padding: 3px; }}
QPushButton {{
    background: {PAPER}; border: 1px solid {QUIET}; border-radius: 4px; padding: 4px 10px;
}}
QPushButton:hover {{ background: #F3F8FD; }}
QPushButton:focus {{ border: 2px solid {FOCUS}; padding: 3px 9px; }}
QPushButton:pressed {{ background: #CFE3F7; }}
QPushButton:disabled {{ color: #7A8691; border-color: {LINE}; background: {DESK}; }}
QPushButton#fold {{ text-align: left; border: none; background: transparent; color: {QUIET}; }}
QPushButton#fold:focus {{ border: 2px solid {FOCUS}; }}
QToolButton {{ background: {PAPER}; border: 1px solid {QUIET}; border-radius: 3px; padding: 2px 6px; }}
QProgressBar {{ border: 1px solid {QUIET}; border-radius: 3px; background: {PAPER}; text-align: center; }}
QProgressBar::chunk {{ background: #7FB2E0; }}
QSplitter::handle {{ background: transparent; }}
"""


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio).

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
