"""The table of data elements: what the document calls them, what they mean, what stands in the zone."""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from ui.desktop import icons, theme
from ui.desktop.views.fields import FieldView
from ui.desktop.views.marks import Mark

Index = QModelIndex | QPersistentModelIndex
_LABEL, _VALUE, _ZONE, _MARK = range(4)


class FieldsModel(QAbstractTableModel):
    """Rows of `FieldView`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[FieldView, ...] = ()
        self.compact = False

    def show_rows(self, rows: tuple[FieldView, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many fields."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Label, value, zone, mark."""
        return 0 if parent is not None and parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            checked = "" if self.compact else self.tr("Checked")
            return (self.tr("Field"), self.tr("Read as"), self.tr("In the zone"), checked)[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self.rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (row.label, row.value, row.zone, "" if self.compact else row.status)[column]
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return row.tip or f"{row.label}: {row.value} ({row.status})"
        if role == Qt.ItemDataRole.BackgroundRole and row.mark in (Mark.BAD, Mark.DOUBTFUL):
            return QColor(theme.MARK_GROUND[row.mark])
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(
                theme.MARK[row.mark] if column == _MARK else theme.QUIET if column != _VALUE else theme.INK
            )
        if role == Qt.ItemDataRole.DecorationRole and column == _MARK:
            return icons.icon(f"mark-{row.mark.value}", shape=theme.MARK[row.mark])
        if role == Qt.ItemDataRole.FontRole and column == _VALUE:
            table = self.parent()
            font = QFont(table.font()) if isinstance(table, QWidget) else QFont()
            font.setBold(True)
            return font
        return None


class FieldsTable(QTableView):
    """Shows the fields; the one that is chosen is shown on the picture."""

    field_chosen = Signal(object)
    """The `FieldView` that the officer looks at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = FieldsModel(self)
        self.setModel(self._model)
        self.setAccessibleName(self.tr("Fields of the document"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_VALUE, QHeaderView.ResizeMode.Stretch)
        for column in (_LABEL, _ZONE, _MARK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.show_rows(())

    @property
    def rows(self) -> tuple[FieldView, ...]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: tuple[FieldView, ...]) -> None:
        """Show other fields."""
        self._model.show_rows(rows)
        height = self.fontMetrics().height() + 7
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setMinimumSectionSize(height)
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + height * max(len(rows), 1) + 4)

    def set_compact(self, compact: bool) -> None:
        """Leave out what also stands in the strip, and the word beside the mark's shape."""
        self._model.compact = compact
        self.setColumnHidden(_ZONE, compact)
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 3)
        self.show_rows(self._model.rows)

    def choose(self, row: int) -> None:
        """Select a row as if by hand, without telling of it."""
        blocked = self.selectionModel().blockSignals(True)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags)
        self.selectionModel().blockSignals(blocked)
        self.viewport().update()

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid():
            self.field_chosen.emit(self._model.rows[current.row()])
