"""The picture of the page, with the zone outlined and every region at fault marked.

Wheel and + - zoom, 0 fits, arrow keys and dragging move. What is at fault is marked by a thick frame, dashed
when it is doubtful, solid when it is wrong, the zone by a thin line: shapes, not colours alone.
"""

# ruff: noqa: N802 - Qt's names of what is overridden

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from models.image import PageImage, Quad
from ui.desktop import theme
from ui.desktop.views.findings import Finding
from ui.desktop.views.marks import Mark

_STEP = 1.25
_LARGEST, _SMALLEST = 12.0, 0.02
_AROUND = 0.35
"""How much of a finding's size is shown around it."""
_AIR = 0.13
"""Between print and its frame, as a part of the framed height."""


class PageView(QGraphicsView):
    """Shows one page; never changes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: PageImage | None = None
        self._fitted = True
        self._without = ""
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setObjectName("page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(QBrush(QColor(theme.DARK)))
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture of the page"))
        self.setMinimumSize(120, 60)
        self.viewport().setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.show_page(None)

    @property
    def zoom(self) -> float:
        """Screen pixels a page pixel."""
        return self.transform().m11()

    def show_page(
        self,
        page: PageImage | None,
        zone: Quad | None = None,
        findings: tuple[Finding, ...] = (),
        *,
        swiped: bool = False,
    ) -> None:
        """Show another page with its marks; where there is none, say why and what to do."""
        self._page = page
        self._without = (
            self.tr(
                "No picture: the document was swiped.\n"
                "To see how it is printed, scan the page and press F5, or Ctrl+O."
            )
            if swiped
            else self.tr(
                "The picture of the page is shown here.\nDrop a picture or PDF, or press Ctrl+O or F7."
            )
        )
        self._scene.clear()
        if page is None:
            self._scene.setSceneRect(QRectF())
            self.setAccessibleDescription(self._without)
            self.viewport().update()
            return
        item = self._scene.addPixmap(QPixmap.fromImage(_image(page)))
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.setSceneRect(QRectF(0, 0, page.width, page.height))
        self.setAccessibleDescription(page.source)
        if zone is not None:
            self._outline(zone, theme.ON_PICTURE[Mark.GOOD], 2.5)
        for finding in findings:
            for quad in finding.quads:
                self._outline(quad, theme.ON_PICTURE[finding.mark], 3.0, dashed=finding.mark is Mark.DOUBTFUL)
        self.fit()

    def fit(self) -> None:
        """Show the whole page."""
        self._fitted = True
        if self._page is not None and self.viewport().width() > 1:
            self.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def zoom_by(self, factor: float) -> None:
        """Zoom around the pointer, or the middle."""
        wanted = self.zoom * factor
        if self._page is not None and _SMALLEST <= wanted <= _LARGEST:
            self._fitted = False
            self.scale(factor, factor)

    def look_at(self, quads: tuple[Quad, ...]) -> None:
        """Zoom to a place of the page."""
        if self._page is None or not quads:
            return
        rect = QRectF()
        for quad in quads:
            rect = rect.united(_polygon(quad).boundingRect())
        wide = max(rect.width() * (1 + 2 * _AROUND), self._page.width * 0.25)
        high = max(rect.height() * (1 + 2 * _AROUND), wide * 0.3)
        self._fitted = False
        shown = QRectF(rect.center().x() - wide / 2, rect.center().y() - high / 2, wide, high)
        self.fitInView(shown, Qt.AspectRatioMode.KeepAspectRatio)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom."""
        turn = event.angleDelta().y()
        if turn:
            self.zoom_by(_STEP if turn > 0 else 1 / _STEP)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by + and -, fit by 0; arrows move."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the whole page in view while it is fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Say what this place is for while there is no page."""
        if self._page is not None:
            super().drawForeground(painter, rect)
            return
        painter.resetTransform()
        painter.setPen(QColor("#DCE3EA"))
        words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.viewport().rect().adjusted(12, 0, -12, 0), words, self._without)

    def _outline(self, quad: Quad, colour: str, width: float, *, dashed: bool = False) -> None:
        """A frame with a dark rim, so that it is seen on light and on dark paper."""
        frame = _polygon(_grown(quad))
        for ink, thick, style in (
            (QColor(0, 0, 0, 150), width + 2.0, Qt.PenStyle.SolidLine),
            (QColor(colour), width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine),
        ):
            pen = QPen(ink, thick, style)
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._scene.addPolygon(frame, pen)


def _image(page: PageImage) -> QImage:
    """The page for Qt, which takes blue, green, red as OpenCV gives them; `copy` so that nothing dangles."""
    pixels = page.pixels if page.pixels.flags.c_contiguous else page.pixels.copy()
    image = QImage(pixels.data, page.width, page.height, 3 * page.width, QImage.Format.Format_BGR888)
    return image.copy()


def _grown(quad: Quad) -> Quad:
    """A little larger on every side, so that its frame doesn't lie on the print."""
    corners = np.asarray(quad, dtype=np.float64)
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    height = float(np.hypot(*down)) or 1.0
    width = float(np.hypot(*across)) or 1.0
    side, up = across / width * height * _AIR, down / height * height * _AIR
    moves = (-side - up, side - up, side + up, -side + up)
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners + np.asarray(moves))
    return (first, second, third, fourth)


def _polygon(quad: Quad) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in quad])
