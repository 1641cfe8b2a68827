"""Peers to measure beside this reader: each in an environment and a process of its own, asked over pipes.

`script/bench` makes the environments (`build/peers/NAME`) from the lock files in `bench/peers`. A peer whose
environment is missing is told of and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import resources
from bench._figures import Answer, Tally
from bench._pictures import Picture, specimens

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "peers"
PASSPORTEYE, FASTMRZ = "PassportEye", "FastMRZ"
OUR_MODEL = resources.path("tessdata", "mrz.traineddata")
# PassportEye was seen to take minutes on a picture; a border post would not wait.
PATIENCE_S = 120
_NOT_PUBLIC_OCR_B = {"eng", "osd"}


class PeerMissingError(Exception):
    """A peer cannot be measured; says why."""


@dataclass(frozen=True, slots=True)
class Model:
    """A Tesseract model, with the name that it has in tables."""

    name: str
    file: Path


class Peer:
    """One peer with one Tesseract model.

    Raises:
        PeerMissingError: It is not set up, or does not start.
    """

    def __init__(self, peer: str, model: Model) -> None:
        self._peer = peer
        self._model = model
        self.failures: dict[str, str] = {}
        self._start()
        self.name = f"{peer} {self._said()['version']}, {model.name}"

    def read(self, picture: Picture) -> Answer:
        """Ask for one picture; a peer that takes too long has read nothing, and is started anew."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"file": str(picture.file)}) + "\n")
        self._process.stdin.flush()
        try:
            said = self._said()
        except PeerMissingError as trouble:
            self.failures[picture.name] = str(trouble)
            self.close()
            self._start()
            self._said()
            return Answer((), float(PATIENCE_S), float(PATIENCE_S))
        if said["error"]:
            self.failures[picture.name] = str(said["error"])
        return Answer(tuple(said["lines"]), said["cpu"], said["wall"])

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _start(self) -> None:
        name = self._peer.lower()
        python = PLACE / name / "bin" / "python"
        if not python.is_file():
            raise PeerMissingError(
                f"{self._peer} is not set up in build/peers; `script/bench reading` does that"
            )
        # One thread for Tesseract, as this reader sets it too: more only take more processor time for a line.
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_THREAD_LIMIT": "1"}
        with (PLACE / f"{name}.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [python, "-m", f"bench.peers.{name}_reader", self._model.file],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=surroundings,
                text=True,
            )

    def _said(self) -> dict[str, object]:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            what = "ended" if ready else f"did not answer in {PATIENCE_S} s"
            raise PeerMissingError(
                f"{self._peer} {what}; its words are in build/peers/{self._peer.lower()}.log"
            )
        answer: dict[str, object] = json.loads(line)
        return answer


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of the benches that measure peers too."""
    parser.add_argument("--no-peers", action="store_true", help="measure this reader only")
    parser.add_argument(
        "--peer-models", type=Path, metavar="DIR", help="folder with public Tesseract models for the peers"
    )


@contextmanager
def peers(options: argparse.Namespace) -> Iterator[list[Peer]]:
    """Every peer that can be measured, started, with each model it is to read with."""
    with ExitStack() as open_peers:
        started: list[Peer] = []

        def start(peer: str, model: Model) -> Peer | None:
            try:
                one = Peer(peer, model)
            except PeerMissingError as trouble:
                print(f"Not measured: {trouble}.", file=sys.stderr)
                return None
            open_peers.callback(one.close)
            return one

        if not options.no_peers:
            both = [Model("`eng`", stock_model())]
            if options.peer_models is not None:
                both.append(best_model(options.peer_models))
            wanted = [(peer, model) for model in both for peer in (PASSPORTEYE, FASTMRZ)]
            wanted.append((PASSPORTEYE, Model("our Tesseract model", OUR_MODEL)))
            started = [one for one in (start(peer, model) for peer, model in wanted) if one is not None]
        yield started


def stock_model() -> Path:
    """Where Tesseract keeps the model that comes with it."""
    said = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True)
    place = re.search(r'"(.+)"', said.stdout + said.stderr)
    if place is None:
        raise SystemExit(
            "Tesseract does not say where its models are; please look at `tesseract --list-langs`."
        )
    return Path(place[1]) / "eng.traineddata"


def candidates(folder: Path) -> list[Path]:
    """Models in a folder that may be public models for zones: neither Tesseract's own nor ours."""
    ours = OUR_MODEL.read_bytes()
    return [
        file
        for file in sorted(folder.rglob("*.traineddata"))
        if file.stem not in _NOT_PUBLIC_OCR_B and file.read_bytes() != ours
    ]


def best_model(folder: Path) -> Model:
    """Of several models, the one with which PassportEye reads most specimens exactly, then fewest errors."""
    found = [Model(f"public `{file.stem}`", file) for file in candidates(folder)]
    if not found:
        raise SystemExit(f"There is no public model (*.traineddata) in {folder}; please name another folder.")
    return found[0] if len(found) == 1 else min(found, key=_weakness)


def _weakness(model: Model) -> tuple[int, int]:
    tally = _read_all(model, specimens())
    print(f"{model.file}: {len(tally.exact)} of {tally.pictures} exact", file=sys.stderr)
    return -len(tally.exact), tally.errors


def _read_all(model: Model, pictures: Iterable[Picture]) -> Tally:
    tally, peer = Tally(), Peer(PASSPORTEYE, model)
    try:
        for picture in pictures:
            tally.count(picture.name, picture.lines, peer.read(picture))
    finally:
        peer.close()
    return tally
