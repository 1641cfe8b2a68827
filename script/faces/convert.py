"""Write dlib's face recognition network as ONNX, from the 8-bit form in npm's @vladmandic/face-api.

    python script/faces/convert.py FOLDER_WITH_THE_MODEL resources/faces/descriptor.onnx

Weights stay in 8 bits and are unfolded while the network is loaded, so the file is a quarter as large. What
that package calls a scale is folded into each convolution: the same sums in another order. Needs the package
`onnx` of `script/recogniser/packages.txt`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, checker, helper, numpy_helper, save

_Weights = npt.NDArray[np.float32]
NAME = "face_recognition_model"


class Graph:
    """The network as it grows, node by node."""

    def __init__(self, folder: Path) -> None:
        """Read the weights: name, shape, and scale and smallest value of those in 8 bits."""
        manifest = json.loads((folder / f"{NAME}-weights_manifest.json").read_text(encoding="utf-8"))
        blob, at = (folder / f"{NAME}.bin").read_bytes(), 0
        self.given: dict[str, tuple[npt.NDArray[np.generic], float, float]] = {}
        for entry in manifest[0]["weights"]:
            packed = entry.get("quantization")
            kind = np.dtype(np.float32 if packed is None else np.uint8)
            count = int(np.prod(entry["shape"]))
            values = np.frombuffer(blob, kind, count, at).reshape(entry["shape"])
            at += count * kind.itemsize
            scale, least = (1.0, 0.0) if packed is None else (packed["scale"], packed["min"])
            self.given[entry["name"]] = (values, scale, least)
        if at != len(blob):
            raise ValueError(f"{len(blob) - at} bytes of the weights are left over")
        self.nodes: list[object] = []
        self.constants: list[object] = []

    def plain(self, name: str) -> _Weights:
        """Weights, unfolded."""
        values, scale, least = self.given[name]
        return values.astype(np.float32) * np.float32(scale) + np.float32(least)

    def constant(self, values: npt.NDArray[np.generic]) -> str:
        """Keep numbers in the file."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, out: str = "", **settings: object) -> str:
        """Add a node and name its output."""
        out = out or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], name=f"{kind}_{out}", **settings))
        return out

    def convolution(self, before: str, name: str, stride: int, pad: int) -> str:
        """A convolution with its scale."""
        values, scale, least = self.given[f"{name}/conv/filters"]
        factor = self.plain(f"{name}/scale/weights")
        bias = self.plain(f"{name}/conv/bias") * factor + self.plain(f"{name}/scale/biases")
        side = values.shape[0]
        filters = values.transpose(3, 2, 0, 1)
        if values.dtype == np.uint8:
            weights = self.node("Cast", self.constant(filters), to=TensorProto.FLOAT)
            channel = factor.reshape(-1, 1, 1, 1)
            weights = self.node("Mul", weights, self.constant(channel * np.float32(scale)))
            weights = self.node("Add", weights, self.constant(channel * np.float32(least)))
        else:
            folded = filters * factor[:, None, None, None]
            half = self.constant(folded.astype(np.float16))
            weights = self.node("Cast", half, to=TensorProto.FLOAT)
        return self.node(
            "Conv",
            before,
            weights,
            self.constant(bias),
            kernel_shape=[side, side],
            strides=[stride] * 2,
            pads=[pad] * 4,
        )

    def block(self, before: str, name: str, size: int = 0, grown: int = 0) -> str:
        """A residual block; one that halves where `size`, the side of its input, is given."""
        first = self.convolution(before, f"{name}/conv1", 2 if size else 1, 0 if size else 1)
        after = self.convolution(self.node("Relu", first), f"{name}/conv2", 1, 1)
        around = before
        if size:
            around = self.node("AveragePool", before, kernel_shape=[2, 2], strides=[2, 2])
            lacking = size // 2 - ((size - 3) // 2 + 1)
            if lacking:
                after = self._padded(after, 0, lacking)
            if grown:
                around = self._padded(around, grown, 0)
        return self.node("Relu", self.node("Add", after, around))

    def _padded(self, before: str, channels: int, places: int) -> str:
        ends = np.asarray([0, 0, 0, 0, 0, channels, places, places], np.int64)
        return self.node("Pad", before, self.constant(ends), mode="constant")


def convert(folder: Path, target: Path) -> None:
    """Write the network."""
    graph = Graph(folder)
    here = graph.node("Relu", graph.convolution("face", "conv32_down", 2, 0))
    here = graph.node("MaxPool", here, kernel_shape=[3, 3], strides=[2, 2])
    size, channels = 35, 32
    for stage, blocks in (("32", 3), ("64", 3), ("128", 2), ("256", 2)):
        if stage != "32":
            here = graph.block(here, f"conv{stage}_down", size, int(stage) - channels)
            size, channels = size // 2, int(stage)
        for number in range(1, blocks + 1):
            here = graph.block(here, f"conv{stage}_{number}")
    here = graph.block(here, "conv256_down_out", size)
    here = graph.node("Flatten", graph.node("GlobalAveragePool", here), axis=1)
    graph.node("MatMul", here, graph.constant(graph.plain("fc")), out="descriptor")
    made = helper.make_graph(
        graph.nodes,
        "dlib_face",
        [helper.make_tensor_value_info("face", TensorProto.FLOAT, [1, 3, 150, 150])],
        [helper.make_tensor_value_info("descriptor", TensorProto.FLOAT, [1, 128])],
        graph.constants,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    checker.check_model(model)
    save(model, str(target))


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
