"""Written passages and what the search finds for their questions in, the units of a pass out."""

from collections.abc import Iterator, Sequence
from random import Random

from corpus.chunking import CountTokens
from corpus.language import detect_language
from index.reader_training.examples import (
    ANSWERABLE,
    Chunked,
    Example,
    Unit,
    WrittenPassage,
    WrittenQuestion,
    pair_up,
)
from index.reader_training.hard_passages import Hard, is_drawn
from index.reader_training.minimal_pairs import SWAPPED, swapped
from index.reader_training.recipe import Shares
from index.reader_training.recurring_spans import MASKED, recurring

HARD, RANDOM, CHATTER, ELSEWHERE = "hard", "random", "chatter", "elsewhere"
MADE = (SWAPPED, HARD, RANDOM, ELSEWHERE, CHATTER, MASKED)
"""Kinds that nobody wrote. All others but `ANSWERABLE` are near misses."""

_CHATTER = (
    "good evening", "thanks a lot, bye", "who made you?", "are you there", "make me laugh",
    "what do you think about love?", "can you help me with my homework", "ok never mind",
    "how old are you", "sing me a song", "what should I cook tonight?", "is it going to rain",
    "best phone under 300", "how do I reset my password", "what is the capital of Peru?",
    "مساء النور", "شكرا كتير", "مين برمجك؟", "انت هون؟", "ضحكني شوي", "شو رأيك بالحب",
    "ساعدني بالواجب", "خلص مو مهم", "كم عمرك", "غن لي أغنية", "شو أطبخ اليوم؟", "هل ستمطر غدا",
    "أفضل هاتف رخيص", "كيف أغير كلمة السر", "ما عاصمة البيرو؟",
)  # fmt: skip


class Mixture:
    """The passages of a training, chunked; drawn from anew for each pass."""

    def __init__(
        self,
        passages: Sequence[WrittenPassage],
        count_tokens: CountTokens,
        shares: Shares,
        hard: Hard,
    ) -> None:
        self._chunked = [Chunked(passage, count_tokens) for passage in passages]
        self._by_id = {one.passage.id: one for one in self._chunked}
        self._shares = shares
        self._hard = hard

    def draw(self, seed: str) -> list[Unit]:
        """Return the units of one pass, the same ones for the same seed."""
        random = Random(seed)  # noqa: S311 - to be drawn again, not to be secret
        return [unit for one in self._chunked for unit in self._of(one, random) if unit]

    def _of(self, one: Chunked, random: Random) -> Iterator[Unit]:
        changed = swapped(one.passage, random)
        for right, wrong in pair_up(one.passage.questions):
            examples = [one.example(q) for q in (right, wrong) if q]
            if right and examples[0]:
                examples += self._further(one, right, changed, random)
            yield tuple(example for example in examples if example)
        if random.random() < self._shares.masked * _answerable(one.passage):
            chunk = random.choice(one.chunks)
            text = one.passage.text[chunk.start : chunk.end]
            yield recurring(text, one.passage.language, one.context, random) or ()
        if random.random() < self._shares.chatter * _answerable(one.passage):
            yield (self._chatter(one, random),)

    def _further(
        self,
        one: Chunked,
        right: WrittenQuestion,
        changed: dict[str, WrittenQuestion],
        random: Random,
    ) -> Iterator[Example | None]:
        shares = self._shares
        if random.random() < shares.swapped and right.q in changed:
            yield one.example(changed[right.q])
        if random.random() < shares.elsewhere:
            yield one.elsewhere(right, random)
        if is_drawn(right.q, shares.hard) and self._hard.get(right.q):
            id_, chunk = random.choice(self._hard[right.q])
            other = self._by_id[id_]
            yield other.show(right, chunk, HARD)
        if random.random() < shares.random:
            other = random.choice(self._chunked)
            if other is not one:
                chunk = random.choice(other.chunks)
                yield other.show(right, chunk, RANDOM)

    def _chatter(self, one: Chunked, random: Random) -> Example:
        words = random.choice(_CHATTER)
        said = WrittenQuestion(q=words, language=detect_language(words), answerable=False)
        return one.show(said, random.choice(one.chunks), CHATTER)


def _answerable(passage: WrittenPassage) -> int:
    return sum(question.answerable for question in passage.questions)


def counts(units: Sequence[Unit]) -> dict[str, int]:
    """Return how many examples there are of each kind."""
    kinds = [example.kind for unit in units for example in unit]
    return {kind: kinds.count(kind) for kind in [ANSWERABLE, *sorted({*kinds} - {ANSWERABLE})]}
