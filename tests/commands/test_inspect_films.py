"""`borderdesk inspect` on films: the same contract, `page` is the number of the frame."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from borderdesk.training.press import Holder, Specimen
from borderdesk.training.press.film import DrawnFilm, Scene, draw_film, write_film
from models.document import DocumentFormat

from .conftest import TRAY, Shell

ONE = Specimen(
    DocumentFormat.TD3, Holder("Eriksson", "Anna Maria", "UTO", "1974-08-12", "F", "Zenith"),
    "P", "L898902C3", "2024-04-16", "2034-04-15", "PASSPORT", "ZE184226B",
)  # fmt: skip
OTHER = replace(
    ONE, holder=Holder("Ouedraogo", "Salif", "UTO", "1981-01-30", "M"), document_number="KB1234567"
)
SCENE = Scene(frames=14, approach=0.25)


@pytest.fixture(scope="module")
def films() -> tuple[DrawnFilm, DrawnFilm]:
    return draw_film(ONE, seed=1, scene=SCENE), draw_film(OTHER, seed=2, scene=SCENE)


def test_each_document_of_a_film_is_answered_once_in_order(
    shell: Shell, films: tuple[DrawnFilm, DrawnFilm], tmp_path: Path
) -> None:
    write_film(tmp_path / "two.avi", films[0].frames + films[1].frames)
    answer = shell.run("inspect", "--json", "--no-watchlist", tmp_path / "two.avi")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    assert [tuple(each["document"]["lines"]) for each in answer.objects] == [film.lines for film in films]
    assert [each["document"]["certain"] for each in answer.objects] == [True, True]
    assert [each["index"] for each in answer.objects] == [0, 0]
    first, second = (each["page"] for each in answer.objects)
    assert 0 <= first < 14 <= second < 28
    assert {each["file"] for each in answer.objects} == {str(tmp_path / "two.avi")}
    assert {each["advice"] for each in answer.objects} == {"in_order"}


def test_a_wrong_check_digit_in_a_film_is_told(shell: Shell, tmp_path: Path) -> None:
    upper, lower = ONE.right_lines
    altered = (upper, lower[:19] + str((int(lower[19]) + 1) % 10) + lower[20:])
    write_film(tmp_path / "altered.mp4", draw_film(replace(ONE, zone=altered), seed=6, scene=SCENE).frames)
    (found,) = shell.run("inspect", "--json", "--no-watchlist", tmp_path / "altered.mp4").objects
    assert tuple(found["document"]["lines"]) == altered
    assert found["advice"] == "refer"
    failed = {check["code"] for check in found["checks"] if check["status"] == "failed"}
    assert "mrz.check_digit.date_of_birth" in failed


def test_a_film_without_a_document_asks_for_another(shell: Shell, tmp_path: Path) -> None:
    write_film(tmp_path / "desk.avi", draw_film(None, seed=3, scene=replace(SCENE, frames=5)).frames)
    answer = shell.run("inspect", "--json", "--no-watchlist", tmp_path / "desk.avi")
    (found,) = answer.objects
    assert (answer.status, found["document"], found["advice"], found["error"]) == (0, None, "rescan", None)


def test_the_back_of_a_card_is_looked_for_where_the_film_shows_no_zone(shell: Shell, tmp_path: Path) -> None:
    write_film(tmp_path / "front.avi", draw_film(None, seed=3, scene=replace(SCENE, frames=3)).frames)
    back = TRAY / "06-identity-card-back.jpg"
    (found,) = shell.run(
        "inspect", "--json", "--no-watchlist", tmp_path / "front.avi", "--back", back
    ).objects
    assert found["document"]["format"] == "TD1"
    assert found["file"] == str(tmp_path / "front.avi")


def test_a_film_that_cannot_be_read_does_no_harm_to_the_next(
    shell: Shell, films: tuple[DrawnFilm, DrawnFilm], tmp_path: Path
) -> None:
    write_film(tmp_path / "whole.avi", films[0].frames)
    whole = (tmp_path / "whole.avi").read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 8])
    answer = shell.run("inspect", "--json", "--no-watchlist", tmp_path / "cut.avi", tmp_path / "whole.avi")
    assert answer.status == 1
    cut, read = answer.objects
    assert "cut.avi" in cut["error"]
    assert cut["document"] is None
    assert tuple(read["document"]["lines"]) == films[0].lines
