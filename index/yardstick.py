"""Passages that answer nothing in, how far a passage's score stands out from theirs out.

One question's late-interaction scores lie higher in its own language than in the other, and higher
for some questions than for others. The sample articles are what they are measured against: the
same in every index, so that no article of a collection changes the score of another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from corpus.article import Language
from index.arrays import Scores
from index.encoding import Encoder
from index.late_interaction import PassageTokens, QueryTokens, score_passages
from index.sample import sample_passages
from index.statistics import LANGUAGES, Centring
from index.token_codec import Codes, compress, expand

_BATCH = 32
_LEAST_DEVIATION = 0.02  # one in a hundred of the questions of eval/newsroom and xquad-dev has less


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The tokens of the passages of the sample articles, by language."""

    codes: Mapping[Language, Codes]
    passages: Mapping[Language, PassageTokens]

    @classmethod
    def of(cls, codes: Mapping[Language, Codes], lengths: Mapping[Language, Sequence[int]]) -> Self:
        """Return the yardstick of passages with these many tokens each."""
        return cls(
            codes,
            {
                language: PassageTokens(
                    expand(own),
                    np.concatenate(([0], np.cumsum(lengths[language]))),
                    np.zeros((len(own), 2), dtype=np.int64),
                )
                for language, own in codes.items()
            },
        )

    @classmethod
    def make(cls, encoder: Encoder, centring: Centring) -> Self:
        """Return the yardstick for the vectors of one encoder."""
        codes = {}
        lengths = {}
        for language, texts in sample_passages(encoder.count_tokens).items():
            encoded = [
                tokens
                for start in range(0, len(texts), _BATCH)
                for tokens in encoder.encode(texts[start : start + _BATCH], "passage").tokens
            ]
            lengths[language] = [len(tokens.ids) for tokens in encoded]
            vectors = np.concatenate([tokens.vectors for tokens in encoded])
            codes[language] = compress(centring.token_vectors(vectors, language, "passage"))
        return cls.of(codes, lengths)

    def save(self, path: Path) -> None:
        """Write the yardstick to `path`."""
        arrays = {f"codes_{language}": own for language, own in self.codes.items()}
        for language, own in self.passages.items():
            arrays[f"lengths_{language}"] = np.diff(own.offsets)
        np.savez(path, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the yardstick that was saved to `path`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls.of(
                {language: arrays[f"codes_{language}"] for language in LANGUAGES},
                {language: arrays[f"lengths_{language}"].tolist() for language in LANGUAGES},
            )

    def standardise(self, scores: Scores, query: QueryTokens, language: Language) -> Scores:
        """Return scores of one language's passages in standard deviations from the sample's.

        Score standardisation (Montague & Aslam 2001), by passages that no answer is among.
        """
        return in_deviations(scores, score_passages(query, self.passages[language]))


def in_deviations(scores: Scores, typical: Scores) -> Scores:
    """Return scores in standard deviations from typical ones of the same question."""
    standardised: Scores = (scores - typical.mean()) / max(typical.std(), _LEAST_DEVIATION)
    return standardised
