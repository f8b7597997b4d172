"""The reader's weights in, a folder of them that is verified before it is used out; and back.

    DIR/reader.npz      the layers in 8-bit integers a step for each output, the rest in 32 bits
    DIR/reader.json     what they were trained on and how, what they reach, and their checksum
    DIR/reader.md       the same to read

The integers are the very ones that the graph multiplies with, so nothing is lost on the way.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.bundled_model import WEIGHTS_NAME, Weights, matrix, quantized
from index.durability import checksum, replace_text
from index.errors import ModelError

WEIGHTS_FILE, CARD_FILE, READABLE_FILE = "reader.npz", "reader.json", "reader.md"
QUESTION, PASSAGE = "question", "passage"  # the inputs of the graph
SPANS, ANSWERS = "spans", "answers"  # its outputs
HEADS = ("hidden", "answer", "span")
"""What stands on the layers, see `index.reader_training.model`."""

BUNDLED_READER = Path(__file__).parent
"""Where the weights that come with the installation are, if any do."""

_STEPS = ".steps"
_PRODUCT = re.compile(r"l\d+\.(?:q|k|v|ao|fi|fo)\.w")

Tensors = Mapping[str, npt.NDArray[Any]]


def save_reader(folder: Path, tensors: Tensors, card: Mapping[str, Any]) -> Path:
    """Return the folder with the weights, and the card with their checksum, written to it.

    Args:
        tensors: by their short names (`index.bundled_model`) those of the layers, and weights and
            biases of the `HEADS`, all in 32 bits.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, npt.NDArray[Any]] = {}
    for name, values in tensors.items():
        if _is_product(name):
            stored[name], stored[name + _STEPS] = quantized(values)
        else:
            stored[name] = values.astype(np.float32)
    with (folder / WEIGHTS_FILE).open("wb") as file:
        np.savez(file, allow_pickle=False, **stored)
    sealed = {"encoder": WEIGHTS_NAME, "sha256": checksum(folder / WEIGHTS_FILE), **card}
    write_card(folder, sealed)
    return folder


def write_card(folder: Path, card: Mapping[str, Any]) -> None:
    """Write the card to a folder."""
    text = json.dumps(card, ensure_ascii=False, indent=2)
    replace_text(folder / CARD_FILE, f"{text}\n")


def has_reader(folder: Path) -> bool:
    """Return whether there are a reader's weights in a folder, whole or not."""
    return (folder / CARD_FILE).exists() or (folder / WEIGHTS_FILE).exists()


def reader_checksum(folder: Path) -> str:
    """Return the checksum of the weights in a folder, which has been compared with the card's.

    Raises:
        ModelError: they are not what was written, or were made for other encoder weights.
    """
    try:
        card = json.loads((folder / CARD_FILE).read_bytes())
        found = checksum(folder / WEIGHTS_FILE)
        expected, encoder = str(card["sha256"]), card["encoder"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(folder, f"{type(error).__name__}: {error}") from error
    if encoder != WEIGHTS_NAME:
        raise _unusable(folder, f"they are for {encoder}, not {WEIGHTS_NAME}")
    if found != expected:
        raise _unusable(folder, f"{WEIGHTS_FILE} is not what was written (SHA-256 differs)")
    return found


def read_reader(folder: Path, base: Weights) -> Weights:
    """Return the reader's layers and heads as weights; call `reader_checksum` first.

    Args:
        base: the encoder's, whose sizes they have.

    Raises:
        ModelError: a tensor is missing or of another shape.
    """
    try:
        with np.load(folder / WEIGHTS_FILE, allow_pickle=False) as arrays:
            tensors = {
                name: values * arrays[name + _STEPS][:, None] if _is_product(name) else values
                for name, values in arrays.items()
                if not name.endswith(_STEPS)
            }
    except (OSError, ValueError, KeyError) as error:
        raise _unusable(folder, f"{type(error).__name__}: {error}") from error
    if {name: values.shape for name, values in tensors.items()} != _shapes(base):
        raise _unusable(folder, "its tensors are those of another kind of reader")
    return replace(base, tensors=tensors)


def _shapes(base: Weights) -> dict[str, tuple[int, ...]]:
    """Return the shape of each of a reader's tensors, by its name: of its layers, the encoder's."""
    upper = tuple(f"l{layer}." for layer in base.header.upper)
    shapes = {n: matrix(t).shape for n, t in base.tensors.items() if n.startswith(upper)}
    hidden = base.header.hidden
    for head, outputs in zip(HEADS, (hidden, 1, 2), strict=True):
        shapes |= {f"{head}.w": (outputs, hidden), f"{head}.b": (outputs,)}
    return shapes


def _is_product(name: str) -> bool:
    """Return whether a tensor is a matrix that a layer multiplies with."""
    return _PRODUCT.fullmatch(name) is not None


def _unusable(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"The reader's weights in {folder} cannot be used: {reason}. "
        "Reinstall Sanad, or train them again: python -m index.reader_training --help"
    )
