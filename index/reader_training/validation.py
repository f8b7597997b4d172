"""Scores of held-out examples in, how well they tell answers from near misses out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.reader_training.examples import ANSWERABLE, Example
from index.reader_training.mixture import MADE
from index.scores import auroc as roc_area


@dataclass(frozen=True, slots=True)
class Judged:
    """An example with its answer logit and, in tokens, the best span and the right one."""

    example: Example
    logit: float
    found: tuple[int, int]
    right: tuple[int, int] | None


def figures(judged: Sequence[Judged]) -> dict[str, float]:
    """Return AUROC of the answer logits of answerable examples against each other kind.

    `near misses` is against all that were written, `en→ar` the same for English questions to Arabic
    passages only; `exact span` and `touching span` are shares of the answerable examples. What
    cannot be said for want of examples is left out.
    """
    right = [one for one in judged if one.example.kind == ANSWERABLE]
    near = [one for one in judged if one.example.kind not in {ANSWERABLE, *MADE}]
    measured = {"near misses": auroc(_logits(right), _logits(near))}
    for way in sorted({_way(one) for one in judged}):
        measured[way] = auroc(*(_logits([o for o in g if _way(o) == way]) for g in (right, near)))
    for kind in sorted({one.example.kind for one in judged} - {ANSWERABLE}):
        own = [one for one in judged if one.example.kind == kind]
        measured[kind] = auroc(_logits(right), _logits(own))
    spans = [(one.found, one.right) for one in right if one.right]
    if spans:
        measured["exact span"] = float(np.mean([a == b for a, b in spans]))
        touching = [a[0] <= b[1] and b[0] <= a[1] for a, b in spans]
        measured["touching span"] = float(np.mean(touching))
    return {name: round(value, 4) for name, value in measured.items() if value is not None}


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return how often a positive score is above a negative one; None where one kind is missing."""
    if not len(positive) or not len(negative):
        return None
    is_positive = np.repeat([True, False], [len(positive), len(negative)])
    scores = np.concatenate([positive, negative])
    return roc_area(scores, is_positive, np.ones(len(scores)))


def _logits(judged: Sequence[Judged]) -> list[float]:
    return [one.logit for one in judged]


def _way(one: Judged) -> str:
    return f"{one.example.asked}→{one.example.written}"
