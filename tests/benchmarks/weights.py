"""What the ranking's weights, chosen on one half of the questions, find for the other half.

    python -m tests.benchmarks.weights --index DIR FILE.jsonl

The halves are those that the questions name; the weights are the best of a grid, of equal ones
those nearest to the ranking in use. «Right» is success@1: the first passage is of a right article.
"""

import argparse
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
from tqdm import tqdm

from index.encoding import BUNDLED, load_encoder
from index.evaluation import search_all
from index.questions import JudgedQuestion, read_questions
from index.ranking import RANKING, Ranking
from index.search import open_searcher
from index.settings import model_cache
from tests.benchmarks.machine import machine

WORDS, NAMES, TIME = (1.0, 2.0, 3.0), (0.75, 1.0, 1.25, 1.5), (0.5, 1.0, 1.5)
HALVES = "ab"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    arguments = parser.parse_args()
    searcher = open_searcher(arguments.index, load_encoder(BUNDLED, model_cache()))
    asked = [q for q in read_questions(arguments.file, JudgedQuestion) if q.relevant and q.half]
    if {question.half for question in asked} != set(HALVES):
        parser.error(f"{arguments.file} has no questions of two halves: see «half» in the README")
    grid = [
        replace(RANKING, words=words, names=names, time=time)
        for words, names, time in product(WORDS, NAMES, TIME)
    ]
    grid.sort(key=_distance)
    findings = search_all(tqdm(asked), searcher, {str(weights): weights for weights in grid})
    right = np.array([[one.rank == 1 for one in found] for found in findings.values()]).T
    measured = [one.question for one in findings[str(grid[0])]]
    print(f"{machine()}, {searcher.manifest.chunks:,} chunks, {len(measured)} questions")
    is_first = np.array([question.half == HALVES[0] for question in measured])
    kinds = np.array([question.kind for question in measured])
    held_out = np.zeros(len(measured))
    for half, own in zip(HALVES, (is_first, ~is_first), strict=True):
        best = int(right[own].mean(axis=0).argmax())
        held_out[~own] = right[~own, best]
        own_right, other_right = right[own, best].mean(), held_out[~own].mean()
        chosen = grid[best]
        print(
            f"half {half}: words {chosen.words}, names {chosen.names}, time {chosen.time} "
            f"right for {own_right:.3f}, of the other half {other_right:.3f}; those in use "
            f"{right[own, 0].mean():.3f}"
        )
    groups = {kind: kinds == kind for kind in dict.fromkeys(kinds)}
    for name, of_kind in (groups | {"all": np.ones_like(is_first)}).items():
        print(
            f"{name:16} by weights of the other half {held_out[of_kind].mean():.3f}, "
            f"by those in use {right[of_kind, 0].mean():.3f}"
        )


def _distance(ranking: Ranking) -> float:
    """Return how far weights are from those in use; words go by steps twice as long."""
    ours, theirs = (np.array([r.words / 2, r.names, r.time]) for r in (ranking, RANKING))
    return float(np.abs(ours - theirs).sum())


if __name__ == "__main__":
    main()
