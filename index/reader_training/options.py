"""What can be said on the command line of a training in, its recipe and shares out."""

import argparse
import os
import shlex
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.terminal import positive_argument, share_argument

if TYPE_CHECKING:
    from index.reader_training.mixture import Shares
    from index.reader_training.training import Recipe

_NOT_OF_THE_RESULT = ("--work", "--minutes", "--threads", "--save-every", "--judge-every")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a training to a parser."""
    parser.add_argument(
        "--data",
        type=Path,
        nargs="+",
        required=True,
        metavar="PATH",
        help="files, or folders of FILE.jsonl; those held out are left out",
    )
    parser.add_argument("--held-out", type=Path, nargs="+", default=[], metavar="FILE.jsonl")
    parser.add_argument(
        "--references", type=Path, nargs="+", default=[], metavar="DIR", help="such as ARCD's"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the weights")
    parser.add_argument("--work", type=Path, metavar="DIR", help="for checkpoints (OUT/work)")
    parser.add_argument("--start", type=Path, metavar="DIR", help="a reader to train further")
    parser.add_argument("--minutes", type=float, default=600.0, help="end by then (600)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--threads", type=positive_argument, default=os.cpu_count(), metavar="N")
    parser.add_argument("--save-every", type=positive_argument, default=100, metavar="STEPS")
    parser.add_argument("--judge-every", type=positive_argument, default=250, metavar="STEPS")
    parser.add_argument(
        "--passes", type=positive_argument, default=4, metavar="N", help="over the data (4)"
    )
    parser.add_argument(
        "--steps", type=positive_argument, metavar="N", help="end before, the rate at 0 by then"
    )
    parser.add_argument(
        "--batch", type=positive_argument, default=16, metavar="N", help="examples (16)"
    )
    parser.add_argument(
        "--rate", type=float, default=5e-5, help="learning rate of the layers (5e-5)"
    )
    parser.add_argument("--heads", type=float, default=4.0, help="their rate, times that (4)")
    parser.add_argument("--dropout", type=share_argument, default=0.0, help="in the layers (0)")
    parser.add_argument(
        "--average",
        type=share_argument,
        default=0.998,
        help="decay of the weights' mean (.998); 0 for none",
    )
    parser.add_argument("--span-weight", type=float, default=1.0, help="of the span's loss (1)")
    parser.add_argument("--pair-weight", type=float, default=0.5, help="of the pairs' loss (.5)")
    parser.add_argument(
        "--smoothing", type=share_argument, default=0.05, help="of the answer's label (.05)"
    )
    parser.add_argument("--seed", type=int, default=1)
    for name in ("swapped", "hard", "random", "elsewhere", "masked", "chatter"):
        parser.add_argument(
            f"--{name}", type=share_argument, metavar="SHARE", help="see mixture.Shares"
        )


def recipe_of(arguments: argparse.Namespace) -> "Recipe":
    """Return how to train."""
    from index.reader_training.model import Losses
    from index.reader_training.training import Recipe

    return Recipe(
        passes=arguments.passes,
        batch=arguments.batch,
        rate=arguments.rate,
        heads=arguments.heads,
        dropout=arguments.dropout,
        average=arguments.average,
        losses=Losses(arguments.span_weight, arguments.pair_weight, arguments.smoothing),
        seed=arguments.seed,
    )


def shares_of(arguments: argparse.Namespace) -> "Shares":
    """Return how much to mix in."""
    from index.reader_training.mixture import Shares

    given = {f.name: getattr(arguments, f.name) for f in fields(Shares)}
    return Shares(**{name: value for name, value in given.items() if value is not None})


def command_line(argv: Sequence[str]) -> str:
    """Return the command line without what changes nothing in the weights."""
    kept: list[str] = []
    words = iter(argv)
    for word in words:
        option, joined, _ = word.partition("=")
        if option not in _NOT_OF_THE_RESULT:
            kept += [word] if word != "--resume" else []
        elif not joined:
            next(words, None)
    return shlex.join(["python", "-m", "index.reader_training", *kept])
