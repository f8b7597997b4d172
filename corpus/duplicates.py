"""Articles in, the groups of them that report the same thing in like words out.

MinHash (Broder 1997, "On the resemblance and containment of documents") of the set of an article's
content words, through `datasketch`. Runs of words would be stricter, but two papers that rewrite
the same agency report share hardly any: of the newsroom collection's pairs, 4 % of runs of three.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

from corpus.article import Article, Language
from corpus.formats.overlap import content_words

Signature = npt.NDArray[np.uint32]

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
_BAND = 4  # a copy agrees in one of 64 bands of 4 at a probability of .9999, strangers at .0004
_NO_DAY = 10**7


@dataclass(frozen=True, slots=True)
class _Sketch:
    id: str
    source: str
    language: Language
    day: int
    words: int
    signature: Signature


@dataclass(slots=True)
class _Leaders:
    """The first of each group in one language, by day: what later articles are compared with."""

    numbers: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)


def link_near_duplicates(articles: Iterable[Article]) -> dict[str, tuple[str, ...]]:
    """Return the group of each article that has near-duplicates; others have no entry.

    A group is the ids of its members by day, the first report first; the members share one tuple.
    Each member is like the first: a copy of it, or a report of the same days by another source.
    Articles are taken one at a time, at some 1.5 kB each; the result depends on them only, not on
    their order. Of two with one id the later counts.
    """
    latest = {article.id: _sketch(article) for article in articles}
    sketches = sorted(latest.values(), key=lambda sketch: (sketch.day, sketch.id))
    if not sketches:
        return {}
    signatures = np.stack([sketch.signature for sketch in sketches])
    groups: dict[int, list[str]] = {}
    for number, leader in enumerate(_leaders(sketches, signatures)):
        groups.setdefault(leader, []).append(sketches[number].id)
    linked = (tuple(ids) for ids in groups.values() if len(ids) > 1)
    return {id_: ids for ids in linked for id_ in ids}


def _sketch(article: Article) -> _Sketch:
    content = content_words([article.text])
    hashed = MinHash(num_perm=_PERMUTATIONS, seed=_SEED, scheme="affine32", hashfunc=_hash)
    hashed.update_batch([word.encode("utf-8") for word in content])
    return _Sketch(
        id=article.id,
        source=article.source,
        language=article.language,
        day=article.day.toordinal() if article.day else _NO_DAY,
        words=len(content),
        signature=hashed.hashvalues.astype(np.uint32),
    )


def _hash(word: bytes) -> int:
    return int.from_bytes(blake2b(word, digest_size=4).digest(), "little")


def _leaders(sketches: list[_Sketch], signatures: Signature) -> Iterator[int]:
    """Yield for each article the first of its group, itself where it begins one.

    To be like the first, not like any member, keeps a running story from being drawn into one
    group link by link.
    """
    copies = _candidates(signatures)
    leader_of: list[int] = []
    by_language: dict[Language, _Leaders] = {"ar": _Leaders(), "en": _Leaders()}
    for number, sketch in enumerate(sketches):
        leaders = by_language[sketch.language]
        since = bisect_left(leaders.days, sketch.day - _SAME_DAYS)
        near = {leader_of[other] for other in copies[number]}
        if sketch.day != _NO_DAY:
            near.update(leaders.numbers[since:])
        leader = _best(number, sorted(near), sketches, signatures)
        if leader == number:
            leaders.numbers.append(number)
            leaders.days.append(sketch.day)
        leader_of.append(leader)
        yield leader


def _best(number: int, near: list[int], sketches: list[_Sketch], signatures: Signature) -> int:
    """Return the leader that an article is most like, itself where it is like none."""
    if not near or sketches[number].words < _FEWEST_WORDS:
        return number
    alike = (signatures[near] == signatures[number]).mean(axis=1)
    needed = np.array([_threshold(sketches[other], sketches[number]) for other in near])
    alike[alike < needed] = 0
    best = int(alike.argmax())
    return near[best] if alike[best] else number


def _threshold(leader: _Sketch, sketch: _Sketch) -> float:
    if sketch.day == _NO_DAY or sketch.day - leader.day > _SAME_DAYS:
        return _COPY
    return _COPY if sketch.source == leader.source else _SAME_REPORT


def _candidates(signatures: Signature) -> list[set[int]]:
    """Return for each article some earlier ones that may be its copies.

    By locality-sensitive hashing: those that agree in all values of a band. Of a crowd that does,
    the first and the nearest are enough, as the first leads the group.
    """
    found: list[set[int]] = [set() for _ in signatures]
    for start in range(0, _PERMUTATIONS, _BAND):
        first_of: dict[bytes, int] = {}
        for number, row in enumerate(signatures[:, start : start + _BAND]):
            first = first_of.setdefault(row.tobytes(), number)
            if first != number:
                found[number].add(first)
    return found
