"""Where question and passage stand among the tokens, and which of them make the best answer."""

from typing import cast

import numpy as np
import pytest

from corpus.sentences import Span
from index.encoding import Encoder
from index.onnx_encoder import OnnxEncoder
from index.reader_input import (
    LONGEST_PASSAGE,
    LONGEST_QUESTION,
    ReaderInput,
    best_span,
    question_ids,
    reader_inputs,
)

WORDS = "قال الوزير سليم الدرّاز إن 45 عاملاً نُقلوا. The minister, Salim Darraz, left on 3 May 2021."
CONTEXT = "Ministers (Ledger, 2021-05-04)\n"


@pytest.fixture
def encoder(bundled_encoder: Encoder) -> OnnxEncoder:
    return cast(OnnxEncoder, bundled_encoder)


def test_an_answer_has_the_tokens_that_hold_exactly_its_characters(encoder: OnnxEncoder) -> None:
    [one] = reader_inputs(encoder.tokenizer, [CONTEXT + WORDS], [len(CONTEXT)])
    for answer in ("سليم الدرّاز", "45 عاملاً", "Salim Darraz", "3 May 2021", "قال"):
        start = (CONTEXT + WORDS).index(answer)
        tokens = one.tokens_of(Span(start, start + len(answer)))
        assert tokens is not None
        first, last = tokens
        read = (CONTEXT + WORDS)[one.spans[first, 0] : one.spans[last, 1]]
        assert read.strip() == answer


def test_the_context_is_read_but_holds_no_answer(encoder: OnnxEncoder) -> None:
    [one] = reader_inputs(encoder.tokenizer, [CONTEXT + WORDS], [len(CONTEXT)])
    assert one.tokens_of(Span(0, len("Ministers"))) is None
    pieces = "".join(str(encoder.tokenizer.id_to_token(id_)) for id_ in one.ids)
    assert pieces.startswith("<s>▁passage:▁Ministers▁(Ledger,▁2021-05-04)▁قال")
    begin, end = (encoder.tokenizer.token_to_id(piece) for piece in ("<s>", "</s>"))
    assert one.ids[0] == begin
    assert (one.ids == end).sum() == 1
    assert one.is_open[0]
    assert not one.is_open[one.ids == end].any()


def test_the_tokens_are_those_of_the_encoder(encoder: OnnxEncoder) -> None:
    [one] = reader_inputs(encoder.tokenizer, [WORDS], [0])
    assert one.ids.tolist() == encoder.tokenizer.encode(f"passage: {WORDS}").ids
    asked = question_ids(encoder.tokenizer, "من هو؟")
    assert asked.tolist() == encoder.tokenizer.encode("query: من هو؟").ids


def test_what_is_too_long_is_cut_at_its_end(encoder: OnnxEncoder) -> None:
    text = "word " * 400 + "end"
    [one] = reader_inputs(encoder.tokenizer, [text], [0])
    assert len(one.ids) == LONGEST_PASSAGE + 2
    assert len(question_ids(encoder.tokenizer, "why " * 100)) == LONGEST_QUESTION + 2
    assert one.tokens_of(Span(0, 4)) is not None
    assert one.tokens_of(Span(len(text) - 3, len(text))) is None


def _input(is_open: list[bool]) -> ReaderInput:
    size = len(is_open)
    return ReaderInput(
        np.zeros(size, dtype=np.int64), np.zeros((size, 2), dtype=np.int64), np.array(is_open)
    )


def test_the_best_span_starts_before_it_ends_within_the_words() -> None:
    one = _input([True, False, True, True, True])
    logits = np.array([[1, 0], [99, 99], [0, 5], [4, 1], [0, 3]], dtype=np.float32)
    # Starting at 3: ending at 3 gives 5, at 4 gives 7; starting at 2 and ending at 2 gives 5.
    assert best_span(logits, one.is_open) == (3, 4, 7 - 1)


def test_without_words_there_is_no_span() -> None:
    logits = np.array([[2, 3], [-1, 7], [4, -5]], dtype=np.float32)
    # What the worst would be, a start of -1 and an end of -5, beside none: 2 and 3.
    assert best_span(logits, _input([True, False, False]).is_open) == (0, 0, -6 - 5)
