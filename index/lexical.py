"""Words in, BM25 scores out (Robertson & Zaragoza 2009), as a share of the highest there can be."""

from collections.abc import Iterable
from pathlib import Path

import bm25s
import numpy as np

from index.analysis import analyse
from index.arrays import Scores
from index.statistics import inverse_document_frequency


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

    def coverage(self, question: str) -> Scores:
        """Return the share of the question's words that every chunk says, (chunks,), 0 to 1.

        With BM25 as the measure: rare words weigh more, and a word counts more the more often it
        is said, by less and less. The bound, Σ idf over the question's terms with those that no
        chunk has, is never reached, and so shares are comparable between questions.
        """
        terms = sorted(set(analyse(question)))
        known = [term for term in terms if term in self._model.vocab_dict]
        if not known:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        scores: Scores = self._model.get_scores(known)
        return scores / np.float32(sum(map(self._idf, terms)))

    def _idf(self, term: str) -> float:
        """Return the inverse document frequency of a term."""
        number = self._model.vocab_dict.get(term)
        begins = self._model.scores["indptr"]
        frequency = 0 if number is None else int(begins[number + 1] - begins[number])
        return float(inverse_document_frequency(frequency, self._model.scores["num_docs"]))
