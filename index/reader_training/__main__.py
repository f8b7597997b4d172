"""The command `python -m index.reader_training`: trains the reader, and measures it on an index.

    python -m index.reader_training train --data DIR --held-out DIR/FILE.jsonl … --out DIR
    python -m index.reader_training evaluate --index DIR --questions FILE.jsonl --weights DIR

Training ends by itself after `--minutes`, with the weights as they are then, and goes on with
`--resume`.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError
from corpus.terminal import DONE, run_program
from index.errors import RetrievalError
from index.reader_training.options import add_options, command_line, recipe_of, shares_of

if TYPE_CHECKING:
    from index.onnx_encoder import OnnxEncoder
    from index.reader_training.examples import Unit, WrittenPassage
    from index.reader_training.recipe import Recipe, Shares
    from index.reader_training.training import EncodedExamples

_CHECKPOINT = "checkpoint.pt"
_JUDGED = 480  # held-out examples on the way; in the end all of them are


def main(argv: Sequence[str] | None = None) -> int:
    """Return the exit status: 0 done, 1 an error said in one line; argparse leaves with 2."""
    arguments = _parser().parse_args(argv)
    command = command_line(sys.argv[1:] if argv is None else argv)
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
    training = commands.add_parser("train", help="train a reader")
    training.set_defaults(run=_train)
    add_options(training)
    evaluation = commands.add_parser("evaluate", help="measure a reader on an index")
    evaluation.set_defaults(run=_evaluate)
    evaluation.add_argument("--index", type=Path, required=True, metavar="DIR")
    evaluation.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    evaluation.add_argument("--weights", type=Path, metavar="DIR", help="(those installed)")
    evaluation.add_argument("--json", action="store_true", help="print JSON")
    evaluation.add_argument(
        "--record", metavar="COLLECTION", help="write AUROC to the model card, under this name"
    )
    return parser


def _evaluate(arguments: argparse.Namespace, _: str) -> int:
    from index.errors import ModelError, QuestionFileError
    from index.questions import EXAMPLE, read_questions
    from index.reader import load_reader
    from index.reader_training.card import record_evaluation
    from index.reader_training.evaluation import (
        TrapQuestion,
        discrimination,
        first_right,
        observe,
        shown,
    )
    from index.reader_weights import BUNDLED_READER
    from index.search import open_searcher

    if arguments.record and not arguments.weights:
        raise ModelError("--record writes to the card in a folder: name it with --weights.")
    encoder = _encoder()
    weights = arguments.weights or BUNDLED_READER
    reader = load_reader(encoder, weights)
    if reader is None:
        raise ModelError(
            f"There are no reader's weights in {weights}. "
            "Train some first: python -m index.reader_training train --help"
        )
    questions = list(read_questions(arguments.questions, TrapQuestion))
    if not questions:
        raise QuestionFileError(f"{arguments.questions} holds no question; {EXAMPLE}.")
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

    files, passages = _read_data(arguments)
    unseen = read_passages(arguments.held_out)
    # OpenMP reads this once, when torch is imported; see `index.encoding`.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import torch

    from index.bundled_model import read_weights
    from index.errors import ModelError
    from index.reader_training.card import card_of, data_record, write_readable
    from index.reader_training.mixture import counts
    from index.reader_training.model import ReaderModel
    from index.reader_training.recipe import Intervals
    from index.reader_training.training import EncodedExamples, Training, train
    from index.reader_training.validation import figures
    from index.reader_weights import read_reader, reader_checksum, save_reader

    start = reader_checksum(arguments.start) if arguments.start else ""
    weights = read_reader(arguments.start, read_weights()) if start else read_weights()
    recipe, shares = recipe_of(arguments), shares_of(arguments)
    work = arguments.work or arguments.out / "work"
    _prepare(arguments.out, "--out")
    _prepare(work, "--work")
    if arguments.resume and not (work / _CHECKPOINT).is_file():
        raise ModelError(f"{work} holds no {_CHECKPOINT}. Begin without --resume.")
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
    read = EncodedExamples([*every, *examples], encoder, work / "data")
    batches = _batches(drawn, read, recipe)
    training = Training(
        ReaderModel(weights, recipe.dropout),
        recipe,
        batches[: recipe.steps],
        read,
        "cuda" if torch.cuda.is_available() else "cpu",
    )
    fingerprint: dict[str, Any] = {
        "recipe": asdict(recipe),
        "shares": asdict(shares),
        "start": start,
        "trained_on": data_record(files),
        "held_out": data_record(arguments.held_out),
        "steps_planned": len(training.batches),
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
        passes_made=recipe.passes * training.step / len(batches),
        examples=counts([unit for batch in training.batches[: training.step] for unit in batch]),
        steps=training.step,
        seconds=training.seconds,
        figures=figures(training.judge(examples)) if examples else {},
        curve=training.curve,
    )
    save_reader(arguments.out, training.tensors(), card)
    write_readable(arguments.out, card)
    _say(f"written to {arguments.out}" + ("" if is_done else "; --resume goes on"))
    return DONE


def _read_data(arguments: argparse.Namespace) -> "tuple[list[Path], list[WrittenPassage]]":
    """Return the files that are trained on, and what stands in them."""
    from index.errors import QuestionFileError
    from index.reader_training.examples import data_files, read_passages
    from index.reader_training.reference_spans import REFERENCE_FILES, read_references

    held_back = {file.resolve() for file in arguments.held_out}
    files = [file for file in data_files(arguments.data) if file.resolve() not in held_back]
    passages = read_passages(files)
    for folder in arguments.references:
        passages += read_references(folder)
        files += [folder / name for name in REFERENCE_FILES]
    if not any(passage.questions for passage in passages):
        raise QuestionFileError("There is no question in --data. Name other or further files.")
    return files, passages


def _prepare(folder: Path, option: str) -> None:
    """Make a folder before hours are spent on what is to be written there."""
    from index.errors import ModelError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ModelError(f"{folder}: {error.strerror}. Name another with {option}.") from error


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
    drawn: "Sequence[Sequence[Unit]]", read: "EncodedExamples", recipe: "Recipe"
) -> "list[list[Unit]]":
    from index.errors import QuestionFileError
    from index.reader_training.training import in_batches

    random = Random(recipe.seed)  # noqa: S311 - to be drawn again, not to be secret
    of_passes = [in_batches(units, read, recipe.batch, random) for units in drawn]
    if not all(of_passes):
        raise QuestionFileError("No example can be made of --data. Name other or further files.")
    return [batch for batches in of_passes for batch in batches]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
