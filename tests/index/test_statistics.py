"""Means, covariance and token weights on numbers small enough to work out by hand."""

from pathlib import Path

import numpy as np
import pytest

from index.encoding import Vectors
from index.statistics import PRIOR_TEXTS, QUERY_CENTRING, Centring, Pair, Statistics

EAST = np.array([1, 0], dtype=np.float32)
NORTH = np.array([0, 1], dtype=np.float32)
VECTORS: Vectors = np.stack([EAST, NORTH])


STATISTICS = Statistics.gather({"en": VECTORS}, {1: 2, 2: 1})


def test_moments_start_from_texts_of_no_direction() -> None:
    mean = (EAST + NORTH) / (2 + PRIOR_TEXTS)
    scatter = sum(np.outer(v - mean, v - mean) for v in VECTORS) + PRIOR_TEXTS * np.eye(2) / 2
    assert STATISTICS.means["en"] == pytest.approx(mean)
    assert STATISTICS.covariances["en"] == pytest.approx(scatter / (2 + PRIOR_TEXTS))


def test_a_token_in_fewer_chunks_weighs_more() -> None:
    weights = STATISTICS.token_weights(np.array([1, 2, 99]), np.ones(3, dtype=np.float32))
    counts = np.array([2, 1, 0])  # chunks that hold the token, of two
    inverse = np.log1p((2 - counts + 0.5) / (counts + 0.5))
    assert weights == pytest.approx(inverse / inverse.sum())
    assert weights[0] < weights[1] < weights[2]


def test_a_token_rare_in_texts_at_large_weighs_more() -> None:
    rarity = np.array([3, 1], dtype=np.float32)
    assert STATISTICS.token_weights(np.array([1, 1]), rarity) == pytest.approx([0.75, 0.25])


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    STATISTICS.save(tmp_path / "statistics.npz")
    loaded = Statistics.load(tmp_path / "statistics.npz")
    assert loaded.document_frequencies == {1: 2, 2: 1}
    assert loaded.chunks == 2
    assert loaded.means.keys() == {"en"}
    assert np.array_equal(loaded.covariances["en"], STATISTICS.covariances["en"])


def test_centring_takes_off_the_mean_of_kind_and_language() -> None:
    nothing = np.zeros(2, dtype=np.float32)
    centring = Centring(
        "by hand",
        {("passage", "en"): EAST, ("passage", "ar"): nothing, ("query", "en"): NORTH},
        {("passage", "ar"): NORTH},
    )
    assert centring.passages(2 * VECTORS, "en")[0] == pytest.approx(EAST)
    assert centring.passages(VECTORS, "ar") == pytest.approx(VECTORS)
    assert centring.query(2 * NORTH, "en") == pytest.approx(NORTH)
    expected = EAST - QUERY_CENTRING * NORTH
    assert centring.query(EAST, "en") == pytest.approx(expected / np.linalg.norm(expected))
    assert centring.token_vectors(VECTORS, "ar", "passage")[1] == pytest.approx([0, 0])


def test_means_that_are_saved_are_loaded(tmp_path: Path) -> None:
    pairs: list[Pair] = [(k, one) for k in ("query", "passage") for one in ("ar", "en")]
    texts = {pair: np.full(2, number, np.float32) for number, pair in enumerate(pairs)}
    Centring("by hand", texts, dict.fromkeys(pairs, EAST)).save(tmp_path / "centring.npz")
    loaded = Centring.load(tmp_path / "centring.npz")
    assert loaded.codec.startswith("by hand, ")
    for number, pair in enumerate(pairs):
        assert loaded.texts[pair].tolist() == [number, number]
        assert loaded.tokens[pair].tolist() == [1, 0]


def test_typical_means_are_most_of_a_vector() -> None:
    typical = Centring.typical()
    assert len(typical.texts) == len(typical.tokens) == 4
    for mean in typical.texts.values():
        assert mean.shape == (384,)
        assert 0.8 < float(np.linalg.norm(mean)) < 1
