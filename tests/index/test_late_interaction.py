"""The score on vectors small enough to work out by hand."""

import numpy as np
import pytest

from corpus.sentences import Span
from index.late_interaction import NO_MATCH, QueryTokens, score_spans

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
SLOPE = [0.6, 0.8]

QUERY = QueryTokens(
    np.array([EAST, NORTH], dtype=np.float32), np.array([0.25, 0.75], dtype=np.float32)
)
TOKENS = np.array([EAST, SLOPE], dtype=np.float32)
AT = np.array([[0, 4], [5, 9]])


def test_each_question_token_finds_its_best_match_in_the_span() -> None:
    # East is matched by east (1.0), north by the slope (0.8).
    assert score_spans(QUERY, TOKENS, AT, [Span(0, 9)]) == [pytest.approx(0.25 * 1 + 0.75 * 0.8)]


def test_only_tokens_that_overlap_the_span_count() -> None:
    first, second = score_spans(QUERY, TOKENS, AT, [Span(0, 4), Span(5, 9)])
    assert first == pytest.approx(0.25 * 1 + 0.75 * 0)
    assert second == pytest.approx(0.25 * 0.6 + 0.75 * 0.8)


def test_a_span_without_tokens_matches_nothing() -> None:
    assert score_spans(QUERY, TOKENS, AT, [Span(4, 5)]) == [pytest.approx(NO_MATCH)]


def test_it_is_maxsim_when_all_tokens_weigh_the_same() -> None:
    import torch
    from sentence_transformers.util import maxsim

    random = np.random.default_rng(7)
    query, document = (
        v / np.linalg.norm(v, axis=1, keepdims=True)
        for v in (random.normal(size=(5, 16)), random.normal(size=(11, 16)))
    )
    expected = float(maxsim([torch.from_numpy(query)], [torch.from_numpy(document)])[0, 0])
    tokens = QueryTokens(query.astype(np.float32), np.full(5, 1 / 5, dtype=np.float32))
    spans = np.arange(12).repeat(2)[1:-1].reshape(11, 2)
    [score] = score_spans(tokens, document.astype(np.float32), spans, [Span(0, 11)])
    assert score == pytest.approx(expected / 5, abs=1e-5)
