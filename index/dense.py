"""Vectors in, similarities of meaning out: an exact FAISS index over centred passage vectors."""

from collections.abc import Mapping
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index.encoding import Vectors
from index.statistics import Statistics

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class DenseIndex:
    """One centred unit vector a chunk; the chunks of a language stand together."""

    def __init__(self, vectors: faiss.Index, statistics: Statistics) -> None:
        self._vectors = vectors
        self._statistics = statistics

    @classmethod
    def build(cls, vectors: Mapping[Language, Vectors], statistics: Statistics) -> "DenseIndex":
        """Return the index of the centred vectors of each language, (n, dim), in this order."""
        blocks = list(vectors.values())
        flat = faiss.IndexFlatIP(blocks[0].shape[1])
        for block in blocks:
            flat.add(block)
        return cls(flat, statistics)

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

    def nearest(self, query: Vectors, within: range, depth: int) -> Ids:
        """Return the chunks of a range that are nearest to a centred question, nearest first."""
        selector = faiss.IDSelectorRange(within.start, within.stop)
        parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        _, ids = self._vectors.search(query[None], min(depth, len(within)), params=parameters)
        found: Ids = ids[0]
        return found

    def similarities(self, query: Vectors, chunks: Ids) -> Scores:
        """Return the cosines of chunks with a centred question, (chunks,)."""
        cosines: Scores = self._vectors.reconstruct_batch(chunks) @ query
        return cosines

    def standardise(self, similarities: Scores, query: Vectors, language: Language) -> Scores:
        """Return similarities in standard deviations from that of an arbitrary passage.

        For passages v of one language with the mean m and the covariance C, similarity to the
        question q has the mean q·m and the variance qᵀCq. So languages that the model keeps apart
        come onto one scale (score standardisation, Montague & Aslam 2001; moments in closed form).
        """
        mean = query @ self._statistics.means[language]
        variance = query @ self._statistics.covariances[language] @ query
        return ((similarities - mean) / np.sqrt(variance)).astype(np.float32)
