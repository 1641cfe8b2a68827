"""The line at the bottom: whose station this is, who is signed in, and how old its lists are."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.marks import Mark
from ui.desktop.views.station import ListView, StationView
from ui.desktop.widgets.elided import ElidedLabel

_SHOWN = 3
_BEFORE_LISTS = 4


class StatusLine(QWidget):
    """Shows a station; old lists stand out by shape and word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._watched, self._reader = ElidedLabel(self), ElidedLabel(self), ElidedLabel(self)
        self._person = ElidedLabel(self)
        font = self._person.font()
        font.setBold(True)
        self._person.setFont(font)
        self._lists: list[QWidget] = []
        self._health: QWidget | None = None
        self._warning = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 0, 2, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self._name, 2)
        self._row.addWidget(self._person, 3)
        self._row.addWidget(self._watched, 3)
        self._row.addWidget(self._reader, 3)
        self._reader.hide()
        self._person.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def reader(self) -> str:
        """Which swipe reader is listened to, as shown; empty where none is."""
        return self._reader.whole_text

    @property
    def person(self) -> str:
        """Who is signed in, as shown; empty where nobody is."""
        return self._person.whole_text

    @property
    def warning(self) -> str:
        """What is said of the desk's health; empty where nothing needs care."""
        return self._warning

    def show_view(self, view: StationView) -> None:
        """Show another station, or the same one later."""
        self._name.show_text(view.name)
        for old in self._lists:
            old.hide()
            self._row.removeWidget(old)
            old.deleteLater()
        worst_first = sorted(view.lists, key=lambda each: each.mark is Mark.GOOD)
        self._lists = [self._list(each) for each in worst_first[:_SHOWN]]
        if len(worst_first) > _SHOWN:
            more = QLabel(f"+{len(worst_first) - _SHOWN}", self)
            more.setToolTip("\n".join(each.text for each in worst_first[_SHOWN:]))
            self._lists.append(more)
        for widget in self._lists:
            self._row.addWidget(widget)
        self.setAccessibleName(". ".join([view.name, *(each.text for each in view.lists)]))

    def show_person(self, text: str) -> None:
        """Who is signed in."""
        self._person.show_text(text)
        self._person.setVisible(bool(text))

    def show_watched(self, text: str) -> None:
        """Which folder is watched."""
        self._watched.show_text(text)

    def show_reader(self, text: str) -> None:
        """Which swipe reader is listened to."""
        self._reader.show_text(text)
        self._reader.setVisible(bool(text))

    def show_health(self, text: str, tip: str) -> None:
        """Warn that something needs care; no text where nothing does.

        Args:
            text: A few words.
            tip: What it is.
        """
        self._warning = text
        if self._health is not None:
            self._health.hide()
            self._row.removeWidget(self._health)
            self._health.deleteLater()
            self._health = None
        if text:
            self._health = self._list(ListView(text, Mark.BAD))
            self._health.setToolTip(tip)
            self._row.insertWidget(_BEFORE_LISTS, self._health)

    def _list(self, view: ListView) -> QWidget:
        place = QWidget(self)
        place.setObjectName("list")
        row = QHBoxLayout(place)
        row.setContentsMargins(6, 1, 6, 1)
        row.setSpacing(5)
        shape = QLabel(place)
        shape.setPixmap(
            icons.pixmap(
                f"mark-{view.mark.value}",
                14,
                shape=theme.MARK[view.mark],
                cut=theme.PAPER,
                ratio=self.devicePixelRatioF(),
            )
        )
        text = QLabel(view.text, place)
        row.addWidget(shape)
        row.addWidget(text)
        if view.mark is not Mark.GOOD:
            place.setStyleSheet(
                f"QWidget#list {{ background: {theme.MARK_GROUND[view.mark]};"
                f" border: 1px solid {theme.MARK[view.mark]}; border-radius: 3px; }}"
                f" QLabel {{ font-weight: 600; color: {theme.INK}; }}"
            )
        place.setToolTip(view.text)
        return place
