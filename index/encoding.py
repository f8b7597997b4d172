"""Texts in, vectors out: the model that questions and passages share, of two kinds."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.chunking import context
from index import bundled_model
from index.errors import EncodingError, ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

BUNDLED = "bundled"
"""The name under which settings ask for the model that comes with the installation."""

Vectors = npt.NDArray[np.float32]
Kind = Literal["query", "passage"]

_BATCH = 32
# Models trained with prompts bring them along in their configuration; the E5 family before
# sentence-transformers had prompts does not, and is useless without.
E5_PROMPTS: dict[Kind, str] = {"query": "query: ", "passage": "passage: "}


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The contextual vectors of one text's own tokens; prompt and special tokens left out.

    `vectors` is (tokens, dim) float32 with rows of norm 1, `ids` (tokens,) their numbers in the
    vocabulary, `spans` (tokens, 2) code-point offsets into the text.
    """

    vectors: Vectors
    ids: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Encoded:
    """What one pass through the model makes of several texts, in their order.

    `vectors` is (texts, dim) float32 with rows of norm 1; `tokens` has an entry a text.
    """

    vectors: Vectors
    tokens: list[TokenVectors]


class Encoder(Protocol):
    """What the index needs of a model."""

    @property
    def name(self) -> str:
        """Return what a manifest records, so that an index is only read by its own model."""

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        """Return the vectors of the texts and of their tokens; at least one text is given."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens and prompt."""

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return how rare tokens are in texts at large, positive, on any scale; shape of `ids`."""


class SentenceTransformerEncoder:
    """A sentence-transformers model, loaded once."""

    def __init__(self, model: "SentenceTransformer", name: str) -> None:
        self.name = name
        self._model = model
        self._prompts = _prompts(model, name)

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        """Return the vectors of the texts and of their tokens, from one forward pass.

        What exceeds the model's input is cut.

        Raises:
            EncodingError: a vector is not finite.
        """
        prompt = self._prompts[kind]
        outputs: Any = self._model.encode(
            list(texts),
            prompt=prompt,
            batch_size=_BATCH,
            output_value=None,
            show_progress_bar=False,
        )
        prompted = self._model.tokenizer(
            [prompt + text for text in texts],
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )
        vectors = np.stack([_to_numpy(output["sentence_embedding"]) for output in outputs])
        return Encoded(
            unit_rows(vectors, self.name),
            [
                own_tokens(
                    _to_numpy(output["token_embeddings"]), ids, offsets, len(prompt), self.name
                )
                for output, ids, offsets in zip(
                    outputs, prompted["input_ids"], prompted["offset_mapping"], strict=True
                )
            ],
        )

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of tokens of each text, without special tokens and prompt."""
        if not texts:
            return []
        tokenized = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in tokenized["input_ids"]]

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return 1 for each token: of models at large nothing is known."""
        return np.ones(len(ids), dtype=np.float32)


class DeferredEncoder:
    """An encoder that is loaded when it is first asked for more than its name.

    Loading takes seconds, and a build that finds nothing new needs no encoder.
    """

    def __init__(self, model: str, cache: Path) -> None:
        """Take what `load_encoder` takes."""
        self.name = encoder_name(model)
        self._model = model
        self._cache = cache
        self._loaded: Encoder | None = None

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        """Return what the encoder returns; raises as it does, and as `load_encoder`."""
        return self._encoder().encode(texts, kind)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return what the encoder returns; raises as `load_encoder`."""
        return self._encoder().count_tokens(texts)

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return what the encoder returns; raises as `load_encoder`."""
        return self._encoder().rarity(ids)

    def _encoder(self) -> Encoder:
        if self._loaded is None:
            self._loaded = load_encoder(self._model, self._cache)
        return self._loaded


def encoded_text(article: Article, start: int, end: int) -> str:
    """Return what the encoder reads of a chunk: the article's context, then the chunk's words."""
    about = context(article)
    words = article.text[start:end]
    return f"{about}\n{words}" if about else words


def encoder_name(model: str) -> str:
    """Return the name of the encoder that `model` names, as a manifest records it."""
    return bundled_model.ENCODER_NAME if model == BUNDLED else model


def load_encoder(model: str, cache: Path) -> Encoder:
    """Return the encoder that `model` names: `bundled`, or a sentence-transformers name or path.

    Args:
        cache: where the bundled model is unpacked, once.

    Raises:
        ModelError: the model cannot be found, fetched or loaded.
    """
    if model == BUNDLED:
        from index.onnx_encoder import OnnxEncoder

        return OnnxEncoder(bundled_model.unpack(cache))
    return load_sentence_transformer(model)


def load_sentence_transformer(model: str) -> SentenceTransformerEncoder:
    """Return the sentence-transformers model of this name or path.

    Raises:
        ModelError: it cannot be found, fetched or loaded.
    """
    if Path(model).is_absolute() and not Path(model).is_dir():
        raise ModelError(
            f"There is no folder {model}. Check the path in SANAD_MODEL, or unset it to use the "
            "bundled model."
        )
    quieten_torch()
    from sentence_transformers import SentenceTransformer

    try:
        loaded = SentenceTransformer(model)
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The model {model} cannot be loaded: {error}. Check the name or path in SANAD_MODEL, "
            "or unset it to use the bundled model."
        ) from error
    return SentenceTransformerEncoder(loaded, model)


def find_sentence_transformer(model: str) -> Path:
    """Return the folder on this machine that holds the model of this name or path.

    No server is asked: a model that is yet to be fetched is not found.

    Raises:
        ModelError: it is neither a folder with a model nor in the hub's cache.
    """
    quieten_torch()
    from sentence_transformers.util import load_file_path

    for name in ("modules.json", "config.json"):
        if file := load_file_path(model, name, local_files_only=True):
            return Path(file).parent
    raise ModelError(
        f"The model {model} is neither a folder with a model nor in the hub's cache. Check the "
        "name or path in SANAD_MODEL, or unset it to use the bundled model; a name that is right "
        "is fetched when it is first used, as by sanad-index build"
    )


def quieten_torch() -> None:
    """Import what loads models, so that neither its threads nor its progress bars disturb."""
    # Threads that spin while they wait for work make everything on a busy machine several times
    # slower, this program first. OpenMP reads this once, when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _prompts(model: "SentenceTransformer", name: str) -> dict[Kind, str]:
    """Return the prompts of the model's configuration, else those its family was trained with."""
    known = model.prompts
    passage = known.get("passage") or known.get("document") or ""
    query = known.get("query") or ""
    if not (query or passage) and "e5" in name.lower():
        return E5_PROMPTS
    return {"query": query, "passage": passage}


def _to_numpy(tensor: "Tensor") -> Vectors:
    array: Vectors = tensor.detach().float().cpu().numpy()
    return array


def own_tokens(
    vectors: Vectors,
    ids: Sequence[int],
    offsets: Sequence[tuple[int, int]],
    prompt_length: int,
    model: str,
) -> TokenVectors:
    """Return the text's own of all tokens of a prompted text, padding behind them allowed."""
    spans = np.array(offsets, dtype=np.int64) - prompt_length
    own = spans[:, 1] > 0  # special tokens have the empty span (0, 0)
    return TokenVectors(
        unit_rows(vectors[: len(ids)][own], model),
        np.array(ids, dtype=np.int64)[own],
        spans[own].clip(min=0),
    )


def unit_rows(vectors: Vectors, model: str) -> Vectors:
    """Return the vectors scaled to norm 1.

    Raises:
        EncodingError: one is not finite; it names the model.
    """
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not np.isfinite(norms).all():
        raise EncodingError(
            f"The model {model} returned a vector that is not finite. Try another SANAD_MODEL."
        )
    unit: Vectors = vectors / np.maximum(norms, np.finfo(np.float32).tiny)
    return unit
