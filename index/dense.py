"""Vectors in, similarities of meaning out: a FAISS index that looks at every passage vector.

All of them are compared with each question, so a search within a language or a time misses nothing
that an index of neighbourhoods would; what grows with the collection is only what a number takes.
"""

from collections.abc import Mapping
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index.arrays import Scores
from index.encoding import Vectors
from index.statistics import Statistics

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

HALF_PRECISION = 250_000
"""Up to how many vectors are kept in 16 bits a number; more are in 8 bits.

Of 300,000 vectors, mixed from those of 2,800 news and encyclopedia passages with noise on top, a
search takes 23 ms of one core in 32 bits, 12 in 16 and 8.5 in 8, with 1.000, 1.000 and .998 of the
exact 100 nearest; of 50,000 it takes 4.9, 1.8 and 1.4 ms, with .995 of them in 8 bits; 4 bits lose
two to six in a hundred and are no faster (`python -m tests.benchmarks.precision`).
"""
_SAMPLED = 16  # every so many vectors of the large collection say what range its numbers have


class DenseIndex:
    """One centred unit vector a chunk; the chunks of a language stand together."""

    def __init__(self, vectors: faiss.Index, statistics: Statistics) -> None:
        self._vectors = vectors
        self._statistics = statistics

    @classmethod
    def build(cls, vectors: Mapping[Language, Vectors], statistics: Statistics) -> "DenseIndex":
        """Return the index of the centred vectors of each language, (n, dim), in this order."""
        blocks = list(vectors.values())
        kinds = faiss.ScalarQuantizer
        is_small = sum(map(len, blocks)) <= HALF_PRECISION
        kind = kinds.QT_fp16 if is_small else kinds.QT_8bit_uniform
        stored = faiss.IndexScalarQuantizer(blocks[0].shape[1], kind, faiss.METRIC_INNER_PRODUCT)
        stored.train(np.concatenate([block[::_SAMPLED] for block in blocks]))
        for block in blocks:
            stored.add(block)
        return cls(stored, statistics)

    @classmethod
    def load(cls, path: Path, statistics: Statistics) -> "DenseIndex":
        """Return the index saved at `path`, memory-mapped. Verify the file's checksum first."""
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC), statistics)

    def save(self, path: Path) -> None:
        """Write the index to `path`.

        Raises:
            OSError: it cannot be written. Left to itself, FAISS overlooks a full disk on closing.
        """
        with path.open("wb") as file:
            writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
            faiss.write_index(self._vectors, writer)

    def nearest(self, query: Vectors, among: range | Mask, depth: int) -> Ids:
        """Return the chunks that are nearest to a centred question, nearest first.

        Args:
            among: a range of chunks, or for each chunk whether it is looked at.
        """
        selector = (
            faiss.IDSelectorRange(among.start, among.stop)
            if isinstance(among, range)
            else faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg,arg-type]
        )
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, ids = self._vectors.search(query[None], depth, params=parameters)
        found: Ids = ids[0]
        return found[found >= 0]  # there may be fewer

    def similarities(self, query: Vectors, chunks: Ids) -> Scores:
        """Return the cosines of chunks with a centred question, (chunks,)."""
        cosines: Scores = self._vectors.reconstruct_batch(chunks) @ query
        return cosines

    def cosines(self, chunk: int, chunks: Ids) -> Scores:
        """Return the cosines of chunks with one of them, (chunks,)."""
        [own] = self._vectors.reconstruct_batch(np.array([chunk]))
        return self.similarities(own, chunks)

    def standardise(self, similarities: Scores, query: Vectors, language: Language) -> Scores:
        """Return similarities in standard deviations from that of an arbitrary passage.

        For passages v of one language with the mean m and the covariance C, similarity to the
        question q has the mean q·m and the variance qᵀCq. So languages that the model keeps apart
        come onto one scale (score standardisation, Montague & Aslam 2001; moments in closed form).
        """
        mean = query @ self._statistics.means[language]
        variance = query @ self._statistics.covariances[language] @ query
        return ((similarities - mean) / np.sqrt(variance)).astype(np.float32)
