"""A text in, questions made of its own recurring words out (Ram et al. 2021, Splinter).

Where words occur in two sentences of a chunk, one of the sentences is taken out and asked with a
gap where the words were; they are to be found in what is left. Without their other sentence there
is no answer. It costs no writing and teaches to point; it says little of near misses.
"""

import re
from collections.abc import Iterator
from random import Random

from corpus.article import Language
from corpus.sentences import Span, split_sentences
from index.analysis import analyse
from index.names import content_words
from index.reader_training.examples import ANSWERABLE, Example, Unit, locate

MASKED = "masked"
GAP = "…"

_LONGEST_SPAN = 4  # words
_LONGEST_SENTENCE = 40  # words; a longer one is no question


def recurring(text: str, language: Language, about: str, random: Random) -> Unit | None:
    """Return an answerable question of a chunk and the same without an answer; None for no chunk.

    Args:
        about: the context of the chunk.
    """
    sentences = [text[s.start : s.end] for s in split_sentences(text)]
    found = list(_spans(sentences))
    if not found:
        return None
    longest = max(len(words.split()) for words, *_ in found)
    words, asked, answering = random.choice([f for f in found if len(f[0].split()) == longest])
    question = sentences[asked].replace(words, GAP)
    left = [s for i, s in enumerate(sentences) if i != asked]
    without = [s for s in left if not _holds(s, words)]
    kept = " ".join(left)
    at = locate(sentences[answering], words, question)
    before = sum(len(s) + 1 for i, s in enumerate(sentences[:answering]) if i != asked)
    right = Example(
        question,
        about,
        kept,
        Span(before + at.start, before + at.end),
        ANSWERABLE,
        language,
        language,
    )
    if not without:
        return (right,)
    wrong = Example(question, about, " ".join(without), None, MASKED, language, language)
    return (right, wrong)


def _spans(sentences: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield words that recur, the sentence to ask and the one that answers."""
    split = [sentence.split() for sentence in sentences]
    for asked, own in enumerate(split):
        if not 4 <= len(own) <= _LONGEST_SENTENCE:
            continue
        for length in range(1, _LONGEST_SPAN + 1):
            for start in range(len(own) - length + 1):
                words = " ".join(own[start : start + length]).strip(".,،؛;:!?؟\"'«»“”()[]")
                if not (_is_meant(words) and _holds(sentences[asked], words)):
                    continue
                holding = [
                    i for i, other in enumerate(sentences) if i != asked and _holds(other, words)
                ]
                if len(holding) == 1:
                    yield words, asked, holding[0]


def _is_meant(words: str) -> bool:
    """Return whether words open and close with words that say something; numbers do not."""
    own = words.split()
    if not own:
        return False
    edges = {own[0], own[-1]}
    return all(len(edge) > 2 and analyse(edge) and any(content_words(edge)) for edge in edges)


def _holds(sentence: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence) is not None
