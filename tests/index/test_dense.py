"""What is nearest in meaning, by the vectors' own cosines."""

from pathlib import Path

import numpy as np
import pytest

from corpus.article import Language
from index import dense
from index.dense import DenseIndex
from index.encoding import Vectors
from index.statistics import Statistics, unit


@pytest.fixture
def vectors() -> Vectors:
    chance = np.random.default_rng(0)
    return unit(chance.standard_normal((2000, 64), dtype=np.float32))


def saved(vectors: Vectors, path: Path) -> DenseIndex:
    halves: dict[Language, Vectors] = {"ar": vectors[:1000], "en": vectors[1000:]}
    statistics = Statistics.gather(halves, {})
    DenseIndex.build(halves, statistics).save(path)
    return DenseIndex.load(path, statistics)


def test_the_nearest_are_those_of_the_highest_cosines(tmp_path: Path, vectors: Vectors) -> None:
    stored = saved(vectors, tmp_path / "vectors.faiss")
    query = vectors[1234]
    expected = 1000 + np.argsort(-(vectors[1000:] @ query))[:5]
    nearest = stored.nearest(query, range(1000, 2000), 5)
    assert nearest.tolist() == expected.tolist()
    assert nearest[0] == 1234
    assert np.allclose(stored.similarities(query, nearest), vectors[nearest] @ query, atol=0.001)


def test_only_chunks_of_the_mask_are_looked_at(tmp_path: Path, vectors: Vectors) -> None:
    stored = saved(vectors, tmp_path / "vectors.faiss")
    among = np.zeros(len(vectors), dtype=bool)
    among[[3, 70, 1500]] = True
    order = np.argsort(-(vectors[[3, 70, 1500]] @ vectors[70]))
    assert (
        stored.nearest(vectors[70], among, 10).tolist() == np.array([3, 70, 1500])[order].tolist()
    )
    assert stored.nearest(vectors[70], np.zeros_like(among), 10).tolist() == []


def test_a_large_collection_takes_a_byte_a_number_and_finds_the_same(
    tmp_path: Path, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = saved(vectors, tmp_path / "small.faiss")
    monkeypatch.setattr(dense, "HALF_PRECISION", len(vectors) - 1)
    large = saved(vectors, tmp_path / "large.faiss")
    sizes = [(tmp_path / name).stat().st_size for name in ("large.faiss", "small.faiss")]
    assert sizes[0] == pytest.approx(len(vectors) * 64, rel=0.01)
    assert sizes[1] == pytest.approx(2 * len(vectors) * 64, rel=0.01)
    same = [
        len(
            set(large.nearest(query, range(1000), 100))
            & set(small.nearest(query, range(1000), 100))
        )
        for query in vectors[:20]
    ]
    assert np.mean(same) >= 98
