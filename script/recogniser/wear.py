"""What happens between the printer and the pixel: ink, paper, light, lens, sensor, file."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from script.recogniser.glyphs import Grey, Ink

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wear:
    """How bad it may get. Lengths are in heights of a capital letter, tones in grey levels of 255.

    Attributes:
        capital: Height of a capital letter in the picture, pixels.
        deviation: Widest deformation of symbols (see `glyphs.Hand`).
        stroke: Change of stroke width.
        jitter: Displacement of single symbols.
        stretch: Horizontal stretch.
        pitch: Step from symbol to symbol over that of the font.
        tilt: Degrees on a short line; a long line is allowed less, as locating it leaves less.
        shear: Sideways lean.
        bow: Curve of the line.
        margin: Room above and below the capitals in the crop.
        ends: Room before the first and after the last step.
        neighbour: Probability of a neighbouring line reaching in.
        edges: Probability of something beside the line, such as the table beyond the page.
        paper: Grey of the paper.
        contrast: Paper minus ink.
        pattern: Strength of the guilloche over the contrast.
        light: Strength of uneven light.
        worn: Probability of worn ink.
        marks: Probability of scratches, pen strokes or the rim of a stamp across the line.
        glare: Probability of a glare spot or a hologram's sheen.
        blur: Gaussian, standard deviation.
        motion: Probability of motion blur.
        noise: Standard deviation over the contrast.
        jpeg: Lowest quality.
        likely: Probability of each of the lesser mishaps.
    """

    capital: Range
    deviation: float
    stroke: Range
    jitter: float
    stretch: Range
    pitch: Range
    tilt: float
    shear: float
    bow: float
    margin: Range
    ends: Range
    neighbour: float
    edges: float
    paper: Range
    contrast: Range
    pattern: Range
    light: float
    worn: float
    marks: float
    glare: float
    blur: Range
    motion: float
    noise: float
    jpeg: int
    likely: float


EASY = Wear(
    capital=(14, 40), deviation=0.0, stroke=(0, 0), jitter=0, stretch=(0.97, 1.03), pitch=(1, 1),
    tilt=0.2, ends=(0.1, 1.6), shear=0, bow=0, margin=(0.12, 0.5), neighbour=0, edges=0, paper=(200, 255),
    contrast=(140, 240), pattern=(0, 0.05), light=0.05, worn=0, marks=0, glare=0, blur=(0, 0.03),
    motion=0, noise=0.02, jpeg=90, likely=0.2,
)  # fmt: skip
FAIR = Wear(
    capital=(9, 40), deviation=1.0, stroke=(-0.05, 0.06), jitter=0.02, stretch=(0.9, 1.12),
    pitch=(0.95, 1.06), tilt=0.9, shear=0.06, bow=0.08, margin=(0.06, 0.6), ends=(0.1, 1.6),
    neighbour=0.3, edges=0.25, paper=(150, 252), contrast=(70, 230), pattern=(0.03, 0.3), light=0.15,
    worn=0.3, marks=0.1, glare=0.05, blur=(0, 0.07), motion=0.15, noise=0.05, jpeg=40, likely=0.5,
)  # fmt: skip
HARD = Wear(
    capital=(6, 32), deviation=1.0, stroke=(-0.08, 0.1), jitter=0.03, stretch=(0.88, 1.14),
    pitch=(0.94, 1.07), tilt=1.8, shear=0.13, bow=0.18, margin=(0.03, 0.7), ends=(0.1, 1.6),
    neighbour=0.4, edges=0.3, paper=(90, 252), contrast=(36, 130), pattern=(0.08, 0.45), light=0.35,
    worn=0.5, marks=0.3, glare=0.2, blur=(0, 0.12), motion=0.3, noise=0.14, jpeg=15, likely=0.6,
)  # fmt: skip
# What the product's own locator hands over: size, height of the band and tilt are mended, what is beside
# the line is not cut off.
LOCATED = Wear(
    capital=(6, 34), deviation=1.0, stroke=(-0.07, 0.09), jitter=0.02, stretch=(0.95, 1.06),
    pitch=(0.97, 1.04), tilt=0.8, shear=0.07, bow=0.1, margin=(0.18, 0.45), ends=(0.5, 4.5),
    neighbour=0.2, edges=0.4, paper=(110, 252), contrast=(45, 220), pattern=(0.05, 0.4), light=0.25,
    worn=0.35, marks=0.15, glare=0.1, blur=(0, 0.12), motion=0.2, noise=0.09, jpeg=25, likely=0.55,
)  # fmt: skip


def soft(rng: np.random.Generator, rows: int, columns: int, grain: float) -> Ink:
    """Smooth chance, -1 to 1, with spots of about `grain` pixels."""
    step = max(2, round(grain))
    knots = rng.uniform(-1, 1, (rows // step + 2, columns // step + 2)).astype(np.float32)
    return np.asarray(cv2.resize(knots, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)


def press(ink: Ink, capital: float, wear: Wear, rng: np.random.Generator) -> Ink:
    """Ink on the canvas, 0 to 1: strokes grow or shrink, corners round, worn spots pale."""
    change = rng.uniform(*wear.stroke) * capital
    if abs(change) > 0.3:
        # A blurred edge cut at another height is an edge moved by half the change on each side.
        spread = max(1.0, abs(change) * 0.9)
        cut = 0.5 - np.clip(change / 2 / (2.5 * spread), -0.3, 0.3)
        soft_edged = cv2.GaussianBlur(ink, (0, 0), spread)
        ink = np.clip((soft_edged - cut) * (2.2 * spread) + 0.5, 0, 1).astype(np.float32)
    if rng.random() < wear.worn:
        rows, columns = ink.shape
        spots = soft(rng, rows, columns, capital * rng.uniform(0.06, 0.6)) - rng.uniform(-0.1, 0.5)
        ink = ink * np.clip(1.15 - np.clip(spots, 0, 1) * rng.uniform(0.4, 2), 0, 1)
    return ink.astype(np.float32)


def guilloche(rng: np.random.Generator, rows: int, columns: int) -> Ink:
    """Fine wavy lines as in security printing, 0 for paper to 1 for line."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    drawn = np.zeros((rows, columns), np.float32)
    for _ in range(rng.integers(1, 4)):
        angle, period = rng.uniform(0, np.pi), rng.uniform(4, 22)
        wave = rng.uniform(0, 8) * np.sin(x / rng.uniform(12, 120) + rng.uniform(0, 6.3))
        phase = (x * np.cos(angle) + y * np.sin(angle) + wave) * (2 * np.pi / period)
        drawn += rng.uniform(0.4, 1) * np.clip(
            (np.sin(phase + rng.uniform(0, 6.3)) - rng.uniform(0.2, 0.85)) * 4, 0, 1
        )
    return np.asarray(np.clip(drawn, 0, 1.5), np.float32)


def photograph(ink: Ink, capital: float, span: Range, wear: Wear, rng: np.random.Generator) -> Grey:
    """The picture of inked paper.

    Args:
        ink: 0 to 1, (h, w), at the size of the picture.
        capital: Height of a capital letter, pixels.
        span: First and last column of the text, pixels.
        wear: How bad.
        rng: Chance.
    """
    rows, columns = ink.shape
    uniform = rng.uniform
    paper = uniform(*wear.paper)
    contrast = min(uniform(*wear.contrast), paper - 2)
    page = np.full(ink.shape, paper, np.float32)
    if rng.random() < wear.likely:
        page -= guilloche(rng, rows, columns) * contrast * uniform(*wear.pattern)
    if rng.random() < wear.likely:
        page += soft(rng, rows, columns, uniform(4, 30)) * contrast * wear.light * 0.6
    inked = np.minimum(page, paper - contrast * (1 + soft(rng, rows, columns, 6) * wear.light * 0.3))
    picture = page * (1 - ink) + inked * ink
    if rng.random() < wear.marks:
        picture = _marked(picture, capital, paper, contrast, rng)
    if rng.random() < wear.likely:
        picture *= 1 + soft(rng, rows, columns, uniform(60, 500)) * wear.light
    if rng.random() < wear.glare:
        picture = _glare(picture, rng)
    if rng.random() < wear.edges:
        _edge(picture, capital, span, rng)
    return _file(_lens(picture, capital, contrast, wear, rng), wear, rng)


def _glare(picture: Ink, rng: np.random.Generator) -> Ink:
    """A bright spot, or the broad sheen of a laminate."""
    rows, columns = picture.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    wide, tall = rng.uniform(15, 120), rng.uniform(8, 60)
    spot = ((x - rng.uniform(0, columns)) / wide) ** 2 + ((y - rng.uniform(0, rows)) / tall) ** 2
    return np.asarray(picture + rng.uniform(25, 150) * np.exp(-spot).astype(np.float32), np.float32)


def _marked(picture: Ink, capital: float, paper: float, contrast: float, rng: np.random.Generator) -> Ink:
    """Thin strokes over print and paper: pale scratches, dark pen, an arc of a stamp.

    Thin and few, so that every symbol can still be told: the thickest is half a stroke of the print.
    """
    rows, columns = picture.shape
    finer = 4
    mask = np.zeros((rows * finer, columns * finer), np.uint8)
    for _ in range(rng.integers(1, 4)):
        thick = max(1, round(rng.uniform(0.02, 0.07) * capital * finer))
        if rng.random() < 0.3:
            middle = (int(rng.uniform(0, columns) * finer), int(rng.uniform(-2, 3) * rows * finer))
            cv2.circle(mask, middle, int(rng.uniform(1, 4) * rows * finer), 255, thick)
        else:
            x, reach = rng.uniform(0, columns), rng.uniform(0.3, 8) * rows
            ends = [(int(at * finer), int(rng.uniform(-0.3, 1.3) * rows * finer)) for at in (x, x + reach)]
            cv2.line(mask, ends[0], ends[1], 255, thick)
    covers = cv2.resize(mask, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    tone = paper + 0.2 * contrast if rng.random() < 0.5 else paper - contrast * rng.uniform(0.3, 1.0)
    return np.asarray(picture + (tone - picture) * covers * float(rng.uniform(0.4, 0.9)), np.float32)


def _edge(picture: Ink, capital: float, span: Range, rng: np.random.Generator) -> None:
    """What lies beside the text: the table beyond the page, a frame, a dark border; drawn in place."""
    clear = capital * rng.uniform(0.35, 1.0)
    tone = rng.uniform(0, 255)
    if rng.random() < 0.5:
        stop = int(span[0] - clear)
        begin = 0 if rng.random() < 0.6 else stop - max(1, int(capital * 0.12))
    else:
        begin = int(span[1] + clear)
        stop = picture.shape[1] if rng.random() < 0.6 else begin + max(1, int(capital * 0.12))
    if stop > max(begin, 0):
        picture[:, max(begin, 0) : stop] = tone


def _lens(picture: Ink, capital: float, contrast: float, wear: Wear, rng: np.random.Generator) -> Ink:
    rows, columns = picture.shape
    uniform = rng.uniform
    seen: cv2.typing.MatLike = picture
    if rng.random() < wear.likely:
        seen = cv2.GaussianBlur(seen, (0, 0), 0.3 + uniform(*wear.blur) * capital)
    if rng.random() < wear.motion:
        seen = cv2.filter2D(seen, -1, _streak(uniform(2, 2 + 0.2 * capital), uniform(0, np.pi)))
    if rng.random() < wear.likely * 0.4:
        smaller = uniform(0.55, 1)
        method = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)[rng.integers(3)]
        few = (max(8, round(columns * smaller)), max(6, round(rows * smaller)))
        sampled = cv2.resize(seen, few, interpolation=cv2.INTER_AREA)
        seen = cv2.resize(sampled, (columns, rows), interpolation=method)
    if rng.random() < wear.likely:
        seen = seen + rng.normal(0, uniform(0, wear.noise) * contrast, seen.shape)
    if rng.random() < wear.likely * 0.2:
        seen = seen + uniform(0.5, 2) * (seen - cv2.GaussianBlur(seen, (0, 0), 1.2))
    return np.asarray(seen, np.float32)


def _streak(length: float, angle: float) -> Ink:
    """Kernel of a motion blur."""
    size = max(2, round(length))
    kernel = np.zeros((size, size), np.float32)
    middle = (size - 1) / 2
    x, y = middle * np.cos(angle), middle * np.sin(angle)
    cv2.line(kernel, (round(middle - x), round(middle - y)), (round(middle + x), round(middle + y)), 1.0)
    return kernel / max(1.0, float(kernel.sum()))


def _file(picture: Ink, wear: Wear, rng: np.random.Generator) -> Grey:
    """What the file keeps: eight bits, JPEG, now and then a copy in pure black and white."""
    kept = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < wear.likely:
        quality = int(rng.uniform(wear.jpeg, 95))
        encoded = cv2.imencode(".jpg", kept, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        kept = np.asarray(cv2.imdecode(encoded, cv2.IMREAD_GRAYSCALE), np.uint8)
    if wear.deviation and rng.random() < 0.05:
        kept = np.asarray(cv2.threshold(kept, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1], np.uint8)
    return kept
