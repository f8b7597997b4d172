"""Whether a program that answers for a long time stays as it was: memory and latency by tenths.

    python -m tests.benchmarks.soak --index DIR [--questions 10000] [FILE.jsonl …]

The questions are those of the files, in turn, among others of the collection's own words, a letter,
emoji, a page of text, and small talk; most with another ending each time. Seconds of the processor
are given too, because a busy machine changes the others.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

import numpy as np

from bot.answering.library import Library
from index.questions import Question, read_questions
from index.reader import load_reader
from index.search import open_searcher
from tests.benchmarks.machine import anonymous_memory, machine
from tests.benchmarks.searching import ENCODERS, chosen_encoder, questions

_ODD = ["?", "ب", "🙂🙂🙂", "hello", "شكرا", "2024", "a" * 400, "نص " * 300, "\u202eabc", ""]
_TENTHS = 10


def main() -> None:
    """Ask and print a line a tenth."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--index", type=Path, required=True, metavar="DIR")
    parser.add_argument("--encoder", choices=ENCODERS, default=ENCODERS[0])
    parser.add_argument("--questions", type=int, default=10_000, metavar="N")
    parser.add_argument("--unread", action="store_true", help="answer without the reader")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE.jsonl")
    arguments = parser.parse_args()
    encoder = chosen_encoder(arguments.encoder)
    given = [q.question for file in arguments.files for q in read_questions(file, Question)]
    own = list(questions(open_searcher(arguments.index, encoder), 500))
    asked = _mixed([*given, *own])
    reader = None if arguments.unread else load_reader(encoder)
    library = Library(arguments.index, encoder, reader=reader)
    print(f"{machine()}, {library.coverage().passages:,} chunks")
    for tenth in range(1, _TENTHS + 1):
        wall, processor = [], []
        for question in islice(asked, arguments.questions // _TENTHS):
            begun, spent = time.perf_counter(), time.process_time()
            library.answer(question)
            wall.append(time.perf_counter() - begun)
            processor.append(time.process_time() - spent)
        print(
            f"tenth {tenth:2}: mean {1000 * np.mean(wall):6.1f} ms, "
            f"median {1000 * np.median(wall):6.1f} ms, "
            f"processor {1000 * np.mean(processor):6.1f} ms, "
            f"anonymous memory {anonymous_memory() / 1e6:.1f} MB",
            flush=True,
        )


def _mixed(asked: Sequence[str]) -> Iterator[str]:
    """Yield questions without end, each tenth of them like the others."""
    chance = random.Random(2)
    for number in count():
        if number % 20 == 0:
            yield _ODD[number // 20 % len(_ODD)]
        else:
            yield f"{chance.choice(asked)} {number if number % 3 else ''}"


if __name__ == "__main__":
    main()
