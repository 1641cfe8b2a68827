"""One frame of the live camera, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from borderdesk.imaging.frames import preview
from borderdesk.reading.live import LiveState
from models.image import Pixels, Quad
from ui.desktop.views.wording import Wording


@dataclass(frozen=True, slots=True, eq=False)
class LiveView:
    """What is shown of a frame.

    Attributes:
        pixels: (h, w, 3) uint8 blue green red, no larger than the window needs.
        zone: Where the zone is, in these pixels; None where none was seen.
        hint: What to do; empty where it is certain.
        part: How near to certain, 0 to 1.
    """

    pixels: Pixels = field(repr=False)
    zone: Quad | None
    hint: str
    part: float


def live_view(state: LiveState, wording: Wording) -> LiveView:
    """A frame for the window; made in the thread that reads, so that the window only paints it."""
    pixels, factor = preview(state.frame.page.pixels)
    zone = state.zone
    if zone is not None:
        a, b, c, d = ((x * factor, y * factor) for x, y in zone)
        zone = (a, b, c, d)
    hint = wording.text(state.hint) if state.hint is not None else ""
    return LiveView(pixels, zone, hint, state.part)
