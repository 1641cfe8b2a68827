"""The shipped weights are what their cards say: these bytes, as good, small, run by OpenCV and Tesseract."""

from __future__ import annotations

import re
import subprocess
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest

import resources
from borderdesk.reading import network
from models.reading import MRZ_ALPHABET
from script.recogniser import card, pool, recipe, scoring, tesseract
from script.recogniser.normal import SIDE, STEP, normalise

ONNX = Path(str(resources.path("recogniser", "mrz.onnx")))
MODEL = Path(str(resources.path("tessdata", "mrz.traineddata")))
SETS = ("easy, trained cuts", "fair, trained cuts", "located, held-out cut", "hard, held-out cut")
# A handful of the lines that the card was measured on, so that the test takes seconds.
FEW = 24


@pytest.fixture(scope="module")
def lines():
    return {name: [scoring.SETS[name]((recipe.CARD_SEED, n)) for n in range(FEW)] for name in SETS}


@pytest.mark.parametrize("weights", [ONNX, MODEL])
def test_the_card_speaks_of_these_very_weights(weights):
    assert card.stated_digest(weights.with_name("README.md")) == card.digest(weights)


@pytest.mark.parametrize("weights", [ONNX, MODEL])
def test_the_card_names_data_licence_command_seed_and_time(weights):
    text = weights.with_name("README.md").read_text(encoding="utf-8")
    for fact in ("public domain", "`script/train`", "seed", "min of one core", "No picture of a\ndocument"):
        assert " ".join(fact.split()) in " ".join(text.split())


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(
    ("weights", "reader"),
    [(ONNX, scoring.network_reader), (MODEL, lambda model: partial(tesseract.read, model))],
)
def test_the_figures_of_the_card_are_those_measured_again(weights, reader, name, lines):
    measured = scoring.score(reader(weights), lines[name])
    error, exact = card.figures(weights.with_name("README.md"))[name]
    # Four standard errors of so few lines, and one line of them.
    assert abs(measured.error - error) <= 4 * measured.uncertainty + 0.02
    assert abs(measured.exact - exact) <= 4 * np.sqrt(max(exact * (1 - exact), 0.02) / FEW)


def test_all_weights_together_are_under_five_megabytes():
    folders = (ONNX.parent, MODEL.parent)
    assert sum(file.stat().st_size for folder in folders for file in folder.iterdir()) < 5_000_000


@pytest.mark.parametrize("width", [128, 640, 1000])
def test_opencv_runs_the_network_at_any_width_and_gets_37_symbols_and_nothing(width):
    net = cv2.dnn.readNetFromONNX(str(ONNX))
    net.setInput(np.random.default_rng(1).normal(0, 0.3, (1, 1, 32, width)).astype(np.float32))
    found = net.forward()
    assert found.shape == (1, len(MRZ_ALPHABET) + 1, width // STEP) == (1, 38, width // 4)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-4)
    assert found.min() >= 0


def test_training_and_product_prepare_a_line_alike(lines):
    """Each has its own code for it; a strip of 32 rows must give both the same probabilities."""
    columns, product = scoring.network_columns(ONNX), network.shipped()
    for line in lines["fair, trained cuts"][:6]:
        width = round(line.picture.shape[1] * 32 / line.picture.shape[0])
        strip = cv2.resize(line.picture, (width, 32), interpolation=cv2.INTER_LINEAR)
        ours, theirs = columns(strip), product.read(strip)
        first = SIDE // STEP
        assert np.allclose(ours[:, first : first + len(theirs)].T, theirs, atol=1e-5)
        assert normalise(strip).shape[1] == 4 * ours.shape[1]


def test_surer_symbols_are_more_often_right(lines):
    every = [line for each in lines.values() for line in each]
    bands = scoring.reliability(scoring.network_columns(ONNX), every)
    assert sum(band.count for band in bands) > 0.9 * sum(len(line.text) for line in every)
    assert bands[-1].right > 0.98
    assert bands[-1].right > bands[0].right + 0.2


def test_tesseract_itself_reads_our_training_files(tmp_path):
    """Its own measuring program understands every line of them: no error but what its model makes."""
    easy = pool.drawn(scoring.SETS["easy, trained cuts"], recipe.CARD_SEED, 12)
    listing = tesseract.write_lines(easy, tmp_path / "lines")
    said = subprocess.run(
        ["lstmeval", "--model", str(MODEL), "--eval_listfile", str(listing)],
        capture_output=True,
        text=True,
        check=True,
    )
    report = said.stdout + said.stderr
    (error,) = re.findall(r"BCER eval=([\d.]+)", report)
    ours = scoring.score(partial(tesseract.read, MODEL), easy)
    assert float(error) / 100 == pytest.approx(ours.error, abs=0.03)
