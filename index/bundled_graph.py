"""The bundled model's weights in, the ONNX graph that onnxruntime runs out.

A BERT (Devlin et al. 2019) over the tokens of one text: no batch, so no padding and no mask, and a
text's vectors depend on nothing else. Matrices are multiplied in 8-bit integers; the weights keep
a scale for each output. The inputs get one for each token: a few features of the tokens that begin
and end a text are ten to thirty times larger than all others (as Dettmers et al. 2022 saw in
larger models), and with one scale for all would leave the others a handful of steps. The table of
words, four fifths of the model, stays in the 4-bit blocks that it comes in, and in its file: only
the rows that are looked up are read.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.bundled_model import INPUT, Weights, dequantize, nibbles

OUTPUT = "vectors"

_CONTRIB = "com.microsoft"  # onnxruntime's own operators, beside those of the ONNX standard
_OPSETS = [helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIB, 1)]
_IR_VERSION = 10  # the lowest that holds 4-bit tensors; older releases of onnxruntime read it
_IN_FILE = 1024  # bytes; smaller tensors stand in the graph itself


def write_graph(weights: Weights, path: Path) -> None:
    """Write the graph to `path`, its tensors to a file beside it."""
    graph = _Graph()
    vectors = _embed(graph, weights)
    for layer in range(weights.header.layers):
        vectors = _layer(graph, weights, f"l{layer}.", vectors)
    graph.add("Identity", [vectors], OUTPUT)
    onnx.save(
        graph.model(weights.header.hidden),
        path,
        save_as_external_data=True,
        location=f"{path.name}.data",
        size_threshold=_IN_FILE,
    )


class _Graph:
    """Nodes and tensors, in the order they are added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []

    def tensor(self, name: str, values: npt.NDArray[Any]) -> str:
        """Return the name of a tensor, added."""
        self._tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, operator: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """Return the name of the output of a node of the ONNX standard, added."""
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def add_contrib(
        self, operator: str, inputs: Sequence[str], output: str, **attributes: Any
    ) -> str:
        """Return the name of the output of a node of onnxruntime's own, added."""
        return self.add(operator, inputs, output, domain=_CONTRIB, **attributes)

    def split(self, vectors: str, outputs: Sequence[str]) -> None:
        """Cut the last axis into equal parts."""
        self._nodes.append(
            helper.make_node("Split", [vectors], outputs, axis=-1, num_outputs=len(outputs))
        )

    def model(self, width: int) -> onnx.ModelProto:
        """Return the model: token numbers (1, tokens) in, their vectors (1, tokens, width) out."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [1, "tokens", width])],
            self._tensors,
        )
        return helper.make_model(graph, opset_imports=_OPSETS, ir_version=_IR_VERSION)


def _embed(graph: _Graph, weights: Weights) -> str:
    """Return the vectors of words and positions, normalised."""
    tensors, header = weights.tensors, weights.header
    blocks = tensors["emb.word"]
    stored = nibbles(blocks).reshape(len(blocks), -1)
    words = graph.add_contrib(
        "GatherBlockQuantized",
        [
            graph.tensor("emb.word", stored[:, 0::2] | stored[:, 1::2] << 4),
            INPUT,
            graph.tensor("emb.word.scales", blocks["scale"].astype(np.float32)),
        ],
        "words",
        bits=4,
        block_size=header.hidden // blocks.shape[1],
        gather_axis=0,
        quantize_axis=1,
    )
    positions = graph.add(
        "Slice",
        [
            graph.tensor("emb.pos", tensors["emb.pos"] + tensors["emb.type"][0]),
            graph.tensor("first", np.array([0])),
            graph.add("Shape", [INPUT], "tokens", start=1, end=2),
        ],
        "positions",
    )
    return graph.add(
        "LayerNormalization",
        [
            graph.add("Add", [words, positions], "placed"),
            *_pair(graph, weights, "emb.ln"),
        ],
        "embedded",
        epsilon=header.epsilon,
    )


def _layer(graph: _Graph, weights: Weights, layer: str, vectors: str) -> str:
    """Return the vectors after a layer: attention and two dense steps, each added and normalised.

    Each operator adds the bias of the product before it.
    """
    epsilon = weights.header.epsilon
    query_key_value = [f"{layer}{part}" for part in "qkv"]
    product, bias = _product(graph, weights, query_key_value, vectors, f"{layer}qkv")
    graph.split(product, query_key_value)
    attended = graph.add_contrib(
        "MultiHeadAttention",
        [*query_key_value, bias],
        f"{layer}attended",
        num_heads=weights.header.heads,
    )
    product, bias = _product(graph, weights, [f"{layer}ao"], attended, f"{layer}ao")
    vectors = graph.add_contrib(
        "SkipLayerNormalization",
        [vectors, product, *_pair(graph, weights, f"{layer}aln"), bias],
        f"{layer}between",
        epsilon=epsilon,
    )
    product, bias = _product(graph, weights, [f"{layer}fi"], vectors, f"{layer}fi")
    wide = graph.add_contrib("BiasGelu", [product, bias], f"{layer}wide")
    product, bias = _product(graph, weights, [f"{layer}fo"], wide, f"{layer}fo")
    return graph.add_contrib(
        "SkipLayerNormalization",
        [vectors, product, *_pair(graph, weights, f"{layer}oln"), bias],
        f"{layer}out",
        epsilon=epsilon,
    )


def _pair(graph: _Graph, weights: Weights, name: str) -> list[str]:
    """Return the names of the weight and the bias of a normalisation."""
    return [graph.tensor(f"{name}.{part}", weights.tensors[f"{name}.{part}"]) for part in "wb"]


def _product(
    graph: _Graph, weights: Weights, parts: Sequence[str], vectors: str, name: str
) -> tuple[str, str]:
    """Return the vectors times matrices that stand side by side, and the bias to be added.

    For a token x and the scale r = max|x|, that is r · quantised(x / r) · quantised(W).
    """
    matrix = np.concatenate([dequantize(weights.tensors[f"{part}.w"]) for part in parts])
    bias = np.concatenate([weights.tensors[f"{part}.b"] for part in parts])
    steps = np.abs(matrix).max(axis=1) / 127
    scale = graph.add(
        "ReduceMax",
        [graph.add("Abs", [vectors], f"{name}.size"), graph.tensor(f"{name}.axes", np.array([-1]))],
        f"{name}.scale",
    )
    quantised = graph.add_contrib(
        "DynamicQuantizeMatMul",
        [
            graph.add("Div", [vectors, scale], f"{name}.scaled"),
            graph.tensor(f"{name}.w", np.rint(matrix / steps[:, None]).astype(np.int8).T),
            graph.tensor(f"{name}.steps", steps.astype(np.float32)),
        ],
        f"{name}.quantised",
    )
    product = graph.add("Mul", [quantised, scale], f"{name}.product")
    return product, graph.tensor(f"{name}.b", bias)
