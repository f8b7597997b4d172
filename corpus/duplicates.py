"""Articles in, which of them report the same thing in like words out.

MinHash (Broder 1997, "On the resemblance and containment of documents") of the set of an article's
content words, through `datasketch`. Runs of words would be stricter, but two papers that rewrite
the same agency report share hardly any: of the newsroom collection's pairs, 4 % of runs of three.
Of each minimum a byte is kept, which tells as much in a quarter of the room (Li & König 2010,
"b-Bit Minwise Hashing").
"""

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from corpus.article import Article
from corpus.overlap import content_words

# Jaccard similarities of the sets of content words, from eval/newsroom. Its five pairs of one event
# by two papers: .24 to .36. Other reports at most two days apart, among them both sides of two
# disputes: up to .13. One subject months later (the next figures, the next ruling): up to .20. So
# a report of the same days by another source is the same from .185 on, and links all five pairs
# and nothing else there. Any other pair has to be a copy, .6: with every tenth word replaced, or
# the last fifth cut off, 97 of 100 of those articles still are; no pair of xquad-dev or of the
# sample is one, and in ARCD 26 are that hold one another's sentences.
_SAME_REPORT = 0.185
_COPY = 0.6
_SAME_DAYS = 2
_FEWEST_WORDS = 20  # of content; below, a few in common are a large share
_PERMUTATIONS = 256  # an estimate of .2 is off by .025 (one standard deviation)
_SEED = 1
_BAND = np.dtype(np.uint32)  # of 4 minima: a copy agrees in one of 64 at a probability of .9999
_NO_DAY = 10**7

SKETCHER = f"minhash-{_PERMUTATIONS}-1"
"""Names this kind of sketch in a manifest; those of another kind cannot be compared."""

SKETCH = np.dtype(
    [
        ("language", "S2"),
        ("source", np.uint64),
        ("day", np.int32),
        ("words", np.int32),
        ("minima", np.uint8, (_PERMUTATIONS,)),
    ]
)
"""All that is compared of an article; 274 bytes."""

Sketches = npt.NDArray[np.void]
Minima = npt.NDArray[np.uint8]


def sketch(article: Article) -> np.void:
    """Return an article's sketch, a `SKETCH`; it depends on the article alone."""
    from datasketch import MinHash  # with all of SciPy, which a search can do without

    content = content_words([article.text])
    hashed = MinHash(
        num_perm=_PERMUTATIONS,
        seed=_SEED,
        scheme="affine32",
        hashfunc=_word_hash,
        permutations=_permutations(),
    )
    hashed.update_batch([word.encode("utf-8") for word in content])
    row: np.void = np.zeros(1, SKETCH)[0]
    row["language"] = article.language
    row["source"] = _hash(article.source.encode("utf-8"), 8)
    row["day"] = article.day.toordinal() if article.day else _NO_DAY
    row["words"] = len(content)
    row["minima"] = hashed.hashvalues & 0xFF
    return row


def first_reports(ids: Sequence[str], sketches: Sketches) -> npt.NDArray[np.int32]:
    """Return for each article the number of the first report of what it reports.

    That is its own where it has no near-duplicates, or is the first of them by day. Each one is
    like its first: a copy of it, or a report of the same days by another source. The result
    depends on the articles only, not on their order.
    """
    languages, days = sketches["language"], sketches["day"]
    keys = zip(languages.tolist(), days.tolist(), ids, range(len(ids)), strict=True)
    order = np.array([number for *_, number in sorted(keys)], dtype=np.int32)
    firsts = np.empty(len(ids), dtype=np.int32)
    for start, end in pairwise((*np.unique(languages[order], return_index=True)[1], len(ids))):
        own = order[start:end]
        firsts[own] = own[_firsts(sketches[own])]
    return firsts


@cache
def _permutations() -> npt.NDArray[np.uint64]:
    from datasketch import MinHash

    made: npt.NDArray[np.uint64] = MinHash(
        num_perm=_PERMUTATIONS, seed=_SEED, scheme="affine32"
    ).permutations
    return made


def _word_hash(word: bytes) -> int:
    return _hash(word, 4)


def _hash(content: bytes, size: int) -> int:
    return int.from_bytes(blake2b(content, digest_size=size).digest(), "little")


def _firsts(sketches: Sketches) -> list[int]:
    """Return for each of one language's articles, ordered by day, the first of its group.

    To be like the first, not like any member, keeps a running story from being drawn into one
    group link by link.
    """
    minima = np.ascontiguousarray(sketches["minima"])
    days, sources = sketches["day"], sketches["source"]
    since = np.where(days == _NO_DAY, len(days), np.searchsorted(days, days - _SAME_DAYS)).tolist()
    long_enough = (sketches["words"] >= _FEWEST_WORDS).tolist()
    copies = _earlier_copies(minima)
    is_first = np.ones(len(days), dtype=bool)
    first_of: list[int] = []
    for number in range(len(days)):
        first = number
        if long_enough[number]:
            nearby = slice(since[number], number)
            needed = np.where(sources[nearby] == sources[number], _COPY, _SAME_REPORT)
            alike = _resemblances(minima[nearby], minima[number])
            alike *= is_first[nearby] & (alike >= needed)
            originals = sorted({first_of[copy] for copy in copies[number]})
            copied = _resemblances(minima[originals], minima[number])
            copied *= copied >= _COPY
            candidates = [*originals, *range(since[number], number)]
            every = np.concatenate((copied, alike))
            if every.any():
                first = candidates[int(every.argmax())]
        is_first[number] = first == number
        first_of.append(first)
    return first_of


def _resemblances(minima: Minima, one: Minima) -> npt.NDArray[np.float64]:
    """Return the Jaccard similarity of each article to one: the share of equal minima."""
    equal = np.packbits(minima == one, axis=1).view(np.uint64)
    shares: npt.NDArray[np.float64] = np.bitwise_count(equal).sum(axis=1) / _PERMUTATIONS
    return shares


def _earlier_copies(minima: Minima) -> list[set[int]]:
    """Return for each article some earlier ones that may be its copies.

    By locality-sensitive hashing: those that agree in all minima of a band. Of a crowd that does,
    the first is enough, as it leads the group.
    """
    found: list[set[int]] = [set() for _ in minima]
    for band in minima.view(_BAND).T:
        _, places, values = np.unique(band, return_index=True, return_inverse=True)
        firsts = places[values]
        for number in np.flatnonzero(firsts != np.arange(len(firsts))).tolist():
            found[number].add(int(firsts[number]))
    return found
