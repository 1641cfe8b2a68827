"""Tesseract's own network, trained from nothing on drawn lines, and run to measure it.

Only its own programs are used (Debian's tesseract-ocr brings them). A line goes in as the product hands it
over: with a quarter of its height of paper all round, as the model drops the last character of tight crops.
"""

from __future__ import annotations

import os
import struct
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from models.reading import MRZ_ALPHABET as ALPHABET
from script.recogniser.glyphs import Grey
from script.recogniser.lines import DrawnLine
from script.recogniser.recipe import Recipe

LANGUAGE = "mrz"
MARGIN = 0.25
# Height 36; two convolutions, then one recurrent layer each way. A net that sums up columns first (Lfys)
# never left an error of 100%. The last figure is replaced by the number of symbols.
_NETWORK = "[1,36,0,1Ct3,3,16Mp3,3Ct3,3,32Mp2,2S6,1Lfx64Lrx64O1c1]"
_PAGES_A_FILE = 250


def framed(picture: Grey) -> Grey:
    """A line with paper all round."""
    margin = int(MARGIN * picture.shape[0])
    framed_picture = cv2.copyMakeBorder(picture, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return np.asarray(framed_picture, np.uint8)


def train(short: Sequence[DrawnLine], mixed: Sequence[DrawnLine], recipe: Recipe, work: Path) -> Path:
    """Train from scratch.

    Args:
        short: Lines of the first stage.
        mixed: Lines of the others.
        recipe: Learning rates and how many lines each sees.
        work: Empty folder; a log and everything on the way stay in it.

    Returns:
        The finished model, `mrz.traineddata` in `work`.

    Raises:
        subprocess.CalledProcessError: One of Tesseract's programs failed; `train.log` in `work` says why.
    """
    start = _starter(work)
    lists = [write_lines(short, work / "short"), write_lines(mixed, work / "mixed")]
    checkpoint = work / f"{LANGUAGE}_checkpoint"
    for number, (rate, until) in enumerate(recipe.stages):
        if number == 0:
            origin = ["--net_spec", _NETWORK, "--learning_rate", str(rate)]
        else:
            origin = [
                "--continue_from",
                str(checkpoint),
                "--reset_learning_rate",
                "--learning_rate",
                str(rate),
            ]
        _run(
            work, "lstmtraining", *origin, "--traineddata", str(start),
            "--train_listfile", str(lists[min(1, number)]), "--model_output", str(work / LANGUAGE),
            "--max_iterations", str(until), "--target_error_rate", "0.0001",
        )  # fmt: skip
    made = work / f"{LANGUAGE}.traineddata"
    _run(
        work, "lstmtraining", "--stop_training", "--continue_from", str(checkpoint),
        "--traineddata", str(start), "--model_output", str(made),
    )  # fmt: skip
    return made


def _starter(work: Path) -> Path:
    """The symbols in Tesseract's form, without any dictionary."""
    (work / "symbols.txt").write_text("\n".join(ALPHABET) + "\n", encoding="utf-8")
    # Of CJK scripts only, but it must be there and hold something.
    (work / "radical-stroke.txt").write_text("# none\n", encoding="utf-8")
    (work / "start").mkdir()
    _run(
        work, "unicharset_extractor", "--output_unicharset", str(work / "unicharset"),
        "--norm_mode", "1", str(work / "symbols.txt"),
    )  # fmt: skip
    _run(
        work, "combine_lang_model", "--input_unicharset", str(work / "unicharset"),
        "--script_dir", str(work), "--output_dir", str(work / "start"), "--lang", LANGUAGE,
    )  # fmt: skip
    return work / "start" / LANGUAGE / f"{LANGUAGE}.traineddata"


def _run(work: Path, *command: str) -> None:
    # One thread: the network trains on the other core, and sums stay in one order.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    with (work / "train.log").open("ab") as log:
        subprocess.run(command, check=True, stdout=log, stderr=log, env=environment)


def write_lines(lines: Sequence[DrawnLine], folder: Path) -> Path:
    """Write lines as Tesseract's training files.

    Returns:
        A text file that names them.

    Source:
        `DocumentData::SaveDocument` and `ImageData::Serialize` of Tesseract 5: a count; then of each page a
        mark, name, number, picture, language, text, boxes, their texts, and whether it runs downwards.
    """
    folder.mkdir()
    names = []
    for first in range(0, len(lines), _PAGES_A_FILE):
        pages = [_page(line, number) for number, line in enumerate(lines[first:][:_PAGES_A_FILE])]
        file = folder / f"{first:06d}.lstmf"
        file.write_bytes(struct.pack("<I", len(pages)) + b"".join(pages))
        names.append(f"{file}\n")
    listing = folder / "list.txt"
    listing.write_text("".join(names), encoding="utf-8")
    return listing


def _page(line: DrawnLine, number: int) -> bytes:
    picture = framed(line.picture)
    encoded = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
    height, width = picture.shape
    one_box = struct.pack("<I4h", 1, 0, 0, width, height)
    return b"".join(
        (
            b"\x01", _text(b"line"), struct.pack("<i", number), _text(encoded), _text(LANGUAGE.encode()),
            _text(line.text.encode()), one_box, struct.pack("<I", 1), _text(line.text.encode()), b"\x00",
        )
    )  # fmt: skip


def _text(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data


def read(model: Path, pictures: Sequence[Grey]) -> list[str]:
    """What a model reads in each picture, all in one process.

    Args:
        model: A `.traineddata` file.
        pictures: Lines, uint8 (h, w), dark on light.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, picture in enumerate(pictures):
            name = Path(folder, f"{number}.png")
            cv2.imwrite(str(name), framed(picture))
            names.append(f"{name}\n")
        listing = Path(folder, "list.txt")
        listing.write_text("".join(names), encoding="utf-8")
        said = subprocess.run(
            ["tesseract", str(listing), "stdout", "--tessdata-dir", str(model.parent), "-l", model.stem,
             "--oem", "1", "--psm", "13", "-c", "tessedit_do_invert=0"],
            check=True, capture_output=True, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    pages = said.stdout.decode("utf-8").split("\f")
    return ["".join(symbol for symbol in page if symbol in ALPHABET) for page in pages[: len(pictures)]]


def version() -> str:
    """Of the installed program, such as `5.3.0`."""
    said = subprocess.run(["tesseract", "--version"], check=True, capture_output=True, text=True)
    return said.stdout.split()[1]
