"""Passages of other matters in, how far a passage's score stands out from theirs out.

One question's late-interaction scores lie higher in its own language than in the other, and higher
for some questions than for others. The sample articles are what they are measured against: the
same in every index, so that no article of a collection changes the score of another. To a question
on their own matter, Damascus, they are no other matter: the best passage then stands out half as
far, and words, names and time count for more beside it. To leave out those of them that stand out
themselves (above 2 to 3 deviations, or the highest quarter) mends that, and costs two to four of
eval/newsroom's 28 Arabic questions on English reports.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index.arrays import Scores
from index.encoding import Encoder
from index.late_interaction import QueryTokens, score_passages
from index.sample import sample_passages
from index.statistics import LANGUAGES, Centring
from index.token_codec import Codes, compress, expand

_BATCH = 32
_LEAST_DEVIATION = 0.02  # one in a hundred of the questions of eval/newsroom and xquad-dev has less


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The token vectors of the passages of the sample articles, compressed, by language."""

    passages: Mapping[Language, Sequence[Codes]]

    @classmethod
    def make(cls, encoder: Encoder, centring: Centring) -> Self:
        """Return the yardstick for the vectors of one encoder."""
        passages = {}
        for language, texts in sample_passages(encoder.count_tokens).items():
            encoded = [
                tokens
                for start in range(0, len(texts), _BATCH)
                for tokens in encoder.encode(texts[start : start + _BATCH], "passage").tokens
            ]
            vectors = np.concatenate([tokens.vectors for tokens in encoded])
            codes = compress(centring.token_vectors(vectors, language, "passage"))
            passages[language] = _split(codes, [len(tokens.ids) for tokens in encoded])
        return cls(passages)

    def save(self, path: Path) -> None:
        """Write the yardstick to `path`."""
        arrays = {}
        for language, own in self.passages.items():
            arrays[f"codes_{language}"] = np.concatenate(own)
            arrays[f"lengths_{language}"] = np.array([len(codes) for codes in own])
        np.savez(path, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the yardstick that was saved to `path`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(
                {
                    language: _split(arrays[f"codes_{language}"], arrays[f"lengths_{language}"])
                    for language in LANGUAGES
                }
            )

    def standardise(self, scores: Scores, query: QueryTokens, language: Language) -> Scores:
        """Return scores of one language's passages in standard deviations from the sample's.

        Score standardisation (Montague & Aslam 2001), by passages that few answers are among.
        """
        typical = score_passages(query, map(expand, self.passages[language]))
        return in_deviations(scores, typical)


def _split(codes: Codes, lengths: npt.ArrayLike) -> list[Codes]:
    """Return the codes of each passage, a view of all of them."""
    return np.split(codes, np.cumsum(lengths)[:-1])


def in_deviations(scores: Scores, typical: Scores) -> Scores:
    """Return scores in standard deviations from typical ones of the same question."""
    standardised: Scores = (scores - typical.mean()) / max(typical.std(), _LEAST_DEVIATION)
    return standardised
