"""The list at the side: pictures that wait above, inspections that were made below."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.entries import DoneView, WaitingView
from ui.desktop.views.verdict import Tone
from ui.desktop.widgets.elided import ElidedLabel

_WHAT = Qt.ItemDataRole.UserRole


class SideList(QWidget):
    """Shows both lists; a click or the space bar opens an entry."""

    waiting_chosen = Signal(Path)
    """A picture to read now."""
    done_chosen = Signal(str)
    """The number of an inspection to open again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting_title, self._done_title = ElidedLabel(self), ElidedLabel(self)
        self._waiting, self._done = _list(self), _list(self)
        self._waiting.setAccessibleName(self.tr("Waiting to be read"))
        self._done.setAccessibleName(self.tr("Read lately"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for title, entries, stretch in (
            (self._waiting_title, self._waiting, 5),
            (self._done_title, self._done, 4),
        ):
            title.setObjectName("heading")
            title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(title)
            column.addWidget(entries, stretch)
            entries.itemClicked.connect(self._open)
            entries.itemActivated.connect(self._open)
        self.show_waiting(())
        self.show_done(())

    @property
    def waiting(self) -> tuple[WaitingView, ...]:
        """What waits, first one first."""
        return tuple(self._waiting.item(row).data(_WHAT) for row in range(self._waiting.count()))

    @property
    def done(self) -> tuple[DoneView, ...]:
        """What was read lately, newest first."""
        return tuple(self._done.item(row).data(_WHAT) for row in range(self._done.count()))

    def show_waiting(self, views: tuple[WaitingView, ...]) -> None:
        """Show other waiting pictures."""
        self._waiting_title.show_text(self.tr("Waiting: {count}").format(count=len(views)))
        self._waiting.clear()
        for view in views:
            item = QListWidgetItem(view.title)
            item.setToolTip("\n".join(part for part in (view.path.name, view.lesson) if part))
            item.setData(_WHAT, view)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, view.title)
            self._waiting.addItem(item)

    def show_done(self, views: tuple[DoneView, ...]) -> None:
        """Show other inspections."""
        self._done_title.show_text(self.tr("Read lately: {count}").format(count=len(views)))
        self._done.clear()
        for view in views:
            colours = theme.BAND[Tone(view.advice.value)]
            shape = colours.ground if view.advice.value != "refer" else "#8A5200"
            item = QListWidgetItem(
                icons.icon(f"advice-{view.advice.value}", shape=shape), f"{view.title}\n{view.detail}"
            )
            item.setToolTip(view.spoken)
            item.setData(_WHAT, view)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, view.spoken)
            self._done.addItem(item)

    def mark_open(self, inspection_id: str | None) -> None:
        """Select the inspection that is open in the window."""
        self._done.clearSelection()
        for row in range(self._done.count()):
            if self._done.item(row).data(_WHAT).inspection_id == inspection_id:
                self._done.setCurrentRow(row)

    def focus_list(self) -> None:
        """Give the focus to what waits, or to what was read where nothing does."""
        entries = self._waiting if self._waiting.count() else self._done
        if entries.currentRow() < 0:
            entries.setCurrentRow(0)
        entries.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self, item: QListWidgetItem) -> None:
        view = item.data(_WHAT)
        if isinstance(view, WaitingView):
            self.waiting_chosen.emit(view.path)
        elif isinstance(view, DoneView):
            self.done_chosen.emit(view.inspection_id)


class _Entries(QListWidget):
    """A list that leaves Enter to the decision and opens by the space bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by the space bar; let Enter pass."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif event.key() == Qt.Key.Key_Space and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)


def _list(parent: QWidget) -> QListWidget:
    entries = _Entries(parent)
    entries.setIconSize(QSize(20, 20))
    entries.setWordWrap(False)
    entries.setTextElideMode(Qt.TextElideMode.ElideRight)
    entries.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    entries.setUniformItemSizes(True)
    font = QFont(entries.font())
    font.setPointSizeF(max(font.pointSizeF() - 0.5, 8))
    entries.setFont(font)
    return entries
