"""Words in, BM25 scores out (Robertson & Zaragoza 2009), one score a chunk."""

from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np
import numpy.typing as npt

from index.analysis import analyse


class LexicalIndex:
    """The words of all chunks, in the order of the chunks."""

    def __init__(self, model: bm25s.BM25) -> None:
        self._model = model

    @classmethod
    def build(cls, texts: Iterable[str]) -> "LexicalIndex":
        """Return the index of these texts, of which only the numbers of their terms are kept."""
        vocabulary: dict[str, int] = {}
        # Texts without any term get one that no question has: BM25 needs a mean length above 0.
        numbers = [
            [vocabulary.setdefault(term, len(vocabulary)) for term in analyse(text) or [""]]
            for text in texts
        ]
        model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
        model.index((numbers, vocabulary), show_progress=False)
        return cls(model)

    @classmethod
    def load(cls, directory: Path) -> "LexicalIndex":
        """Return the index that was saved in `directory`, memory-mapped."""
        return cls(bm25s.BM25.load(directory, mmap=True, show_progress=False))

    def save(self, directory: Path) -> None:
        """Write the index to `directory`."""
        self._model.save(directory, show_progress=False)

    def scores(self, question: str) -> npt.NDArray[np.float32]:
        """Return the BM25 score of every chunk for the question, (chunks,) float32."""
        terms = [term for term in set(analyse(question)) if term in self._model.vocab_dict]
        if not terms:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        scores: npt.NDArray[np.float32] = self._model.get_scores(sorted(terms))
        return scores
