"""Lines in, the words by which they can be seen to speak of the same things out."""

import re
from collections.abc import Iterable

from corpus.language import FRAME_WORDS
from corpus.normalization import words

_ARABIC_PREFIX = re.compile(r"[وفبكل]?(?:ال|لل)")


def content_words(lines: Iterable[str]) -> set[str]:
    """Return the stems of the words that are more than the frame of a sentence."""
    return {stem(word) for line in lines for word in words(line) if word not in FRAME_WORDS}


def stem(word: str) -> str:
    """Return a folded word without the Arabic article, which headlines leave off."""
    prefix = _ARABIC_PREFIX.match(word)
    return word[prefix.end() :] if prefix and len(word) > 4 else word
