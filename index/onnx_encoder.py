"""Texts in, the bundled model's vectors out, by onnxruntime: neither torch nor transformers."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

from index.bundled_model import (
    ENCODER_NAME,
    IDS,
    LOWER_FILE,
    MAX_TOKENS,
    RARITY_FILE,
    STATES,
    TOKENIZER_FILE,
    UPPER_FILE,
    VECTORS,
)
from index.encoding import E5_PROMPTS, Encoded, Kind, Vectors, own_tokens, unit_rows
from index.errors import ModelError
from index.onnx_session import open_session

Item = TypeVar("Item")


class OnnxEncoder:
    """The bundled model, loaded once. Each text is a pass of its own, as long as the text.

    The reader goes on from its lower half, and shares its folder, its tokenizer and its threads.
    """

    name = ENCODER_NAME

    def __init__(self, folder: Path) -> None:
        """Load the model from the folder it was unpacked to.

        Raises:
            ModelError: onnxruntime or tokenizers cannot read it.
        """
        self.folder = folder
        # Several texts take a core each, which costs a tenth less than sharing each pass out.
        self.pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="encoder")
        try:
            self._lower = open_session(folder / LOWER_FILE)
            self._upper = open_session(folder / UPPER_FILE)
            self.tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._rarity: npt.NDArray[np.float32] = np.load(folder / RARITY_FILE, mmap_mode="r")
        # Both libraries raise classes of their own right below Exception.
        except Exception as error:
            raise ModelError(
                f"The bundled model in {folder} cannot be loaded: {error}. "
                "Upgrade with pip install -U onnxruntime tokenizers, and remove that folder."
            ) from error

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        """Return the vectors of the texts and of their tokens, from one forward pass each.

        What exceeds the model's input is cut.

        Raises:
            EncodingError: a vector is not finite.
        """
        prompt = E5_PROMPTS[kind]
        encodings = self.tokenizer.encode_batch([prompt + text for text in texts])
        ids = [_cut(encoding.ids) for encoding in encodings]
        offsets = [_cut(encoding.offsets) for encoding in encodings]
        vectors, tokens = [], []
        for contextual, own_ids, own_offsets in zip(
            self.pool.map(self._encode, ids), ids, offsets, strict=True
        ):
            vectors.append(contextual.mean(axis=0))
            tokens.append(own_tokens(contextual, own_ids, own_offsets, len(prompt), self.name))
        return Encoded(unit_rows(np.stack(vectors), self.name), tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens and prompt."""
        encodings: list[Encoding] = self.tokenizer.encode_batch_fast(
            list(texts), add_special_tokens=False
        )
        return [len(encoding) for encoding in encodings]

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return how rare tokens are in texts at large: -log p of the unigram tokenizer."""
        return np.asarray(self._rarity[ids])

    def states(self, ids: Sequence[int] | npt.NDArray[np.int64]) -> Vectors:
        """Return what the lower half of the layers makes of tokens; (1, tokens, dim)."""
        inputs: npt.NDArray[np.int64] = np.array([ids], dtype=np.int64)
        states: Vectors = self._lower.run([STATES], {IDS: inputs})[0]
        return states

    def _encode(self, ids: Sequence[int]) -> Vectors:
        """Return the vector of each token, (tokens, dim)."""
        vectors: Vectors = self._upper.run([VECTORS], {STATES: self.states(ids)})[0][0]
        return vectors


def _cut(items: Sequence[Item]) -> Sequence[Item]:
    """Return as many as the model takes, the last of all being its mark of the end."""
    return items if len(items) <= MAX_TOKENS else [*items[: MAX_TOKENS - 1], items[-1]]
