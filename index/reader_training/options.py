"""What can be said on the command line of a training in, its recipe and shares out."""

import argparse
import os
import shlex
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.terminal import positive_argument, share_argument
from index.reader_training.recipe import Intervals, Losses, Recipe, Shares

_NOT_OF_THE_RESULT = ("--work", "--minutes", "--threads", "--save-every", "--judge-every")

_Options = dict[str, tuple[Callable[[str], Any], str]]
_RECIPE: _Options = {
    "passes": (positive_argument, "over the data, as far as the steps go"),
    "steps": (positive_argument, "at most, the rate at 0 by then"),
    "batch": (positive_argument, "examples a step"),
    "rate": (float, "learning rate of the layers"),
    "heads": (float, "their rate, times that"),
    "dropout": (share_argument, "in the layers"),
    "average": (share_argument, "decay of the weights' mean, 0 for none"),
    "seed": (int, "of all that is drawn"),
}
_LOSSES: _Options = {
    "span": (float, "weight of the span's loss"),
    "pair": (float, "weight of the pairs' loss"),
    "smoothing": (share_argument, "of the answer's label"),
}
_SHARE = (share_argument, "share mixed in, see index.reader_training.recipe")
_SHARES: _Options = dict.fromkeys(asdict(Shares()), _SHARE)


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
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--minutes", type=float, default=600.0, help="end by then (600)")
    parser.add_argument("--threads", type=positive_argument, default=os.cpu_count(), metavar="N")
    every = Intervals()
    for name, steps in (("save", every.saved), ("judge", every.judged)):
        parser.add_argument(
            f"--{name}-every",
            type=positive_argument,
            default=steps,
            metavar="STEPS",
            help=f"({steps})",
        )
    recipe = Recipe()
    for options, defaults in (
        (_RECIPE, asdict(recipe)),
        (_LOSSES, asdict(recipe.losses)),
        (_SHARES, asdict(Shares())),
    ):
        for name, (kind, said) in options.items():
            default = defaults[name]
            parser.add_argument(
                f"--{name}", type=kind, default=default, metavar="N", help=f"{said} ({default})"
            )


def recipe_of(arguments: argparse.Namespace) -> Recipe:
    """Return how to train."""
    return Recipe(**_given(arguments, _RECIPE), losses=Losses(**_given(arguments, _LOSSES)))


def shares_of(arguments: argparse.Namespace) -> Shares:
    """Return how much to mix in."""
    return Shares(**_given(arguments, _SHARES))


def _given(arguments: argparse.Namespace, options: _Options) -> dict[str, Any]:
    return {name: getattr(arguments, name) for name in options}


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
