"""Ranked chunks in, the same without repetitions out, each with those that say the same.

One event makes many reports. Articles that report the same are linked when the index is built
(`corpus.duplicates`); but two papers on one event share their first paragraphs more than the rest,
and what only one of them has must not be lost behind the other. So chunks are folded, not articles.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from corpus.overlap import content_words

SAME_PASSAGE = 0.2
"""Jaccard similarity of the content words of two chunks of linked articles that say the same.

In eval/newsroom's five pairs: .26 to .41 where they do, up to .14 where they do not.
"""


def fold_reports(
    ranked: Iterable[tuple[int, int, int]], read: Callable[[int], str]
) -> dict[int, list[int]]:
    """Return the chunks to be listed, in order, each with the later ones that it stands for.

    Args:
        ranked: chunk, article and first of the linked articles, as numbers, the best chunk first.
        read: returns a chunk's text.
    """
    listed: dict[int, list[int]] = {}
    by_report: dict[int, list[tuple[int, int]]] = defaultdict(list)
    words: dict[int, set[str]] = {}

    def words_of(chunk: int) -> set[str]:
        if chunk not in words:
            words[chunk] = content_words([read(chunk)])
        return words[chunk]

    for chunk, article, report in ranked:
        before = by_report[report]
        others = (other for other, its_article in before if its_article != article)
        same = (other for other in others if say_the_same(words_of(chunk), words_of(other)))
        if (stands_for := next(same, None)) is None:
            listed[chunk] = []
            before.append((chunk, article))
        else:
            listed[stands_for].append(chunk)
    return listed


def say_the_same(one: set[str], other: set[str]) -> bool:
    """Return whether two chunks of linked articles say the same, by their content words.

    Where each has a figure that the other lacks, they may contradict, and a reader wants both.
    """
    alike = len(one & other) >= SAME_PASSAGE * len(one | other)
    figures, others = ({word for word in words if word[0].isdigit()} for words in (one, other))
    return alike and (figures <= others or others <= figures)
