"""The project's own drawings (`resources/icons`), painted in the colours of the place where they stand.

In each file black stands for the shape and white for what is cut out of it.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources


def pixmap(name: str, side: int, *, shape: str, cut: str, ratio: float = 1.0) -> QPixmap:
    """A drawing as pixels.

    Args:
        name: Of the file, without its ending.
        side: Width and height in device-independent pixels.
        shape: `#rrggbb` of the shape.
        cut: `#rrggbb` of what is cut out of it.
        ratio: Device pixels a device-independent pixel, so that it stays sharp at 200 %.
    """
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _renderer(name, shape, cut).render(painter, QRectF(0, 0, image.width(), image.height()))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, *, shape: str, cut: str = "#FFFFFF") -> QIcon:
    """A drawing as an icon in the sizes that lists use."""
    made = QIcon()
    for side in (16, 24, 32, 48):
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # else it is tinted where it is selected
            made.addPixmap(pixmap(name, side, shape=shape, cut=cut), mode)
    return made


@lru_cache(maxsize=128)
def _drawing(name: str) -> bytes:
    return resources.path("icons", f"{name}.svg").read_bytes()


def _renderer(name: str, shape: str, cut: str) -> QSvgRenderer:
    drawing = _drawing(name).replace(b"#FFFFFF", b"@cut@").replace(b"#000000", shape.encode())
    return QSvgRenderer(QByteArray(drawing.replace(b"@cut@", cut.encode())))
