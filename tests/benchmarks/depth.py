"""What the first stage of a search finds of what late interaction over everything would.

    python -m tests.benchmarks.depth --index DIR [--every 3] FILE.jsonl …

For several depths: the share of the ten passages that would come first, had every passage been
looked at, that are put forward; of questions, how often the first is; how often a passage of a
right article is, in any language; and how many are put forward, on which the time of a search
depends.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.arrays import Scores
from index.dense import Ids
from index.encoding import BUNDLED, load_encoder
from index.questions import JudgedQuestion, read_questions
from index.ranking import Candidates, relevance
from index.search import RANKING, Query, Searcher, _highest, open_searcher
from index.settings import model_cache
from tests.benchmarks.machine import machine

DEPTHS = [(25, 12, 12), (50, 25, 25), (100, 25, 25), (100, 50, 50), (200, 100, 100)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="the Nth questions only")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE.jsonl")
    arguments = parser.parse_args()
    searcher = open_searcher(arguments.index, load_encoder(BUNDLED, model_cache()))
    articles = [article.id for article in searcher.articles()]
    owners = np.array([articles[number] for number in searcher._chunks[:, 0]])
    print(f"{machine()}, {searcher.manifest.chunks:,} chunks")
    for file in arguments.files:
        asked = [q for q in read_questions(file, JudgedQuestion) if q.relevant]
        rows = [_measured(searcher, owners, question) for question in asked[:: arguments.every]]
        print(f"{file}, {len(rows)} questions")
        for depth, (ten, first, right, found) in zip(DEPTHS, np.mean(rows, axis=0), strict=True):
            print(
                f"  {depth!s:16} of the ten {ten:.3f}   the first {first:.3f}   "
                f"a right one {right:.3f}   put forward {found:.0f}"
            )


def _measured(
    searcher: Searcher, owners: npt.NDArray[np.str_], question: JudgedQuestion
) -> list[tuple[float, ...]]:
    query = searcher.understand(question.question, question.now)
    scores = _scores_of_all(searcher, query)
    best = np.argsort(-scores, kind="stable")[:10]
    right = np.flatnonzero(np.isin(owners, list(question.relevant_ids)))
    rows: list[tuple[float, ...]] = []
    for depth in DEPTHS:
        found = _put_forward(searcher, query, depth)
        inside = np.isin(best, found)
        rows.append(
            (inside.mean(), float(inside[0]), float(np.isin(right, found).any()), len(found))
        )
    return rows


def _scores_of_all(searcher: Searcher, query: Query) -> Scores:
    """Return the relevance of every chunk, as if all were put forward."""
    words, names = searcher._lexical.coverage(query.text), searcher._names.scores(query.names)
    parts = []
    for language, within in searcher._ranges.items():
        chunks = np.arange(within.start, within.stop)
        match = searcher._match(query, chunks)
        own = language == query.language
        late = searcher._yardstick.standardise(match, query.tokens, language)
        parts.append(
            Candidates(
                chunks, match, match, match, late, words[chunks] * own, names[chunks] * (not own)
            )
        )
    return relevance(Candidates.join(parts), RANKING)


def _put_forward(searcher: Searcher, query: Query, depth: tuple[int, int, int]) -> Ids:
    words, names = searcher._lexical.coverage(query.text), searcher._names.scores(query.names)
    nearest, with_words, with_names = depth
    found = [
        chunks
        for within in searcher._ranges.values()
        for chunks in (
            searcher._dense.nearest(query.vector, within, nearest),
            _highest(words, within, with_words),
            _highest(names, within, with_names),
        )
    ]
    return np.unique(np.concatenate(found))


if __name__ == "__main__":
    main()
