"""What a drawn film hands back: the same for the same seed, its lines where it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from borderdesk.training.press import Holder, Specimen
from borderdesk.training.press.film import Scene, draw_film, write_film
from models.document import DocumentFormat

PASSPORT = Specimen(
    DocumentFormat.TD3, Holder("Eriksson", "Anna Maria", "UTO", "1974-08-12", "F", "Zenith"),
    "P", "L898902C3", "2007-04-16", "2012-04-15", "PASSPORT", "ZE184226B",
)  # fmt: skip
SCENE = Scene(frames=6, approach=0.5)


def test_the_same_seed_draws_the_same_film_and_another_one_another() -> None:
    one, two, three = (draw_film(PASSPORT, seed=seed, scene=SCENE) for seed in (8, 8, 9))
    assert all(np.array_equal(a, b) for a, b in zip(one.frames, two.frames, strict=True))
    assert one.quads == two.quads
    assert not np.array_equal(one.frames[0], three.frames[0])
    assert one.lines == three.lines == PASSPORT.right_lines


def test_the_page_comes_closer_and_its_lines_are_where_the_film_says() -> None:
    film = draw_film(PASSPORT, seed=8, scene=replace(SCENE, glare=0.0))
    assert {frame.shape for frame in film.frames} == {(720, 960, 3)}
    widths = [quads[0][1][0] - quads[0][0][0] for quads in film.quads]
    assert widths[-1] > 1.2 * widths[0]
    for quad in film.quads[-1]:
        flat = np.array([(0, 0), (880, 0), (880, 20), (0, 20)], np.float32)
        way = cv2.getPerspectiveTransform(np.array(quad, np.float32), flat)
        line = cv2.cvtColor(cv2.warpPerspective(film.frames[-1], way, (880, 20)), cv2.COLOR_BGR2GRAY)
        # 44 cells of 20 pixels; each holds ink on paper.
        cells = line.reshape(20, 44, 20).transpose(1, 0, 2).reshape(44, -1)
        assert (np.ptp(cells.astype(int), axis=1) > 60).all()


def test_a_lamp_on_a_line_washes_it_out() -> None:
    film = draw_film(PASSPORT, seed=8, scene=replace(SCENE, glare=500.0, glare_line=1, glare_width=0.3))
    upper, lower = (np.asarray(quad).mean(axis=0).round().astype(int) for quad in film.quads[-1])
    assert film.frames[-1][lower[1], lower[0]].min() >= 250
    assert film.quads[-1][0] != film.quads[-1][1]
    assert upper[1] < lower[1]


def test_an_empty_desk_has_no_lines() -> None:
    film = draw_film(None, seed=8, scene=SCENE)
    assert film.lines == ()
    assert film.quads == ((),) * 6


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="needs a frame"):
        write_film(tmp_path / "film.avi", ())
    with pytest.raises(ValueError, match="cannot be written"):
        write_film(tmp_path / "missing" / "film.avi", draw_film(None, seed=8, scene=SCENE).frames)
