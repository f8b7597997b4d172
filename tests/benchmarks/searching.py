"""How long a search takes, by stage, and what a process that answers holds in memory.

    python -m tests.benchmarks.searching --index DIR [--encoder synthetic-3] [--questions 200]

The questions are made of words that stand together in the collection, every fourth with a date.
Percentiles are over the questions; what a stage takes counts the stages that it calls. Of the
indented ones, most run for both languages at once, and what both took is added up.
"""

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any
from unittest.mock import patch

import numpy as np

import index.search
from bot.answering.extractive import answer_question
from corpus.article import Article
from index.dense import DenseIndex
from index.encoding import BUNDLED, Encoder, load_encoder
from index.lexical import LexicalIndex
from index.names import NameIndex
from index.reader import Reader, load_reader
from index.search import Searcher, open_searcher
from index.settings import model_cache
from index.yardstick import Yardstick
from tests.benchmarks.machine import anonymous_memory, machine
from tests.benchmarks.synthetic import SYNTHETIC

Times = dict[str, list[float]]
Clock = Callable[[], float]

CLOCKS: dict[str, tuple[Clock, Clock]] = {
    "wall": (time.perf_counter, time.perf_counter),
    "processor": (time.process_time, time.thread_time),
}
"""What is read around all that the process does, and around what one thread of it does."""
ENCODERS = (BUNDLED, *SYNTHETIC)

_STAGES: list[tuple[str, object, str]] = [
    ("understand", Searcher, "understand"),
    ("search", Searcher, "search"),
    ("  dense", DenseIndex, "nearest"),
    ("  dense", DenseIndex, "similarities"),
    ("  dense", DenseIndex, "standardise"),
    ("  words", LexicalIndex, "coverage"),
    ("  names", NameIndex, "scores"),
    ("  late interaction", index.search, "score_passages"),
    ("  yardstick", Yardstick, "standardise"),
    ("  timeliness", Searcher, "_timeliness"),
    ("  folding", Searcher, "_fold"),
    ("sentences", Searcher, "score_spans"),
    ("reader", Reader, "read"),
]


def main() -> None:
    """Answer questions and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--encoder", choices=ENCODERS, default=ENCODERS[0])
    parser.add_argument("--questions", type=int, default=200, metavar="N")
    parser.add_argument(
        "--clock", choices=CLOCKS, default="wall", help="«processor» on a machine that is busy"
    )
    arguments = parser.parse_args()
    begun = time.perf_counter()
    encoder = chosen_encoder(arguments.encoder)
    searcher = open_searcher(arguments.index, encoder)
    reader = load_reader(encoder)
    opened = time.perf_counter() - begun
    asked = list(questions(searcher, arguments.questions))
    begun = time.perf_counter()
    answer_question(asked[0], searcher, reader)
    first = time.perf_counter() - begun
    clock, _ = CLOCKS[arguments.clock]
    answers: list[float] = []
    with stopwatch(*CLOCKS[arguments.clock]) as times:
        for question in asked:
            for stage in times.values():
                stage.append(0.0)
            begun = clock()
            answer_question(question, searcher, reader)
            answers.append(clock() - begun)
    print(
        f"{machine()}, encoder {arguments.encoder}, {searcher.manifest.chunks:,} chunks, "
        f"{arguments.clock} time"
    )
    print(f"opened and verified in {opened:.2f} s, the first answer after {first:.2f} s more")
    for name, taken in {"a whole answer": answers, **times}.items():
        middle, most = 1000 * np.percentile(taken, (50, 95))
        print(f"{name:20} p50 {middle:7.1f} ms   p95 {most:7.1f} ms")
    print(f"anonymous memory     {anonymous_memory() / 1e6:.0f} MB")


def chosen_encoder(name: str) -> Encoder:
    """Return the encoder of this name."""
    return SYNTHETIC[name]() if name in SYNTHETIC else load_encoder(BUNDLED, model_cache())


def questions(searcher: Searcher, count: int) -> Iterator[str]:
    """Yield questions of two to nine words that stand together in an article, some with a date."""
    chance = random.Random(1)
    articles = _some_articles(searcher, count, chance)
    for number in range(count):
        article = articles[number % len(articles)]
        there = re.findall(r"\w+", article.text)
        first = chance.randrange(len(there))
        said = " ".join(there[first : first + chance.randint(2, 9)])
        arabic = article.language == "ar"
        when = f" {'في' if arabic else 'in'} {article.published[:4]}" if number % 4 == 0 else ""
        yield f"ماذا قال {said}{when}؟" if arabic else f"What did {said} say{when}?"


def _some_articles(searcher: Searcher, count: int, chance: random.Random) -> Sequence[Article]:
    every = searcher.manifest.articles
    numbers = set(chance.sample(range(every), min(count, every)))
    found = [article for n, article in enumerate(searcher.articles()) if n in numbers]
    chance.shuffle(found)
    return found


@contextmanager
def stopwatch(clock: Clock, clock_of_a_thread: Clock) -> Iterator[Times]:
    """Give the seconds that the stages take from here on, added to the last number of each."""
    times: Times = defaultdict(list)
    for name, _, _ in _STAGES:
        times[name] = []
    with ExitStack() as patches:
        for name, owner, attribute in _STAGES:
            own = clock_of_a_thread if name.startswith(" ") else clock
            timed = _timed(getattr(owner, attribute), own, times[name])
            patches.enter_context(patch.object(owner, attribute, timed))
        yield times


_ADDING = Lock()


def _timed(function: Callable[..., Any], clock: Clock, taken: list[float]) -> Callable[..., Any]:
    @wraps(function)
    def timed(*arguments: Any, **named: Any) -> Any:
        begun = clock()
        try:
            return function(*arguments, **named)
        finally:
            took = clock() - begun
            with _ADDING:
                taken[-1] += took

    return timed


if __name__ == "__main__":
    main()
