"""One document: its picture, what it says in words, and its zone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from ui.desktop.views.inspection import InspectionView
from ui.desktop.views.zone import CellView, ZoneView
from ui.desktop.widgets.details import Details
from ui.desktop.widgets.mrz_strip import MrzStrip
from ui.desktop.widgets.page_view import PageView


class DocumentPage(QWidget):
    """Shows an inspection; whatever is chosen in words is shown on the picture."""

    def __init__(self, zone_family: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: InspectionView | None = None
        self._finding = -1
        self.page, self.details, self.strip = PageView(self), Details(self), MrzStrip(zone_family, self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.addWidget(self.page)
        self._split.addWidget(self.details)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._split, 1)
        column.addWidget(self.strip)
        self.details.looked_at.connect(self.page.look_at)
        self.strip.character_chosen.connect(self._look_at_character)
        self.details.setMinimumWidth(250)
        self.set_compact(False)
        self.show_view(None)

    @property
    def view(self) -> InspectionView | None:
        """What is shown."""
        return self._view

    def show_view(self, view: InspectionView | None) -> None:
        """Show another document, or none."""
        self._view, self._finding = view, -1
        focused = QApplication.focusWidget()
        if focused is not None and self.details.isAncestorOf(focused):
            self.page.setFocus()  # what had it goes away with its document
        self.details.setVisible(view is not None)
        self.details.show_view(view)
        if view is None:
            self.page.show_page(None)
            self.strip.show_view(ZoneView())
        else:
            self.page.show_page(view.page, view.zone_quad, view.findings, swiped=view.swiped)
            self.strip.show_view(view.zone)

    def next_finding(self) -> int | None:
        """Go to the next finding; after the last one comes the first.

        Returns:
            Its number from 0, None where there is none.
        """
        if self._view is None or not self._view.findings:
            self.page.fit()
            return None
        self._finding = (self._finding + 1) % len(self._view.findings)
        finding = self._view.findings[self._finding]
        self.details.go_to(finding)
        if finding.quads:
            self.page.look_at(finding.quads)
        else:
            self.page.fit()
        return self._finding

    def set_compact(self, compact: bool) -> None:
        """Use less room."""
        self.strip.set_compact(compact)
        self.details.set_compact(compact)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 1 if compact else 0)
        self._split.setSizes([320, 350] if compact else [520, 590])

    def _look_at_character(self, cell: CellView) -> None:
        if cell.quad is not None:
            self.page.look_at((cell.quad,))
