"""The row of keys: what each F-key does now, also for the mouse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

KEYS = ("F1", "F2", "F3", "F4", "F5", "F6", "F7", "Esc")


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key.

    Attributes:
        enabled: Whether it does anything now.
        advised: Whether it is what the desk advises.
    """

    enabled: bool = True
    advised: bool = False


class KeyRow(QWidget):
    """Buttons named like the keys; the window owns the shortcuts themselves."""

    pressed = Signal(str)
    """The name of the key."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = False
        self._buttons: dict[str, QPushButton] = {}
        self._views: dict[str, KeyView] = {}
        row = QGridLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setHorizontalSpacing(5)
        for column, key in enumerate(KEYS):
            button = QPushButton(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys themselves reach it; Tab needn't
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._teller(key))
            row.addWidget(button, 0, column)
            row.setColumnStretch(column, 1)
            self._buttons[key] = button
        self.show_keys({})

    def button(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def show_keys(self, views: dict[str, KeyView]) -> None:
        """Show which keys do something; those not named do."""
        self._views = views
        names = {
            "F1": self.tr("Help"),
            "F2": self.tr("Admit"),
            "F3": self.tr("Refer"),
            "F4": self.tr("Refuse"),
            "F5": self.tr("Next") if self._compact else self.tr("Read next"),
            "F6": self.tr("Finding") if self._compact else self.tr("Next finding"),
            "F7": self.tr("Camera"),
            "Esc": self.tr("Stop") if self._compact else self.tr("Stop / back"),
        }
        for key, button in self._buttons.items():
            view = views.get(key, KeyView())
            button.setText(f"{key}  {names[key]}")
            button.setAccessibleName(f"{names[key]} ({key})")
            button.setEnabled(view.enabled)
            font = button.font()
            font.setBold(view.advised)
            font.setPointSize(9 if self._compact else 11)
            button.setFont(font)
            button.setMinimumHeight(24 if self._compact else 34)
            button.setStyleSheet("border: 3px solid #15202B;" if view.advised and view.enabled else "")

    def set_compact(self, compact: bool) -> None:
        """Shorter words, lower buttons."""
        self._compact = compact
        self.show_keys(self._views)

    def _teller(self, key: str) -> Callable[[], None]:
        return lambda: self.pressed.emit(key)
