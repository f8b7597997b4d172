"""What the first stage of a search finds of what a search through everything would.

    python -m tests.benchmarks.depth --index DIR [--every 3] FILE.jsonl …

For several depths: the share of the ten passages that come first where all are looked at that are
put forward; of questions, how often the first is; how often a passage of a right article is, in any
language; and how many are put forward, on which the time of a search depends.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.encoding import BUNDLED, load_encoder
from index.passage import Passage
from index.questions import JudgedQuestion, read_questions
from index.ranking import RANKING, Depth
from index.search import Searcher, open_searcher
from index.settings import model_cache
from tests.benchmarks.machine import machine

DEPTHS = [
    Depth(25, 12, 12, 12),
    Depth(50, 25, 25, 25),
    Depth(100, 25, 25, 25),
    Depth(100, 50, 50, 50),
    Depth(200, 100, 100, 100),
]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="the Nth questions only")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    arguments = parser.parse_args()
    searcher = open_searcher(arguments.index, load_encoder(BUNDLED, model_cache()))
    print(f"{machine()}, {searcher.manifest.chunks:,} chunks")
    for file in arguments.files:
        asked = [q for q in read_questions(file, JudgedQuestion) if q.relevant]
        rows = [_measured(searcher, question) for question in asked[:: arguments.every]]
        print(f"{file}, {len(rows)} questions")
        for depth, (ten, first, right, found) in zip(DEPTHS, np.mean(rows, axis=0), strict=True):
            print(
                f"  {depth.nearest:4}{depth.words:4}{depth.names:4}   of the ten {ten:.3f}   "
                f"the first {first:.3f}   a right one {right:.3f}   put forward {found:.0f}"
            )


def _measured(searcher: Searcher, question: JudgedQuestion) -> list[tuple[float, ...]]:
    query = searcher.understand(question.question, question.now)
    everything = searcher.manifest.chunks

    def put_forward(depth: Depth) -> list[Passage]:
        return searcher.search(query, everything, replace(RANKING, depth=depth))

    best = [passage.chunk for passage in put_forward(Depth(*[everything] * 4))[:10]]
    rows: list[tuple[float, ...]] = []
    for depth in DEPTHS:
        found = put_forward(depth)
        chunks = {passage.chunk for passage in found}
        inside = [chunk in chunks for chunk in best]
        right = any(question.relevant_ids & passage.article_ids for passage in found)
        rows.append((float(np.mean(inside)), inside[0], right, len(found)))
    return rows


if __name__ == "__main__":
    main()
