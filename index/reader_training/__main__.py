"""The command `python -m index.reader_training`: trains the reader, and measures it on an index.

    python -m index.reader_training train --data FILE.jsonl … --held-out FILE.jsonl … --out DIR
    python -m index.reader_training evaluate --index DIR --questions FILE.jsonl --weights DIR

Training ends by itself after `--minutes`, with the weights as they are then, and goes on with
`--resume`.
"""

import argparse
import json
import os
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.terminal import DONE, run_program
from index.errors import RetrievalError

if TYPE_CHECKING:
    from index.onnx_encoder import OnnxEncoder
    from index.reader_training.examples import Unit, WrittenPassage
    from index.reader_training.mixture import Shares
    from index.reader_training.training import Read, Recipe

_CHECKPOINT = "checkpoint.pt"
_JUDGED = 480  # held-out examples on the way; in the end all of them are


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 an error said in one line; argparse leaves with 2."""
    arguments = _parser().parse_args(argv)
    command = shlex.join(["python", "-m", "index.reader_training", *(argv or sys.argv[1:])])
    return run_program(
        "reader_training",
        lambda: arguments.run(arguments, command),
        (RetrievalError, CorpusError),
        "interrupted; run it again with --resume to go on from the last checkpoint",
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index.reader_training", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_training(commands.add_parser("train", help="train a reader"))
    evaluation = commands.add_parser("evaluate", help="measure a reader on an index")
    evaluation.set_defaults(run=_evaluate)
    evaluation.add_argument("--index", type=Path, required=True, metavar="DIR")
    evaluation.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    evaluation.add_argument("--weights", type=Path, metavar="DIR", help="those installed")
    evaluation.add_argument("--json", action="store_true", help="print JSON")
    evaluation.add_argument(
        "--record", metavar="COLLECTION", help="write AUROC to the model card, under this name"
    )
    return parser


def _add_training(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_train)
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar="FILE.jsonl")
    parser.add_argument("--held-out", type=Path, nargs="+", default=[], metavar="FILE.jsonl")
    parser.add_argument(
        "--references", type=Path, nargs="+", default=[], metavar="DIR", help="such as ARCD's"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="for the weights")
    parser.add_argument("--work", type=Path, metavar="DIR", help="for checkpoints (OUT/work)")
    parser.add_argument("--start", type=Path, metavar="DIR", help="a reader to train further")
    parser.add_argument("--minutes", type=float, default=600.0, help="end by then (600)")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--save-every", type=int, default=100, metavar="STEPS")
    parser.add_argument("--judge-every", type=int, default=250, metavar="STEPS")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--steps", type=int, metavar="N", help="end before, the rate at 0 by then")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument(
        "--rate", type=float, default=5e-5, help="learning rate of the layers (5e-5)"
    )
    parser.add_argument("--heads", type=float, default=4.0, help="their rate, times that (4)")
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--average", type=float, default=0.998, help="its decay; 0 for none")
    parser.add_argument("--span-weight", type=float, default=1.0)
    parser.add_argument("--pair-weight", type=float, default=0.5)
    parser.add_argument("--smoothing", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    for name in ("swapped", "hard", "random", "elsewhere", "masked", "chatter"):
        parser.add_argument(f"--{name}", type=float, metavar="SHARE", help="see mixture.Shares")


def _evaluate(arguments: argparse.Namespace, _: str) -> int:
    from index.errors import ModelError
    from index.questions import read_questions
    from index.reader import load_reader
    from index.reader_training.card import record_evaluation
    from index.reader_training.evaluation import HalvedQuestion, discrimination, observe, shown
    from index.reader_training.evaluation import ranking as first_right
    from index.reader_weights import BUNDLED_READER
    from index.search import open_searcher

    if arguments.record and not arguments.weights:
        raise ModelError("--record writes to the card in a folder: name it with --weights.")
    encoder = _encoder()
    weights = arguments.weights or BUNDLED_READER
    reader = load_reader(encoder, weights)
    if reader is None:
        raise ModelError(f"There are no reader's weights in {weights}. Train some first.")
    questions = read_questions(arguments.questions, HalvedQuestion)
    observations = observe(questions, open_searcher(arguments.index, encoder), reader)
    measured, ranked = discrimination(observations), first_right(observations)
    if arguments.record:
        record_evaluation(weights, arguments.record, measured)
    if arguments.json:
        print(json.dumps({"auroc": measured, "first_right": ranked}, ensure_ascii=False))
    else:
        print(shown(measured, ranked))
    return DONE


def _train(arguments: argparse.Namespace, command: str) -> int:
    from index.reader_training.examples import read_passages
    from index.reader_training.reference_spans import read_references

    passages = read_passages(arguments.data)
    for folder in arguments.references:
        passages += read_references(folder)
    unseen = read_passages(arguments.held_out)
    # OpenMP reads this once, when torch is imported; see `index.encoding`.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    from index.bundled_model import read_weights
    from index.reader_training.card import card_of, data_record, write_readable
    from index.reader_training.mixture import counts
    from index.reader_training.model import ReaderModel
    from index.reader_training.training import Intervals, Read, Training, train
    from index.reader_training.validation import figures
    from index.reader_weights import read_reader, reader_checksum, save_reader

    start = reader_checksum(arguments.start) if arguments.start else ""
    weights = read_reader(arguments.start, read_weights()) if start else read_weights()
    recipe, shares = _recipe(arguments), _shares(arguments)
    work = arguments.work or arguments.out / "work"
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(arguments.threads)
    encoder = _encoder()
    _say(f"{len(passages):,} passages; looking for hard ones")
    drawn = [
        _draw(passages, shares, encoder, work / "data", f"{recipe.seed}-{number}")
        for number in range(recipe.passes)
    ]
    held_out = _held_out(unseen, shares, encoder, work / "held-out")
    torch.manual_seed(recipe.seed)
    examples = [example for unit in held_out for example in unit]
    every = [example for units in drawn for unit in units for example in unit]
    _say(f"{len(every):,} examples; the encoder reads them")
    read = Read([*every, *examples], encoder, work / "data")
    training = Training(
        ReaderModel(weights, recipe.dropout),
        recipe,
        _batches(drawn, read, recipe)[: arguments.steps],
        read,
        "cuda" if torch.cuda.is_available() else "cpu",
    )
    files = [*arguments.data, *(d / "questions.jsonl" for d in arguments.references)]
    fingerprint: dict[str, Any] = {
        "recipe": asdict(recipe),
        "shares": asdict(shares),
        "start": start,
        "trained_on": data_record(files),
    }
    if arguments.resume:
        training.resume(work / _CHECKPOINT, fingerprint)
    is_done = train(
        training,
        Random(recipe.seed).sample(examples, min(len(examples), _JUDGED)),  # noqa: S311
        work / _CHECKPOINT,
        fingerprint,
        Intervals(arguments.save_every, arguments.judge_every),
        arguments.minutes,
        _say,
    )
    card = card_of(
        command=command,
        **fingerprint,
        held_out=data_record(arguments.held_out),
        examples=counts([unit for batch in training.batches[: training.step] for unit in batch]),
        steps=training.step,
        steps_planned=len(training.batches),
        seconds=training.seconds,
        figures=figures(training.judge(examples)) if examples else {},
        curve=training.curve,
    )
    save_reader(arguments.out, training.tensors(), card)
    write_readable(arguments.out, card)
    _say(f"written to {arguments.out}" + ("" if is_done else "; --resume goes on"))
    return DONE


def _encoder() -> "OnnxEncoder":
    from index.bundled_model import unpack
    from index.onnx_encoder import OnnxEncoder
    from index.settings import model_cache

    return OnnxEncoder(unpack(model_cache()))


def _draw(
    passages: "Sequence[WrittenPassage]",
    shares: "Shares",
    encoder: "OnnxEncoder",
    work: Path,
    seed: str,
) -> "list[Unit]":
    from index.reader_training.hard_passages import find_hard
    from index.reader_training.mixture import Mixture

    work.mkdir(exist_ok=True)
    hard = find_hard(passages, shares.hard, encoder, work) if shares.hard else {}
    return Mixture(passages, encoder.count_tokens, shares, hard).draw(seed)


def _held_out(
    passages: "Sequence[WrittenPassage]", shares: "Shares", encoder: "OnnxEncoder", work: Path
) -> "list[Unit]":
    from dataclasses import replace

    # Pointing at recurring words is exercise, nothing that is asked of the reader.
    asked = replace(shares, masked=0.0)
    return _draw(passages, asked, encoder, work, "held-out") if passages else []


def _batches(
    drawn: "Sequence[Sequence[Unit]]", read: "Read", recipe: "Recipe"
) -> "list[list[Unit]]":
    from index.reader_training.training import in_batches

    random = Random(recipe.seed)  # noqa: S311 - to be drawn again, not to be secret
    return [batch for units in drawn for batch in in_batches(units, read, recipe.batch, random)]


def _recipe(arguments: argparse.Namespace) -> "Recipe":
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


def _shares(arguments: argparse.Namespace) -> "Shares":
    from index.reader_training.mixture import Shares

    given = {f.name: getattr(arguments, f.name) for f in fields(Shares)}
    return Shares(**{name: value for name, value in given.items() if value is not None})


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
