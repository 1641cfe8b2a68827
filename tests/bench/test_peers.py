"""Public models are found in a folder, and neither Tesseract's own nor ours is taken for one."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from bench import _peers


def test_public_models_are_found_below_a_folder(tmp_path):
    (tmp_path / "deeper").mkdir()
    for name in ("ocrb", "deeper/mrz", "eng", "osd"):
        (tmp_path / f"{name}.traineddata").write_bytes(name.encode())
    shutil.copy(_peers.OUR_MODEL, tmp_path / "copied.traineddata")
    (tmp_path / "readme.txt").write_text("no model", encoding="utf-8")
    found = [file.relative_to(tmp_path).as_posix() for file in _peers.candidates(tmp_path)]
    assert found == ["deeper/mrz.traineddata", "ocrb.traineddata"]


def test_an_only_model_is_the_best_one(tmp_path):
    file = tmp_path / "ocrb.traineddata"
    file.write_bytes(b"model")
    assert _peers.best_model(tmp_path) == _peers.Model("public `ocrb`", file)


def test_a_folder_without_a_model_is_told(tmp_path):
    with pytest.raises(SystemExit, match="no public model"):
        _peers.best_model(tmp_path)


def test_a_peer_that_is_not_set_up_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(_peers, "PLACE", tmp_path)
    with pytest.raises(_peers.PeerMissingError, match="FastMRZ is not set up"):
        _peers.Peer(_peers.FASTMRZ, _peers.Model("`eng`", _peers.stock_model()))


def test_a_word_that_names_neither_bench_nor_folder_is_told_with_the_benches(root):
    for word in ("nonsense", "_drawn"):
        done = subprocess.run([root / "script" / "bench", word], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert f"{word} is neither a folder nor a bench" in done.stderr
        told = done.stderr.split("the benches are: ")[1].split()
        assert {"calibration", "desk", "drawn", "nothing", "reading", "screening"} <= set(told)
        assert not any(name.startswith("_") for name in told)
