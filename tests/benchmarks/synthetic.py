"""Sample articles in, many of the same length but of other words out; and vectors for them at once.

Words are exchanged for invented ones, which are drawn as words of a language are: by Zipf's law.
So a collection's vocabulary grows with it, and what a question's words cost to look up is true to
life. Vectors are random: what they find means nothing, but takes as long to find.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Language
from index.encoding import Encoded, Kind, TokenVectors
from index.statistics import unit

WORDS_AN_ARTICLE = 45
"""With three tokens a word a passage of that length has as many as one of real articles."""

_INVENTED = 200_000  # words of each language
_EXCHANGED = 0.7  # of the words of an article: more than two reports of one thing differ by
_FIRST_DAY, _DAYS = date(2014, 1, 1), 4000
_TABLE = 1 << 14  # vectors that tokens share
_SYLLABLES: dict[Language, list[str]] = {
    "ar": [c + v for c in "بتجحدرزسشصطعفقكلمنهي" for v in ("ا", "و", "ي", "")],
    "en": [c + v for c in "bdfghklmnprstvz" for v in "aeiou"],
}


def invented_articles(
    originals: Sequence[Article], count: int, length: int | None = None
) -> Iterator[Article]:
    """Yield `count` articles as long as the originals, most of their words others.

    Args:
        length: the words after which each is cut off.
    """
    chance = random.Random(0)
    words = {language: _invented_words(language, chance) for language in _SYLLABLES}
    ranks = list(accumulate(1 / rank for rank in range(1, _INVENTED + 1)))
    for number in range(count):
        original = originals[number % len(originals)]
        text = " ".join(original.text.split()[:length]) if length else original.text
        own = words[original.language]
        there = re.findall(r"\w{4,}", text)
        drawn = iter(chance.choices(own, cum_weights=ranks, k=len(there)))

        def other(match: re.Match[str], drawn: Iterator[str] = drawn) -> str:
            word = next(drawn)
            if chance.random() > _EXCHANGED:
                return match[0]
            return word.title() if match[0].istitle() else word

        yield replace(
            original,
            id=f"{number}",
            text=re.sub(r"\w{4,}", other, text),
            source=f"Source {number % 50}",
            published=(_FIRST_DAY + timedelta(days=number * 7919 % _DAYS)).isoformat(),
            url="",
        )


def _invented_words(language: Language, chance: random.Random) -> list[str]:
    syllables = _SYLLABLES[language]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_INVENTED)]


class SyntheticEncoder:
    """Random vectors of the bundled model's size: a word always has the same ones.

    With three tokens a word, a passage of 45 words has as many tokens as one of the bundled model's
    has on average, at a third of what its text costs.
    """

    dimension = 384

    def __init__(self, tokens_a_word: int = 1) -> None:
        self.name = f"synthetic-{tokens_a_word}"
        self._tokens_a_word = tokens_a_word
        chance = np.random.default_rng(0)
        shape = (_TABLE, self.dimension)
        self._vectors = unit(chance.standard_normal(shape, dtype=np.float32))

    def encode(self, texts: Sequence[str], kind: Kind) -> Encoded:
        """Return a token a word, its vector from a table; a text's is the mean of its tokens'."""
        tokens = [self._tokens(text) for text in texts]
        return Encoded(unit(np.stack([own.vectors.sum(axis=0) for own in tokens])), tokens)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return the number of words of each text."""
        return [len(text.split()) for text in texts]

    def rarity(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return 1 for each token."""
        return np.ones(len(ids), dtype=np.float32)

    def _tokens(self, text: str) -> TokenVectors:
        found = list(re.finditer(r"\S+", text))
        ids = np.array([_number(word[0]) for word in found], dtype=np.int64)
        spans = np.array([word.span() for word in found], dtype=np.int64).reshape(-1, 2)
        pieces = np.arange(self._tokens_a_word)
        ids = ((ids[:, None] + pieces) % _TABLE).reshape(-1)
        return TokenVectors(self._vectors[ids], ids, np.repeat(spans, len(pieces), axis=0))


@lru_cache(maxsize=1 << 18)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") % _TABLE


SYNTHETIC = {f"synthetic-{number}": partial(SyntheticEncoder, number) for number in (1, 3)}
"""Makes the encoders by their names."""
