"""One entry to every drawn document: kind, fraud and seed in, pictures and truth out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from borderdesk.training.press import overtyping, truth
from borderdesk.training.press.capture import Capture
from borderdesk.training.press.drawing import DrawnDocument, draw
from borderdesk.training.press.frauds import Fraud, commit
from borderdesk.training.press.plan import Kind, Plan, plan_genuine
from borderdesk.training.press.truth import Truth
from models.image import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A drawn document.

    Attributes:
        pixels: (h, w, 3) uint8 BGR, the side with the zone.
        other: The other side of a card; None where there is only one.
        truth: What it is.
    """

    pixels: Pixels = field(repr=False)
    other: Pixels | None = field(repr=False)
    truth: Truth


def draw_document(
    seed: int,
    *,
    kind: Kind = Kind.PASSPORT,
    fraud: Fraud | None = None,
    dpi: float = 300.0,
    capture: Capture | None = None,
) -> Drawn:
    """Draw a document; the same one for the same arguments.

    Args:
        seed: Of everything that is left to chance.
        kind: Of document.
        fraud: What was done to it; None for a genuine one.
        dpi: Dots per inch of its pictures where `capture` is left out.
        capture: How they are taken; a flat scan when left out.

    Raises:
        ValueError: A document of this kind cannot carry this fraud.
    """
    capture = Capture.flat_scan(dpi) if capture is None else capture
    plan_rng, fraud_rng, picture_rng = np.random.default_rng(seed).spawn(3)
    plan = plan_genuine(kind, plan_rng)
    if fraud is not None:
        plan = commit(plan, fraud, fraud_rng)
    print_seed, other_seed = (int(number) for number in picture_rng.integers(2**31, size=2))
    drawn = draw(plan.specimen, seed=print_seed, capture=capture, finish=plan.finish)
    if plan.digital is not None:
        drawn = replace(drawn, pixels=overtyping.alter(drawn, plan, fraud_rng), lines=plan.shown)
    other = None
    if plan.other is not None:
        other = draw(plan.other, seed=other_seed, capture=capture, finish=plan.finish)
    return Drawn(
        drawn.pixels,
        None if other is None else other.pixels,
        _truth(seed, kind, fraud, capture, plan, drawn, other),
    )


def _truth(
    seed: int,
    kind: Kind,
    fraud: Fraud | None,
    capture: Capture,
    plan: Plan,
    drawn: DrawnDocument,
    other: DrawnDocument | None,
) -> Truth:
    faces = plan.finish.faces
    return Truth(
        seed,
        kind.value,
        "" if fraud is None else fraud.value,
        plan.specimen.format,
        capture.dpi,
        drawn.lines,
        plan.changed,
        _side(drawn),
        None if other is None else _side(other),
        (0, 0) if faces is None else (faces.portrait, faces.ghost),
        capture.wear,
        plan.finish.zone.face.value,
    )


def _side(drawn: DrawnDocument) -> truth.Side:
    return truth.Side(drawn.page, drawn.quads, drawn.fields, drawn.portrait, drawn.ghost)
