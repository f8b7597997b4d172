"""A few steps on few examples: the loss falls, again in the same way, and after a stop too."""

from pathlib import Path
from random import Random
from typing import cast

import pytest
import torch

from corpus.sentences import Span
from index.bundled_model import Weights, read_weights
from index.encoding import Encoder
from index.errors import ModelError
from index.onnx_encoder import OnnxEncoder
from index.reader_training.examples import ANSWERABLE, Example, Unit
from index.reader_training.model import Batch, ReaderModel, loss_of
from index.reader_training.recipe import Intervals, Losses, Recipe
from index.reader_training.training import (
    EncodedExamples,
    Training,
    in_batches,
    train,
)

PLACES = ("Amara", "Besset", "Corvi", "Dalun", "Essar", "Fanor", "Gilan", "Harmas")
STEPS = 8
# The rate is high, so that few steps show.
RECIPE = Recipe(rate=3e-4, warm_up=0.1)


def units() -> list[Unit]:
    """Return sixteen examples: of each place one question that is answered and one that is not."""
    made: list[Unit] = []
    for number, place in enumerate(PLACES, 1):
        words = f"The bridge in {place} has {number} piers."
        start = words.index(f"{number} piers")
        answer = Span(start, start + 1)
        right = Example(f"How many piers in {place}?", "", words, answer, ANSWERABLE, "en", "en")
        wrong = Example(f"How many lanes in {place}?", "", words, None, "number", "en", "en")
        made.append((right, wrong))
    return made


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights()


@pytest.fixture
def encoder(bundled_encoder: Encoder) -> OnnxEncoder:
    return cast(OnnxEncoder, bundled_encoder)


def reading(some: list[Unit], encoder: OnnxEncoder, work: Path) -> EncodedExamples:
    return EncodedExamples([example for unit in some for example in unit], encoder, work)


def begin(weights: Weights, encoder: OnnxEncoder, work: Path) -> Training:
    torch.manual_seed(RECIPE.seed)
    read = reading(units(), encoder, work)
    [batch] = in_batches(units(), read, 16, Random(1))
    return Training(ReaderModel(weights), RECIPE, [batch] * STEPS, read)


def test_the_loss_falls_and_a_stop_changes_nothing(
    weights: Weights, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    whole = begin(weights, encoder, tmp_path)
    losses = [whole.advance() for _ in range(STEPS)]
    assert losses[-1] < 0.8 * losses[0]

    checkpoint = tmp_path / "checkpoint.pt"
    first = begin(weights, encoder, tmp_path)
    half = [first.advance() for _ in range(STEPS // 2)]
    first.save(checkpoint, {"seed": 1})
    second = begin(weights, encoder, tmp_path)
    second.resume(checkpoint, {"seed": 1})
    assert second.step == STEPS // 2
    again = half + [second.advance() for _ in range(STEPS // 2)]
    assert again == pytest.approx(losses, rel=1e-3)
    ours, theirs = second.tensors(), whole.tensors()
    assert ours.keys() == theirs.keys()
    assert all(abs(ours[name] - theirs[name]).max() < 1e-3 for name in ours)
    with pytest.raises(ModelError, match="another training: seed was 1, not 2"):
        second.resume(checkpoint, {"seed": 2})
    for damaged in (b"", b"no checkpoint", checkpoint.read_bytes()[:1000]):
        checkpoint.write_bytes(damaged)
        with pytest.raises(ModelError, match=r"is no checkpoint .*Begin without --resume"):
            second.resume(checkpoint, {"seed": 1})


def test_a_training_whose_time_is_up_leaves_a_checkpoint(
    weights: Weights, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    training = begin(weights, encoder, tmp_path)
    lines: list[str] = []
    checkpoint = tmp_path / "checkpoint.pt"
    held_out = [example for unit in units() for example in unit]
    judging = Intervals(saved=100, judged=1)
    assert not train(training, held_out, checkpoint, {}, judging, 0.0, lines.append)
    assert training.step == 1
    assert checkpoint.exists()
    assert lines[0].startswith("step 1: near misses ")
    assert "near misses" in training.curve[0]


def test_batches_hold_whole_units_of_like_length(encoder: OnnxEncoder, tmp_path: Path) -> None:
    short = units()
    long = [(Example("Why?", "", "word " * 90, None, "random", "en", "en"),) for _ in range(4)]
    cut = (Example("Why?", "", "word " * 400 + "end", Span(2000, 2003), ANSWERABLE, "en", "en"),)
    given = [*long, *short, cut]
    batches = in_batches(given, reading(given, encoder, tmp_path), 4, Random(1))
    assert sorted(len([e for unit in batch for e in unit]) for batch in batches) == [4] * 5
    assert [set(batch) == set(long) for batch in batches].count(True) == 1


def test_an_answer_stands_in_the_words_behind_the_context(
    encoder: OnnxEncoder, tmp_path: Path
) -> None:
    words = "The bridge has nine piers."
    start = words.index("nine piers")
    answer = Span(start, start + len("nine piers"))
    for context in ("", "Bridge shut (The Ledger, 2024-05-04)"):
        example = Example("How many?", context, words, answer, ANSWERABLE, "en", "en")
        read = reading([(example,)], encoder, tmp_path)
        one, tokens = read.input_of(example), read.answer_of(example)
        assert tokens is not None
        first, last = tokens
        assert example.text[one.spans[first, 0] : one.spans[last, 1]].strip() == "nine piers"
        batch = read.collate([(example,)])
        opening = batch.openings.item()
        assert (batch.starts.item() - opening, batch.ends.item() - opening) == tokens


def test_a_loss_is_that_worked_out_by_hand() -> None:
    batch = Batch(
        states=torch.zeros(2, 4, 4),
        openings=torch.tensor([1, 1]),
        mask=torch.ones(2, 4, dtype=torch.bool),
        is_open=torch.tensor([[False, True, False, True]] * 2),
        starts=torch.tensor([3, 1]),
        ends=torch.tensor([3, 1]),
        pairs=torch.tensor([[0, 1]]),
    )
    spans, answers = torch.zeros(2, 4, 2), torch.zeros(2)
    # Two open places, alike: log 2 for start and for end; answer and pair at 0 cost log 2 each.
    loss = loss_of(spans, answers, batch, Losses(span=1.0, pair=0.5, smoothing=0.0))
    assert loss.item() == pytest.approx((2 + 1 + 0.5) * 0.6931, abs=1e-3)
