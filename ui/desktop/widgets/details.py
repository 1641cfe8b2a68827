"""Everything in words beside the picture: fields on top, below them hits and checks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.views.findings import Finding, Place
from ui.desktop.views.inspection import InspectionView
from ui.desktop.widgets.check_list import CheckList
from ui.desktop.widgets.fields_table import FieldsTable
from ui.desktop.widgets.hit_cards import HitCards


class Details(QScrollArea):
    """Scrolls as one, so that nothing is cut off on a small screen."""

    looked_at = Signal(tuple)
    """Quads of what the officer chose."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        self.fields, self.hits, self.checks = FieldsTable(inside), HitCards(inside), CheckList(inside)
        self.reasons = QLabel(inside)
        self.reasons.setObjectName("reasons")
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setWordWrap(True)
        self.reasons.hide()
        self._checks_title = QLabel(self.tr("Checks"), inside)
        self._checks_title.setObjectName("heading")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(6)
        for widget in (self.reasons, self.fields, self.hits, self._checks_title, self.checks):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.fields.field_chosen.connect(lambda field: self.looked_at.emit(field.quads))
        self.checks.check_chosen.connect(
            lambda check: self.looked_at.emit((check.region,) if check.region is not None else ())
        )

    def show_view(self, view: InspectionView | None) -> None:
        """Show another document, or none."""
        self.fields.show_rows(view.fields if view is not None else ())
        self.fields.setVisible(bool(self.fields.rows))
        self.hits.show_views(view.hits if view is not None else ())
        if view is not None:
            self.checks.show_view(view.checks)
        any_check = view is not None and bool(view.checks.open or view.checks.passed)
        self.checks.setVisible(any_check)
        self._checks_title.setVisible(any_check)
        self.verticalScrollBar().setValue(0)

    def set_compact(self, compact: bool) -> None:
        """Smaller letters."""
        self.setStyleSheet("* { font-size: 9pt; }" if compact else "")
        self.fields.set_compact(compact)

    def show_reasons(self, reasons: tuple[str, ...]) -> None:
        """List the kind of document and every reason, where the band has no room for all of them."""
        self.reasons.setText("\n".join(f"• {reason}" for reason in reasons))
        self.reasons.setAccessibleName(". ".join(reasons))
        self.reasons.setVisible(bool(reasons))

    def go_to(self, finding: Finding) -> None:
        """Bring a finding into view and give it the focus."""
        target: QWidget
        if finding.place is Place.HIT:
            target = self.hits.cards[finding.index]
        elif finding.place is Place.CHECK:
            target = self.checks.row(finding.index)
        else:
            target = self.fields
            self.fields.choose(finding.index)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(target, 0, 12)
