"""Pictures without a zone: how many are answered with text, which must be none, and how long that takes.

    script/bench nothing [--each 6] [--kind "receipt"] [--peer-models DIR] [--no-peers]

Drawn tables, barcodes, letters, code, receipts, fronts of cards, noise, a desk, an empty plate. A picture in
which this reader sees text is written into `build/nothing`, and its advice is told.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench._drawn import TODAY
from bench._figures import percentile, table
from bench._nothing import KINDS, pictures
from bench._ours import Ours
from bench._peers import add_options, peers
from bench._pictures import Picture

PLACE = Path(__file__).resolve().parent.parent / "build" / "nothing"


def written(each: int, kinds: list[str], folder: Path) -> Iterator[tuple[str, Picture]]:
    """Pictures of some kinds as files, each with its kind."""
    for number, (kind, jpeg) in enumerate(pictures(each, kinds=kinds, seed=1)):
        file = folder / f"{kind.replace(' ', '-')}-{number % each}.jpg"
        file.write_bytes(jpeg)
        yield kind, Picture(file.stem, file, (), TODAY)


def main() -> int:
    """Print the figures as Markdown."""
    parser = argparse.ArgumentParser(prog="script/bench nothing", description="Pictures without a zone.")
    parser.add_argument("--each", type=int, default=6, help="pictures of each kind")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this kind")
    add_options(parser)
    options = parser.parse_args()
    kinds = options.kind or list(KINDS)
    answered: dict[str, Counter[str]] = {}
    cpu: dict[str, list[float]] = {}
    wall: dict[str, list[float]] = {}
    said: list[str] = []
    with peers(options) as others, tempfile.TemporaryDirectory(prefix="borderdesk-") as folder:
        ours = Ours()
        readers = [ours, *others]
        for kind, picture in written(options.each, kinds, Path(folder)):
            for reader in readers:
                answer = reader.read(picture)
                cpu.setdefault(reader.name, []).append(answer.cpu)
                wall.setdefault(reader.name, []).append(answer.wall)
                answered.setdefault(reader.name, Counter())[kind] += bool(answer.lines)
            for inspection in ours.last:
                if inspection.document is not None:
                    PLACE.mkdir(parents=True, exist_ok=True)
                    (PLACE / picture.file.name).write_bytes(picture.file.read_bytes())
                    advice, lines = inspection.verdict.advice.value, "|".join(inspection.document.lines)
                    said.append(f"Answered ({advice}): {picture.name}: `{lines}`  ")
    total = options.each * len(kinds)
    rows = (
        (
            name,
            f"{sum(counts.values())} of {total}",
            f"{percentile(cpu[name], 50):.3f}, {percentile(cpu[name], 95):.3f}",
            f"{percentile(wall[name], 50):.3f}, {percentile(wall[name], 95):.3f}",
        )
        for name, counts in answered.items()
    )
    print(*table(("reader", "answered with text", "CPU s median, p95", "wall s median, p95"), rows), sep="\n")
    print()
    by_kind = ((kind, *(counts[kind] for counts in answered.values())) for kind in kinds)
    print(*table((f"of {options.each} each, answered", *answered), by_kind), "", *said, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
