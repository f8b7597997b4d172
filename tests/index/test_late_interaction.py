"""The score on vectors small enough to work out by hand."""

import numpy as np
import pytest

from corpus.sentences import Span
from index.late_interaction import (
    NO_MATCH,
    PassageTokens,
    QueryTokens,
    score_passages,
    score_spans,
)

EAST, NORTH = [1.0, 0.0], [0.0, 1.0]
SLOPE = [0.6, 0.8]

QUERY = QueryTokens(
    np.array([EAST, NORTH], dtype=np.float32), np.array([0.25, 0.75], dtype=np.float32)
)
# Three passages: «east slope», and one without a token, and «east».
PASSAGES = [
    PassageTokens(
        np.array(vectors, dtype=np.float32).reshape(-1, 2),
        np.array(spans, dtype=np.uint32).reshape(-1, 2),
    )
    for vectors, spans in [([EAST, SLOPE], [[0, 4], [5, 10]]), ([], []), ([EAST], [[0, 4]])]
]


def test_each_question_token_finds_its_best_match_in_the_passage() -> None:
    # East is matched by east (1.0), north by the slope (0.8); by east alone north is not at all.
    expected = [0.25 * 1 + 0.75 * 0.8, NO_MATCH, 0.25 * 1 + 0.75 * 0]
    scores = score_passages(QUERY, [tokens.vectors for tokens in PASSAGES])
    assert scores == pytest.approx(expected)


def test_no_passages() -> None:
    assert score_passages(QUERY, []).shape == (0,)
    assert score_spans(QUERY, [], [], []) == []


def test_only_tokens_that_overlap_the_span_count() -> None:
    spans = [[Span(0, 4), Span(5, 10)], [Span(0, 4)], [Span(0, 4)]]
    [[first, second], [nothing], [other]] = score_spans(QUERY, PASSAGES, spans, [0, 0, 0])
    assert first == pytest.approx(0.25 * 1 + 0.75 * 0)
    assert second == pytest.approx(0.25 * 0.6 + 0.75 * 0.8)
    assert nothing == pytest.approx(NO_MATCH)
    assert other == pytest.approx(first)


def test_a_span_without_tokens_matches_nothing() -> None:
    [[score], _, _] = score_spans(QUERY, PASSAGES, [[Span(4, 5)], [], []], [0, 0, 0])
    assert score == pytest.approx(NO_MATCH)


def test_what_the_context_says_counts_for_every_span() -> None:
    [[score], _, _] = score_spans(QUERY, PASSAGES, [[Span(5, 10)], [], []], [4, 0, 0])
    assert score == pytest.approx(0.25 * 1 + 0.75 * 0.8)


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
    [score] = score_passages(tokens, [document.astype(np.float32)])
    assert score == pytest.approx(expected / 5, abs=1e-5)
