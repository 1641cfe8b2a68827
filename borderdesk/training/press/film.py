"""A film of a page that a hand brings under a lamp: it comes closer, sways, gleams, and is held still.

Everything that makes a single frame unfit to read happens in some frames: smear while the hand moves, a
lens that hunts for focus, a gleam of the lamp that wanders over the print, noise in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from borderdesk.training.press.drawing import DrawnDocument, draw
from borderdesk.training.press.specimen import Specimen
from models.image import Pixels, Quad

_Picture = npt.NDArray[np.float32]
_Corners = npt.NDArray[np.float64]
_DESK = (62.0, 70.0, 84.0)
_SKIN = (128.0, 162.0, 205.0)
# Of the time between two frames, for so long the shutter is open.
_SHUTTER = 0.4


@dataclass(frozen=True, slots=True)
class Scene:
    """How a film is taken.

    Attributes:
        frames: How many.
        size: Width and height in pixels.
        approach: Share of the frames in which the page comes closer; in the others it is held still.
        sway: How far the hand wanders, as a share of the width of the picture.
        glare: How bright the lamp gleams on the page, in grey levels; 0 where it does not.
        glare_line: The printed line on which the gleam stays; None where it wanders over the whole page.
        glare_width: Of the gleam, as a share of the width of the page.
        noise: Of the sensor, standard deviation in grey levels.
        light: Share of full brightness.
    """

    frames: int = 40
    size: tuple[int, int] = (960, 720)
    approach: float = 0.4
    sway: float = 0.03
    glare: float = 260.0
    glare_line: int | None = None
    glare_width: float = 0.07
    noise: float = 3.0
    light: float = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFilm:
    """A film with its truth.

    Attributes:
        frames: (h, w, 3) uint8 BGR each.
        lines: The lines printed in the zone; empty where there are none.
        quads: For each frame, where each line stands in it.
    """

    frames: tuple[Pixels, ...] = field(repr=False)
    lines: tuple[str, ...]
    quads: tuple[tuple[Quad, ...], ...]


def draw_film(specimen: Specimen | None, *, seed: int, scene: Scene | None = None) -> DrawnFilm:
    """Draw a film of a page.

    Args:
        specimen: What is shown; None for an empty desk.
        seed: Of everything that is left to chance.
        scene: How it is taken.
    """
    scene = Scene() if scene is None else scene
    print_seed, film_seed = np.random.SeedSequence(seed).spawn(2)
    rng = np.random.default_rng(film_seed)
    drawn = None if specimen is None else draw(specimen, seed=int(print_seed.generate_state(1)[0]))
    sheet = None if drawn is None else _small_sheet(drawn, scene)
    hand = _Hand(scene, rng)
    lamp = _Lamp(scene, rng)
    frames, quads = [], []
    for number in range(scene.frames):
        picture = np.empty((scene.size[1], scene.size[0], 3), np.float32)
        picture[:] = _DESK
        found: tuple[Quad, ...] = ()
        smear = np.zeros(2)
        if drawn is not None and sheet is not None:
            corners = hand.corners(number, drawn.pixels.shape[1] / drawn.pixels.shape[0])
            matrix = _matrix(drawn.pixels.shape[1], drawn.pixels.shape[0], corners)
            picture = _laid(picture, sheet, matrix, drawn)
            found = tuple(_moved(quad, matrix) for quad in drawn.quads)
            lamp.gleam(picture, number, _moved(drawn.page, matrix), found)
            _thumbs(picture, _moved(drawn.page, matrix))
            before = hand.corners(max(0, number - 1), drawn.pixels.shape[1] / drawn.pixels.shape[0])
            smear = (corners - before).mean(axis=0) * _SHUTTER
        frames.append(_exposed(picture, smear, hand.defocus(number), lamp.light(number), scene, rng))
        quads.append(found)
    return DrawnFilm(tuple(frames), drawn.lines if drawn is not None else (), tuple(quads))


def write_film(path: Path, frames: tuple[Pixels, ...], *, rate: float = 15.0) -> None:
    """Write frames of one size as a film: Motion JPEG for `.avi`, MPEG-4 for `.mp4`.

    Raises:
        ValueError: There are no frames, or they cannot be written so.
    """
    if not frames:
        raise ValueError("a film needs a frame")
    code = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), code, rate, (width, height))
    try:
        if not writer.isOpened():
            raise ValueError(f"{path.name} cannot be written as a film")
        for frame in frames:
            writer.write(frame)
    finally:
        writer.release()


class _Hand:
    """Where the page is in each frame."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        self._scene = scene
        self._far = rng.uniform(0.55, 0.7)
        self._near = rng.uniform(0.93, 0.99)
        self._tilt = rng.uniform(-9, 9), rng.uniform(-3, 3)
        self._lean = rng.uniform(-0.1, 0.1, 2), rng.uniform(-0.04, 0.04, 2)
        self._phase = rng.uniform(0, 2 * np.pi, 6)
        self._hunt = rng.uniform(0.45, 0.75)

    def _nearness(self, number: int) -> float:
        """0 far away, 1 held still under the camera."""
        part = min(1.0, number / max(1.0, self._scene.approach * self._scene.frames))
        return float(part * part * (3 - 2 * part))

    def corners(self, number: int, shape: float) -> _Corners:
        """(4, 2) corners of the sheet in the picture; `shape` is its width by its height."""
        scene, near, phase = self._scene, self._nearness(number), self._phase
        width = scene.size[0] * (self._far + (self._near - self._far) * near)
        height = width / shape
        square = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float64) * [width / 2, height / 2]
        lean = self._lean[0] * (1 - near) + self._lean[1] * near
        moved = square * np.stack(
            [1 + lean[0] * square[:, 1] / height * 2, 1 + lean[1] * square[:, 0] / width * 2], axis=1
        )
        # A hand trembles even when it is held still.
        sway = scene.sway * scene.size[0] * (1 - 0.9 * near)
        wander = sway * np.sin(number * np.array([0.55, 0.4]) + phase[:2])
        tremor = 0.6 * np.sin(number * np.array([2.1, 1.7]) + phase[2:4])
        angle = np.radians(self._tilt[0] * (1 - near) + self._tilt[1] * near + 0.3 * np.sin(number * 0.9))
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return np.asarray(moved @ turn.T + np.array(scene.size) / 2 + wander + tremor)

    def defocus(self, number: int) -> float:
        """Gaussian, sigma in pixels: soft while the page comes, and once while the lens hunts."""
        near = self._nearness(number)
        hunting = np.exp(-(((number / self._scene.frames - self._hunt) / 0.06) ** 2))
        return float(0.55 + 1.3 * (1 - near) + 1.6 * hunting)


class _Lamp:
    """Light and its gleam on the laminate."""

    def __init__(self, scene: Scene, rng: np.random.Generator) -> None:
        self._scene = scene
        self._start, self._speed = rng.uniform(0, 1), rng.uniform(0.025, 0.05) * rng.choice((-1, 1))
        self._phase = rng.uniform(0, 2 * np.pi)

    def light(self, number: int) -> float:
        """Share of full brightness; it flickers a little."""
        return self._scene.light * (1 + 0.03 * float(np.sin(number * 1.3 + self._phase)))

    def gleam(self, picture: _Picture, number: int, page: Quad, lines: tuple[Quad, ...]) -> None:
        """Let the lamp gleam on the page, in place."""
        scene = self._scene
        if not scene.glare:
            return
        wide = float(np.hypot(page[1][0] - page[0][0], page[1][1] - page[0][1]))
        reach = np.array([scene.glare_width, scene.glare_width * 0.5]) * wide
        if scene.glare_line is not None and lines:
            a, b, c, _ = lines[scene.glare_line]
            centre = np.array([(a[0] + b[0]) / 2, (b[1] + c[1]) / 2])
            reach[1] = 1.3 * abs(c[1] - b[1])
        else:
            # To and fro over the page, mostly over its foot, where the zone is.
            along = abs((self._start + self._speed * number) % 2 - 1)
            down = 0.82 + 0.1 * np.sin(number * 0.23 + self._phase)
            left, right = np.array(page[0]), np.array(page[1])
            foot = np.array(page[3]) - left
            centre = left + (right - left) * along + foot * down
        y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]].astype(np.float32)
        spot = np.exp(-(((x - centre[0]) / reach[0]) ** 2 + ((y - centre[1]) / reach[1]) ** 2))
        picture += (scene.glare * spot)[:, :, None]


def _small_sheet(drawn: DrawnDocument, scene: Scene) -> Pixels:
    """The sheet, softened as shrinking it to the film's size asks for."""
    ratio = scene.size[0] / drawn.pixels.shape[1]
    if ratio >= 0.75:
        return drawn.pixels
    return np.asarray(cv2.GaussianBlur(drawn.pixels, (0, 0), 0.42 / ratio), np.uint8)


def _matrix(width: int, height: int, corners: _Corners) -> _Corners:
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, corners.astype(np.float32)), np.float64)


def _laid(picture: _Picture, sheet: Pixels, matrix: _Corners, drawn: DrawnDocument) -> _Picture:
    """The sheet laid into the picture."""
    size = (picture.shape[1], picture.shape[0])
    warped = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)
    whole = np.full(drawn.pixels.shape[:2], 255, np.uint8)
    cover = cv2.warpPerspective(whole, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    return np.asarray(warped * cover[:, :, None] + picture * (1 - cover[:, :, None]), np.float32)


def _thumbs(picture: _Picture, page: Quad) -> None:
    """A thumb on either side of the page, above the zone, in place."""
    corners = np.array(page)
    wide = float(np.hypot(*(corners[1] - corners[0])))
    for top, foot, way in ((corners[0], corners[3], -1), (corners[1], corners[2], 1)):
        place = top + (foot - top) * 0.42
        centre = (round(float(place[0] + way * 0.05 * wide)), round(float(place[1])))
        axes = (round(0.075 * wide), round(0.035 * wide))
        cv2.ellipse(picture, centre, axes, 0, 0, 360, _SKIN, -1, cv2.LINE_AA)


def _exposed(
    picture: _Picture,
    smear: npt.NDArray[np.float64],
    defocus: float,
    light: float,
    scene: Scene,
    rng: np.random.Generator,
) -> Pixels:
    """Optics and sensor."""
    picture = np.asarray(np.minimum(picture, 330.0) * light, np.float32)
    length = float(np.hypot(*smear))
    if length >= 0.5:
        picture = np.asarray(cv2.filter2D(picture, -1, _smear_kernel(smear)), np.float32)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), defocus), np.float32)
    noise = rng.normal(0, scene.noise, (*picture.shape[:2], 1)).astype(np.float32)
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)


def _smear_kernel(smear: npt.NDArray[np.float64]) -> _Picture:
    half = int(np.ceil(np.abs(smear).max() / 2)) + 1
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    for part in np.linspace(-0.5, 0.5, 41):
        x, y = half + part * smear
        kernel[round(float(y)), round(float(x))] += 1
    return np.asarray(kernel / kernel.sum(), np.float32)


def _moved(quad: Quad, matrix: _Corners) -> Quad:
    points = cv2.perspectiveTransform(np.array([quad], np.float64), matrix)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d
