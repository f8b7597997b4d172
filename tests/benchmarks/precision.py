"""How fast, and how well, vectors of fewer bits a number are searched.

    python -m tests.benchmarks.precision --index DIR [--vectors 300000]

The vectors are those of an index, mixed two by two with noise on top until there are enough; a
hundred that were left out are the questions. Times are of one core.
"""

import argparse
import time
from pathlib import Path

import faiss
import numpy as np

from index.dense import Ids
from index.encoding import Vectors
from index.statistics import unit
from tests.benchmarks.machine import machine

_QUESTIONS, _DEPTH = 100, 100
_MOST = 0.5  # of a mixture that is the second vector
_NOISE = 0.015  # standard deviation a number

_KINDS = {
    "32 bits": None,
    "16 bits": faiss.ScalarQuantizer.QT_fp16,
    "8 bits": faiss.ScalarQuantizer.QT_8bit_uniform,
    "4 bits": faiss.ScalarQuantizer.QT_4bit_uniform,
}


def main() -> None:
    """Print time and recall of each kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--vectors", type=int, default=300_000, metavar="N")
    arguments = parser.parse_args()
    faiss.omp_set_num_threads(1)
    files = sorted((arguments.index / "segments").glob("*/vectors.npy"))
    real = np.unique(np.concatenate([np.load(file) for file in files]), axis=0)
    chance = np.random.default_rng(0)
    chance.shuffle(real)
    asked, real = real[:_QUESTIONS], real[_QUESTIONS:]
    vectors = _mixed(real, arguments.vectors, chance)
    print(f"{machine()}, {len(real):,} real vectors, {len(vectors):,} in all")
    exact = None
    for name, kind in _KINDS.items():
        size, *metric = real.shape[1], faiss.METRIC_INNER_PRODUCT
        stored = (
            faiss.IndexFlat(size, *metric)
            if kind is None
            else faiss.IndexScalarQuantizer(size, kind, *metric)
        )
        stored.train(vectors)
        stored.add(vectors)
        found, seconds = _searched(stored, asked)
        exact = found if exact is None else exact
        shares = [len(set(f) & set(e)) / _DEPTH for f, e in zip(found, exact, strict=True)]
        print(f"{name:8} {1000 * seconds:7.1f} ms   recall@{_DEPTH} {np.mean(shares):.4f}")


def _mixed(real: Vectors, count: int, chance: np.random.Generator) -> Vectors:
    first, second = real[chance.integers(len(real), size=(2, count))]
    share = chance.random((count, 1), dtype=np.float32) * _MOST
    noise = _NOISE * chance.standard_normal(first.shape, dtype=np.float32)
    return unit((1 - share) * first + share * second + noise)


def _searched(stored: faiss.Index, asked: Vectors) -> tuple[list[Ids], float]:
    """Return what is nearest to each question, and the processor seconds that one took."""
    every = faiss.IDSelectorRange(0, stored.ntotal)
    within = faiss.SearchParameters(sel=every)  # type: ignore[call-arg]
    stored.search(asked[:1], _DEPTH, params=within)
    begun = time.process_time()
    found = [stored.search(one[None], _DEPTH, params=within)[1][0] for one in asked]
    return found, (time.process_time() - begun) / len(asked)


if __name__ == "__main__":
    main()
