"""The view of an inspection that was made before, with what was decided on it last."""

from __future__ import annotations

from borderdesk.cases.inspections import StoredInspection
from models.image import PageImage
from ui.desktop.views.decisions import decided_line
from ui.desktop.views.inspection import InspectionView, stored_inspection_view
from ui.desktop.views.wording import Wording


def reopened_view(stored: StoredInspection, page: PageImage | None, wording: Wording) -> InspectionView:
    """What the window shows of a stored inspection.

    Args:
        stored: As it was written down.
        page: Its first picture; None where it has none.
        wording: Language of the window.
    """
    line = ""
    if stored.decisions:
        last = stored.decisions[-1]
        line = decided_line(last.decision, last.reason, last.officer, last.decided_at, wording)
    return stored_inspection_view(
        stored.inspection_id,
        stored.taken_at,
        stored.record,
        stored.sentences,
        page,
        wording,
        decided=line,
    )
