"""A question and passages in, the tokens that the reader reads of each out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from corpus.sentences import Span
from index.encoding import E5_PROMPTS

LONGEST_QUESTION, LONGEST_PASSAGE = 64, 240
"""Tokens beside those that begin and end a text; the end of a longer one is not read. A chunk has
150 (`corpus.chunking`), which leaves a long title and its source and day the rest."""

LONGEST_ANSWER = 40  # tokens; of the fitting data's answers one in a thousand is longer

_BEGIN, _END = "<s>", "</s>"
NO_ANSWER = 0  # the place of `<s>`, which the span of a question without an answer is said to be


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """`<s> passage: words </s>`, cut to `LONGEST_PASSAGE`.

    `spans` (tokens, 2) are code-point offsets in the passage, empty for what is not of it.
    `is_open` (tokens,) says where an answer may start or end: in the passage's words, not in the
    title, source and day before them, and at `<s>` for no answer.
    """

    ids: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    is_open: npt.NDArray[np.bool_]

    def open_within(self, span: Span) -> npt.NDArray[np.bool_]:
        """Return `is_open` for answers inside a span of the passage only; shape (tokens,)."""
        inside = self.is_open & (self.spans[:, 0] < span.end) & (self.spans[:, 1] > span.start)
        inside[NO_ANSWER] = True
        return inside

    def tokens_of(self, answer: Span) -> tuple[int, int] | None:
        """Return the first and last token of an answer in the passage; None where it is cut off."""
        tokens = np.flatnonzero(self.open_within(answer))[1:]
        if not len(tokens) or self.spans[tokens[-1], 1] < answer.end:
            return None
        return int(tokens[0]), int(tokens[-1])


def question_ids(tokenizer: Tokenizer, question: str) -> npt.NDArray[np.int64]:
    """Return `<s> query: question </s>`, cut to `LONGEST_QUESTION`; shape (tokens,)."""
    asked = tokenizer.encode(f"{E5_PROMPTS['query']}{question}", add_special_tokens=False)
    return _framed(tokenizer, asked.ids[:LONGEST_QUESTION])


def reader_inputs(
    tokenizer: Tokenizer, passages: Sequence[str], words_from: Sequence[int]
) -> list[ReaderInput]:
    """Return what the reader reads of passages.

    Args:
        passages: what the encoder reads of them (`index.encoding.encoded_text`).
        words_from: for each, where its words begin, behind its article's context.
    """
    prompt = E5_PROMPTS["passage"]
    inputs = []
    prompted = [f"{prompt}{passage}" for passage in passages]
    for passage, encoding, first in zip(
        passages,
        tokenizer.encode_batch(prompted, add_special_tokens=False),
        words_from,
        strict=True,
    ):
        ids = _framed(tokenizer, encoding.ids[:LONGEST_PASSAGE])
        spans = np.zeros((len(ids), 2), dtype=np.int64)
        spans[1:-1] = np.array(encoding.offsets[:LONGEST_PASSAGE]).reshape(-1, 2) - len(prompt)
        spans.clip(0, out=spans)
        is_blank = np.array([not passage[start:end].strip() for start, end in spans])
        is_open = (spans[:, 1] > first) & ~is_blank
        is_open[NO_ANSWER] = True
        inputs.append(ReaderInput(ids, spans, is_open))
    return inputs


def _framed(tokenizer: Tokenizer, ids: Sequence[int]) -> npt.NDArray[np.int64]:
    begin, end = (tokenizer.token_to_id(piece) for piece in (_BEGIN, _END))
    return np.array([begin, *ids, end])


def best_span(
    logits: npt.NDArray[np.float32], is_open: npt.NDArray[np.bool_]
) -> tuple[int, int, float]:
    """Return the first and last token of the best answer, and by how much it beats having none.

    Where none may start, it is what the worst would be.

    Args:
        logits: (tokens, 2), that an answer starts and ends there.
    """
    none = float(logits[NO_ANSWER].sum())
    places = np.flatnonzero(is_open)[1:]
    if not len(places):
        return NO_ANSWER, NO_ANSWER, float(logits.min(axis=0).sum()) - none
    sums = logits[places, 0][:, None] + logits[places, 1][None, :]
    lengths = places[None, :] - places[:, None]
    sums[(lengths < 0) | (lengths >= LONGEST_ANSWER)] = -np.inf
    first, last = np.unravel_index(int(sums.argmax()), sums.shape)
    return int(places[first]), int(places[last]), float(sums[first, last]) - none
