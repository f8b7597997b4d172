"""What several packages' tests share: the bundled model, and a small encoder made of words."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
import pytest

from corpus.normalization import words
from index.encoding import (
    BUNDLED,
    Encoded,
    Encoder,
    Kind,
    TokenVectors,
    Vectors,
    load_encoder,
    load_sentence_transformer,
)
from index.sentence_transformers_folder import write_folder
from index.settings import model_cache
from index.statistics import unit


@pytest.fixture(scope="session")
def bundled_encoder() -> Encoder:
    """Return the real bundled model, loaded once."""
    return load_encoder(BUNDLED, model_cache())


@pytest.fixture(scope="session")
def torch_encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Return the weights of the bundled model as an ordinary sentence-transformers model."""
    return load_sentence_transformer(str(write_folder(tmp_path_factory.mktemp("models"))))


class WordEncoder:
    """An encoder without meaning: each word is an axis, so texts that share words are similar."""

    name = "words-on-axes"
    dimension = 256

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        tokens = [self._tokens(text) for text in texts]
        return Encoded(unit(np.stack([t.vectors.sum(axis=0) for t in tokens])), tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        return np.ones(len(ids), dtype=np.float32)

    def _tokens(self, text: str) -> TokenVectors:
        spans, position = [], 0
        for part in text.split():
            position = text.index(part, position)
            spans.append((position, position + len(part)))
            position += len(part)
        axes = [_axis("".join(words(text[start:end])), self.dimension) for start, end in spans]
        vectors: Vectors = np.eye(self.dimension, dtype=np.float32)[axes]
        return TokenVectors(
            vectors.reshape(-1, self.dimension),
            np.array(axes, dtype=np.int64),
            np.array(spans, dtype=np.int64).reshape(-1, 2),
        )


def _axis(word: str, dimension: int) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") % dimension


@pytest.fixture
def word_encoder() -> Encoder:
    """Return the encoder made of words."""
    return WordEncoder()
