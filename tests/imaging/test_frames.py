# ruff: noqa: PT012 - frames are read in the block that lets go of them
"""Films that were really written, cameras that are really missing: frames, or a sentence with its remedy."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest

from borderdesk.imaging.frames import (
    CAMERA_SECONDS_AT_MOST,
    CameraError,
    FilmError,
    Frame,
    camera,
    camera_frames,
    film,
    is_film,
    preview,
)
from borderdesk.training.press.film import write_film
from models.errors import KnownError
from models.image import Pixels

CODES = {".avi": "MJPG", ".mp4": "mp4v", ".mkv": "FFV1", ".mov": "mp4v"}


def numbered(frames: int = 20, size: tuple[int, int] = (320, 240)) -> tuple[Pixels, ...]:
    """Frames that tell their number by a bar that grows."""
    pictures = []
    for number in range(frames):
        picture = np.full((size[1], size[0], 3), 200, np.uint8)
        picture[:, : 10 * (number + 1)] = 20
        pictures.append(picture)
    return tuple(pictures)


def number_of(frame: Frame) -> int:
    return round(float((frame.page.pixels[120, :, 0] < 100).sum()) / 10) - 1


def written(path: Path, frames: tuple[Pixels, ...]) -> Path:
    writer = cv2.VideoWriter(
        str(path), cv2.VideoWriter.fourcc(*CODES[path.suffix]), 10.0, frames[0].shape[1::-1]
    )
    for picture in frames:
        writer.write(picture)
    writer.release()
    return path


def told(path: Path) -> KnownError:
    with pytest.raises(FilmError) as caught, film(path) as frames:
        for _ in frames:
            pass
    assert caught.value.message.text()
    assert caught.value.remedy.text()
    return caught.value


@pytest.mark.parametrize("suffix", CODES)
def test_every_frame_comes_in_order_with_its_number_and_time(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path / f"film{suffix}", numbered())
    assert is_film(path)
    with film(path) as frames:
        found = list(frames)
    assert [number_of(frame) for frame in found] == list(range(20))
    assert [frame.page.page for frame in found] == list(range(20))
    assert {frame.page.source for frame in found} == {path.name}
    assert [frame.seconds for frame in found] == pytest.approx(
        [number / 10 for number in range(20)], abs=0.01
    )


def test_what_the_press_writes_is_read_again(tmp_path: Path) -> None:
    for name in ("film.avi", "film.mp4"):
        write_film(tmp_path / name, numbered(5))
        with film(tmp_path / name) as frames:
            assert len(list(frames)) == 5


def test_a_film_that_was_cut_short_gives_what_it_holds_and_then_says_so(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.avi", numbered()).read_bytes()
    cut = tmp_path / "cut.avi"
    cut.write_bytes(whole[: len(whole) // 2])
    found = []
    with pytest.raises(FilmError) as caught, film(cut) as frames:
        for frame in frames:
            found.append(number_of(frame))
    assert caught.value.message.key == "error.film_cut_short"
    assert found == list(range(len(found)))
    assert 3 < len(found) < 18


def test_a_film_without_its_index_is_damaged(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole.mp4", numbered()).read_bytes()
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole[: len(whole) // 2])
    assert told(cut).message.key == "error.film_damaged"


def test_files_that_are_no_films_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.avi").touch()
    (tmp_path / "text.avi").write_text("no film", encoding="utf-8")
    (tmp_path / "list.avi").write_text("#EXTM3U\n#EXTINF:1,\nother.avi\n", encoding="utf-8")
    (tmp_path / "head.avi").write_bytes(b"RIFF\0\0\0\0AVI LIST")
    expected = {
        "empty.avi": "error.film_empty",
        "text.avi": "error.no_film",
        "list.avi": "error.no_film",
        "head.avi": "error.film_damaged",
        "missing.avi": "error.picture_missing",
        ".": "error.picture_is_folder",
    }
    assert {name: told(tmp_path / name).message.key for name in expected} == expected
    assert [name for name in expected if is_film(tmp_path / name)] == ["head.avi"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.avi")
    assert not is_film(tmp_path / "pipe.avi")
    assert told(tmp_path / "pipe.avi").message.key == "error.picture_no_file"


def test_a_name_is_never_taken_for_a_row_of_pictures_or_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        cv2.imwrite(f"page{number}.png", numbered(1)[0])
    assert told(Path("page%d.png")).message.key == "error.picture_missing"
    assert told(Path("page0.png")).message.key == "error.no_film"
    assert told(Path("http://127.0.0.1/film.avi")).message.key == "error.picture_missing"


def test_frames_that_are_too_large_are_refused(tmp_path: Path) -> None:
    large = np.zeros((4000, 4800, 3), np.uint8)
    assert told(written(tmp_path / "large.avi", (large, large))).message.key == "error.film_too_large"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files as Linux tells them")
def test_a_film_is_let_go_of_however_reading_ends(tmp_path: Path) -> None:
    path = written(tmp_path / "film.avi", numbered())

    def holds() -> bool:
        return any(os.path.realpath(held) == str(path) for held in Path("/proc/self/fd").iterdir())

    with film(path) as frames:
        next(frames)
        assert holds()
    assert not holds()
    with pytest.raises(RuntimeError, match="in the midst"), film(path) as frames:
        next(frames)
        raise RuntimeError("in the midst")
    assert not holds()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for devices as Linux names them")
def test_a_camera_that_is_not_there_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CameraError) as caught, camera(63):
        pass
    assert caught.value.message.key == "error.camera_missing"
    assert "63" in caught.value.message.text()
    assert caught.value.remedy.text()
    with pytest.raises(CameraError), camera(-1):
        pass
    assert capfd.readouterr().err == ""


def test_a_camera_that_stops_in_the_midst_is_told_and_one_that_never_starts_too(tmp_path: Path) -> None:
    # A film stands for the camera: where it ends, the frames stop as they do when the plug is pulled.
    capture = cv2.VideoCapture(str(written(tmp_path / "film.avi", numbered(3))), cv2.CAP_FFMPEG)
    ticks = count()
    found = []
    with pytest.raises(CameraError) as caught:
        for frame in camera_frames(capture, 2, lambda: float(next(ticks))):
            found.append((frame.page.page, frame.seconds, frame.page.source))
    assert found == [(0, 1.0, "camera-2"), (1, 2.0, "camera-2"), (2, 3.0, "camera-2")]
    assert caught.value.message.key == "error.camera_lost"
    with pytest.raises(CameraError) as caught:
        next(camera_frames(capture, 2, lambda: 0.0))
    assert caught.value.message.key == "error.camera_taken"
    capture.release()


def test_a_camera_that_nobody_needs_is_let_go_of(tmp_path: Path) -> None:
    capture = cv2.VideoCapture(str(written(tmp_path / "film.avi", numbered(20))), cv2.CAP_FFMPEG)
    ticks = count()
    frames = camera_frames(capture, 0, lambda: next(ticks) * CAMERA_SECONDS_AT_MOST / 10)
    assert len(list(frames)) == 10
    capture.release()


def test_a_preview_is_small_and_keeps_its_shape() -> None:
    small, factor = preview(np.zeros((1080, 1920, 3), np.uint8))
    assert small.shape == (540, 960, 3)
    assert factor == 0.5
    same, factor = preview(np.zeros((480, 640, 3), np.uint8))
    assert (same.shape, factor) == ((480, 640, 3), 1.0)
