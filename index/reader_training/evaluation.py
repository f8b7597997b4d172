"""An index, judged questions and a reader in; how well it tells answers from near misses out.

Measured with the passage that each question ought to be read with, and with those that the search
finds. Nothing is fitted but the weight of the reader in the order of passages: that is chosen on
one half of the questions and measured on the other, both ways.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.passage import PASSAGES_READ
from index.questions import NEAR_MISS, JudgedQuestion
from index.reader import Reader
from index.reader_training.validation import auroc
from index.search import Searcher

_SEARCHED = 100  # passages, among them the one that a question ought to be read with
_WEIGHTS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0)
_NOTHING = -20.0  # a logit below any that was seen
ALL = "all"

Figures = dict[str, float]


class TrapQuestion(JudgedQuestion):
    """A judged question that may say which article it nearly misses, and by what kind of trap."""

    near: str = ""
    trap: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found: the search's score, the reader's logit, whether it is right."""

    score: float
    logit: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Observation:
    """What was made of a question.

    `own` is the logit of the best passage of the article that answers it, or that it nearly misses;
    None where the search finds none. `is_across` where that is of another language.
    """

    kind: str
    trap: str
    half: str
    answerable: bool
    own: float | None
    is_across: bool
    found: tuple[Found, ...]

    @property
    def best(self) -> float:
        """Return the highest logit of the passages found."""
        return max((one.logit for one in self.found), default=_NOTHING)


def observe(
    questions: Iterable[TrapQuestion], searcher: Searcher, reader: Reader
) -> list[Observation]:
    """Return what search and reader make of each question, in order."""
    languages = searcher.article_languages()
    observations = []
    for number, question in enumerate(questions):
        query = searcher.understand(question.question, question.now)
        passages = searcher.search(query, _SEARCHED)
        answerable = question.is_answerable(languages.keys())
        wanted = question.relevant_ids if answerable else frozenset([question.near])
        own = [passage for passage in passages if passage.article_ids & wanted][:1]
        found = passages[:PASSAGES_READ]
        read = found + [passage for passage in own if passage not in found]
        readings = reader.read(question.question, read, [[] for _ in read])
        logits = [reading.log_odds for reading in readings]
        by_passage = dict(zip([passage.chunk for passage in read], logits, strict=True))
        observations.append(
            Observation(
                kind=question.kind,
                trap=question.trap,
                half=question.half or "ab"[number % 2],
                answerable=answerable,
                own=by_passage[own[0].chunk] if own else None,
                is_across=bool(own)
                and own[0].article.language != (question.language or query.language),
                found=tuple(
                    Found(p.score, by_passage[p.chunk], answerable and bool(p.article_ids & wanted))
                    for p in found
                ),
            )
        )
    return observations


def discrimination(observations: Sequence[Observation]) -> Figures:
    """Return AUROC of answerable questions against near and far misses.

    `own passage` compares the passages that the questions ought to be read with, `found` the best
    of those that are found; `same language` leaves out what goes across. The number behind a trap
    is that of its near misses.
    """
    right = [one for one in observations if one.answerable]
    near = [one for one in observations if one.kind == NEAR_MISS and not one.answerable]
    far = [one for one in observations if one.kind != NEAR_MISS and not one.answerable]
    measured = {
        "near misses, own passage": auroc(_own(right), _own(near)),
        "near misses, own passage, same language": auroc(
            _own(one for one in right if not one.is_across),
            _own(one for one in near if not one.is_across),
        ),
        "near misses, found": auroc(_best(right), _best(near)),
        "near misses, found, same language": auroc(
            _best(one for one in right if not one.is_across),
            _best(one for one in near if not one.is_across),
        ),
        "far misses, found": auroc(_best(right), _best(far)),
    }
    for trap in sorted({one.trap for one in near if one.trap}):
        caught = [one for one in near if one.trap == trap]
        count = f"{trap} ({len(caught)})"
        measured[f"{count}, own passage"] = auroc(_own(right), _own(caught))
        measured[f"{count}, found"] = auroc(_best(right), _best(caught))
    return {name: value for name, value in measured.items() if value is not None}


def first_right(observations: Sequence[Observation]) -> dict[str, Figures]:
    """Return for each kind and for all how often the first passage is right, by three orders.

    `search` is that of the search, `reader` that of the reader's logits alone, `sum` that of score
    plus weight times logit, the weight chosen on the other half.
    """
    right = [one for one in observations if one.answerable and one.found]
    halves = sorted({one.half for one in right})
    weights = {
        half: max(_WEIGHTS, key=lambda w: _share([o for o in right if o.half != half], _summed(w)))
        for half in halves
    }
    orders: dict[str, Callable[[Observation], bool]] = {
        "search": _summed(0.0),
        "reader": lambda one: max(one.found, key=lambda f: f.logit).is_right,
        "sum": lambda one: _summed(weights[one.half])(one),
    }
    kinds = dict.fromkeys(one.kind for one in right)
    groups = {kind: [one for one in right if one.kind == kind] for kind in kinds}
    groups[ALL] = right
    return {
        name: {order: _share(members, is_right) for order, is_right in orders.items()}
        for name, members in groups.items()
        if members
    }


def _summed(weight: float) -> Callable[[Observation], bool]:
    return lambda one: max(one.found, key=lambda f: f.score + weight * f.logit).is_right


def _share(observations: Sequence[Observation], is_right: Callable[[Observation], bool]) -> float:
    return float(np.mean([is_right(one) for one in observations])) if observations else 0.0


def _own(observations: Iterable[Observation]) -> list[float]:
    return [one.own for one in observations if one.own is not None]


def _best(observations: Iterable[Observation]) -> list[float]:
    return [one.best for one in observations]


def shown(measured: Figures, ranked: Mapping[str, Figures]) -> str:
    """Return both as lines to read."""
    lines = [f"{name:42}{value:8.3f}" for name, value in measured.items()]
    orders = ("search", "reader", "sum")
    lines += ["", f"{'first passage right':42}" + "".join(f"{order:>8}" for order in orders)]
    for name, shares in ranked.items():
        lines.append(f"{name:42}" + "".join(f"{shares[order]:8.3f}" for order in orders))
    return "\n".join(lines)
