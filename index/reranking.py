"""A question and passages in, how well each passage fits out, by a model that reads both anew.

Such a model takes the place of the encoder's own late interaction in the ranking. It reads the few
passages that the usual ranking puts first when the question is asked, so an index needs no
rebuilding for it; what it costs is a pass through the model for each of them at every question.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from corpus.article import Language
from index.arrays import Scores
from index.encoding import Encoder, quieten_torch
from index.errors import EncodingError, ModelError
from index.sample import sample_passages
from index.yardstick import in_deviations

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, MultiVectorEncoder
    from torch import Tensor

RERANKED = 50
"""How many passages a reranker reads for a question; the others are not listed."""

Kind = Literal["cross-encoder", "late-interaction model"]

_BATCH = 32


class Reranker(Protocol):
    """What the ranking needs of a model that takes the place of late interaction."""

    def score(self, question: str, passages: Sequence[str], language: Language) -> Scores:
        """Return how well each of at least one passage of a language fits; shape (passages,).

        The scores are on the scale of `Candidates.late`, whichever the language.

        Raises:
            EncodingError: a score is not finite.
        """


class CrossEncoderReranker:
    """A model that reads question and passage together, such as BAAI/bge-reranker-v2-m3.

    Its scores are logits: the log-odds that the passage is relevant, as it was trained to estimate
    them. They stand on one scale for all languages already, and are not measured against the
    sample's: unrelated passages get nearly the same lowest logit, and in such small deviations
    words, names and time would weigh nothing. One unit of log-odds counts as one deviation does;
    that is an assumption, no constant was fitted for any one model.
    """

    def __init__(self, model: "CrossEncoder", name: str) -> None:
        self._model = model
        self._name = name

    def score(self, question: str, passages: Sequence[str], language: Language) -> Scores:
        """Return the logits; what exceeds the model's input is cut."""
        from torch import nn

        pairs: list[Any] = [(question, passage) for passage in passages]
        logits = self._model.predict(
            pairs, batch_size=_BATCH, activation_fn=nn.Identity(), show_progress_bar=False
        )
        return _finite(np.asarray(logits), self._name)


class LateInteractionReranker:
    """A model trained for late interaction (ColBERT), with token vectors of its own.

    Its scores, means over the question's tokens, are measured as the encoder's own are: in standard
    deviations of what the sample articles score in that language.
    """

    def __init__(
        self, model: "MultiVectorEncoder", name: str, samples: Mapping[Language, Sequence[str]]
    ) -> None:
        """Take the model and what it is to read of the sample articles, by language."""
        self._model = model
        self._name = name
        self._samples = {language: self._read(texts) for language, texts in samples.items()}

    def score(self, question: str, passages: Sequence[str], language: Language) -> Scores:
        """Return the standardised scores; what exceeds the model's input is cut."""
        tokens: Any = self._model.encode_query([question], show_progress_bar=False)
        every = [*self._samples[language], *self._read(passages)]
        similarities = self._model.similarity(tokens, every, length_normalize=True)[0]
        scores = _finite(similarities.float().cpu().numpy(), self._name)
        typical, found = np.split(scores, [len(self._samples[language])])
        return in_deviations(found, typical)

    def _read(self, texts: Sequence[str]) -> "list[Tensor]":
        encoded: Any = self._model.encode_document(
            list(texts), batch_size=_BATCH, show_progress_bar=False
        )
        tensors: list[Tensor] = encoded
        return tensors


def load_reranker(name: str | None, encoder: Encoder) -> Reranker | None:
    """Return the reranker of this name or path, None where none is named.

    Args:
        encoder: that of the index, whose tokens the sample articles are cut into passages by.

    Raises:
        ModelError: it is no reranker, or cannot be found, fetched or loaded.
    """
    if name is None:
        return None
    kind = reranker_kind(name)
    from sentence_transformers import CrossEncoder, MultiVectorEncoder

    try:
        if kind == "late-interaction model":
            samples = sample_passages(encoder.count_tokens)
            return LateInteractionReranker(MultiVectorEncoder(name), name, samples)
        cross_encoder = CrossEncoder(name)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unusable(name, f"cannot be loaded: {error}") from error
    if cross_encoder.num_labels != 1:
        raise _unusable(
            name, f"gives {cross_encoder.num_labels} numbers a passage where one is needed"
        )
    return CrossEncoderReranker(cross_encoder, name)


def reranker_kind(name: str) -> Kind:
    """Return which kind of reranker a name or path stands for, by its configuration.

    That is asked first, because sentence-transformers makes either of any model, with random
    weights for what it lacks.

    Raises:
        ModelError: it is neither, or its configuration cannot be found or fetched.
    """
    quieten_torch()
    from sentence_transformers.util import load_file_path

    try:
        own, general = (
            json.loads(Path(file).read_text(encoding="utf-8")) if file else {}
            for file in (
                load_file_path(name, "config_sentence_transformers.json"),
                load_file_path(name, "config.json"),
            )
        )
    except (OSError, ValueError, RuntimeError) as error:
        raise _unusable(name, f"cannot be found: {error}") from error
    if not own and not general:
        raise _unusable(name, "is neither a folder with a model nor to be had from the hub")
    made_for = own.get("model_type", "")
    architecture = next(iter(general.get("architectures") or []), "")
    if made_for in {"MultiVectorEncoder", "ColBERT"} or architecture == "HF_ColBERT":
        return "late-interaction model"
    if made_for == "CrossEncoder" or architecture.endswith("ForSequenceClassification"):
        return "cross-encoder"
    described = made_for or architecture or "a model of no known kind"
    raise _unusable(name, f"is no reranker but {described}")


def _unusable(name: str, reason: str) -> ModelError:
    return ModelError(
        f"The reranker {name} {reason}. Check the name or path in SANAD_RERANKER, or unset it to "
        "rank without."
    )


def _finite(scores: Scores, name: str) -> Scores:
    if not np.isfinite(scores).all():
        raise EncodingError(
            f"The reranker {name} returned a score that is not finite. Try another SANAD_RERANKER."
        )
    return scores
