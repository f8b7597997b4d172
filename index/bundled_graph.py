"""The bundled model's weights in, the ONNX graphs that onnxruntime runs out.

A BERT (Devlin et al. 2019) over the tokens of one text: no batch, so no padding and no mask, and a
text's vectors depend on nothing else. Matrices are multiplied in 8-bit integers; the weights keep
a scale for each output. The inputs get one for each token: a few features of the tokens that begin
and end a text are ten to thirty times larger than all others (as Dettmers et al. 2022 saw in
larger models), and with one scale for all would leave the others a handful of steps. The table of
words, four fifths of the model, stays in the 4-bit blocks that it comes in, and in its file: only
the rows that are looked up are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from index.bundled_model import IDS, STATES, VECTORS, Weights, matrix, nibbles, quantized
from index.reader_weights import ANSWERS, PASSAGE, QUESTION, SPANS

Shape = tuple[int | str, ...]

_CONTRIB = "com.microsoft"  # onnxruntime's own operators, beside those of the ONNX standard
_OPSETS = [helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIB, 1)]
_IR_VERSION = 10  # the lowest that holds 4-bit tensors; older releases of onnxruntime read it
_IN_FILE = 1024  # bytes; smaller tensors stand in the graph itself


def write_lower_graph(weights: Weights, path: Path) -> None:
    """Write the encoder's lower half to `path`, its tensors to a file beside it.

    Tokens go in, (1, tokens); their states come out, (1, tokens, hidden).
    """
    graph = _Graph()
    graph.add(
        "Identity", [_layers(graph, weights, weights.header.lower, _embed(graph, weights))], STATES
    )
    graph.save(
        path, {IDS: (TensorProto.INT64, (1, "tokens"))}, {STATES: _states(weights, "tokens")}
    )


def write_upper_graph(weights: Weights, path: Path) -> None:
    """Write the encoder's upper half to `path`, its tensors to a file beside it.

    The tokens' states go in and their vectors come out, both (1, tokens, hidden).
    """
    graph, shape = _Graph(), _states(weights, "tokens")
    graph.add("Identity", [_layers(graph, weights, weights.header.upper, STATES)], VECTORS)
    graph.save(path, {STATES: (TensorProto.FLOAT, shape)}, {VECTORS: shape})


def write_reader_graph(weights: Weights, path: Path) -> None:
    """Write the reader's graph to `path`, its tensors to a file beside it.

    In go the states of a question and of a passage, each (1, tokens, hidden). Out come, for each
    token of both, the logits that the answer starts and ends there, (1, tokens, 2), and the one
    that the passage answers, (1, 1).

    Args:
        weights: with the reader's layers and heads as tensors (`index.reader_weights`).
    """
    graph = _Graph()
    both = graph.add("Concat", [QUESTION, PASSAGE], "both", axis=1)
    vectors = _layers(graph, weights, weights.header.upper, both)
    opening = graph.add("Gather", [vectors, graph.tensor("first", np.array(0))], "opening", axis=1)
    bent = graph.add("Tanh", [_linear(graph, weights, "hidden", opening)], "bent")
    graph.add("Identity", [_linear(graph, weights, "answer", bent)], ANSWERS)
    graph.add("Identity", [_linear(graph, weights, "span", vectors)], SPANS)
    inputs = {
        name: (TensorProto.FLOAT, _states(weights, tokens))
        for name, tokens in ((QUESTION, "asked"), (PASSAGE, "written"))
    }
    graph.save(path, inputs, {SPANS: (1, "tokens", 2), ANSWERS: (1, 1)})


def _states(weights: Weights, tokens: str) -> Shape:
    """Return the shape of the states of a text; `tokens` is the name of their number."""
    return (1, tokens, weights.header.hidden)


class _Graph:
    """Nodes and tensors, in the order they are added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []

    def tensor(self, name: str, values: npt.NDArray[Any]) -> str:
        """Return the name of a tensor, added."""
        own = np.ascontiguousarray(values) if values.ndim else values
        self._tensors.append(numpy_helper.from_array(own, name))
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

    def save(
        self,
        path: Path,
        inputs: Mapping[str, tuple[int, Shape]],
        outputs: Mapping[str, Shape],
    ) -> None:
        """Write the graph: inputs of these types and shapes in, float outputs of these out."""
        graph = helper.make_graph(
            self._nodes,
            path.stem,
            [
                helper.make_tensor_value_info(name, kind, shape)
                for name, (kind, shape) in inputs.items()
            ],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            self._tensors,
        )
        onnx.save(
            helper.make_model(graph, opset_imports=_OPSETS, ir_version=_IR_VERSION),
            path,
            save_as_external_data=True,
            location=f"{path.name}.data",
            size_threshold=_IN_FILE,
        )


def _embed(graph: _Graph, weights: Weights) -> str:
    """Return the vectors of words and positions, normalised."""
    tensors, header = weights.tensors, weights.header
    blocks = tensors["emb.word"]
    stored = nibbles(blocks).reshape(len(blocks), -1)
    words = graph.add_contrib(
        "GatherBlockQuantized",
        [
            graph.tensor("emb.word", stored[:, 0::2] | stored[:, 1::2] << 4),
            IDS,
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
            graph.add("Shape", [IDS], "tokens", start=1, end=2),
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


def _layers(graph: _Graph, weights: Weights, numbers: Iterable[int], vectors: str) -> str:
    """Return the vectors after layers of these numbers."""
    for number in numbers:
        vectors = _layer(graph, weights, f"l{number}.", vectors)
    return vectors


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
    values = np.concatenate([matrix(weights.tensors[f"{part}.w"]) for part in parts])
    bias = np.concatenate([weights.tensors[f"{part}.b"] for part in parts])
    integers, steps = quantized(values)
    scale = graph.add(
        "ReduceMax",
        [graph.add("Abs", [vectors], f"{name}.size"), graph.tensor(f"{name}.axes", np.array([-1]))],
        f"{name}.scale",
    )
    quantised = graph.add_contrib(
        "DynamicQuantizeMatMul",
        [
            graph.add("Div", [vectors, scale], f"{name}.scaled"),
            graph.tensor(f"{name}.w", integers.T),
            graph.tensor(f"{name}.steps", steps),
        ],
        f"{name}.quantised",
    )
    product = graph.add("Mul", [quantised, scale], f"{name}.product")
    return product, graph.tensor(f"{name}.b", bias)


def _linear(graph: _Graph, weights: Weights, name: str, vectors: str) -> str:
    """Return the vectors times a small matrix in 32 bits, its bias added."""
    turned = graph.tensor(f"{name}.w", weights.tensors[f"{name}.w"].T)
    bias = graph.tensor(f"{name}.b", weights.tensors[f"{name}.b"])
    return graph.add("Add", [graph.add("MatMul", [vectors, turned], f"{name}.product"), bias], name)
