"""A model and the units of all passes in, a trained model out; it can stop and go on anywhere."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from pickle import UnpicklingError
from random import Random
from typing import Any

import torch

from corpus.sentences import Span
from index.errors import ModelError
from index.onnx_encoder import OnnxEncoder
from index.reader_input import ReaderInput, best_span, question_ids, reader_inputs
from index.reader_training.examples import Example, Unit
from index.reader_training.model import Average, Batch, ReaderModel, collate, loss_of
from index.reader_training.recipe import Intervals, Recipe
from index.reader_training.states import read_once
from index.reader_training.validation import Judged, figures

_LOGGED = 50  # steps
_SHUFFLED = 0.1  # of a length: units of like length make a batch, not always the same ones
_JUDGED_AT_ONCE = 32

Report = Callable[[str], None]


class Training:
    """A model in training, at some step of those that its batches make."""

    def __init__(
        self,
        model: ReaderModel,
        recipe: Recipe,
        batches: Sequence[Sequence[Unit]],
        read: "EncodedExamples",
        device: str = "cpu",
    ) -> None:
        """Take a model with the batches of all passes, and what the encoder made of them."""
        self.model = model.to(device)
        self.batches = batches
        self.step = 0
        self.seconds = 0.0
        self.curve: list[dict[str, float]] = []
        self._recipe = recipe
        self._read = read
        self._device = device
        self._average = Average(model, recipe.average)
        groups = [
            {
                "params": [p for p in parameters if (p.ndim > 1) == is_matrix],
                "rate": rate,
                "weight_decay": recipe.decay * is_matrix,
            }
            for parameters, rate in (
                (list(model.layers.parameters()), recipe.rate),
                (list(model.heads()), recipe.rate * recipe.heads),
            )
            for is_matrix in (True, False)
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=recipe.rate, fused=True)

    def advance(self) -> float:
        """Return the loss of the next batch, after a step down its gradient."""
        for group in self._optimizer.param_groups:
            slope = _slope(self.step, len(self.batches), self._recipe.warm_up)
            group["lr"] = group["rate"] * slope
        batch = self._read.collate(self.batches[self.step]).to(self._device)
        self.model.train()
        with self._halved():
            spans, answers = self.model(batch)
        loss = loss_of(spans, answers, batch, self._recipe.losses)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise ModelError(
                f"The loss of step {self.step} is {value}. Go on from the last checkpoint "
                "with a lower --rate."
            )
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), self._recipe.clip)
        self._optimizer.step()
        self._average.update(self.model)
        self.step += 1
        return value

    def judge(self, examples: Sequence[Example]) -> list[Judged]:
        """Return what the averaged model makes of examples, in order of length."""
        ordered = sorted(examples, key=lambda example: len(example.text))
        self._average.swap(self.model)
        try:
            return [
                one
                for start in range(0, len(ordered), _JUDGED_AT_ONCE)
                for one in self._judge(ordered[start : start + _JUDGED_AT_ONCE])
            ]
        finally:
            self._average.swap(self.model)

    def tensors(self) -> dict[str, Any]:
        """Return the averaged layers and heads, for `save_reader`."""
        self._average.swap(self.model)
        try:
            return dict(self.model.tensors())
        finally:
            self._average.swap(self.model)

    def save(self, path: Path, fingerprint: Mapping[str, Any]) -> None:
        """Write all that `resume` needs; the file before is there until this one is whole.

        Raises:
            ModelError: it cannot be written.
        """
        state = {
            "fingerprint": dict(fingerprint),
            "step": self.step,
            "seconds": self.seconds,
            "curve": self.curve,
            "model": self.model.state_dict(),
            "average": dict(self._average.state()),
            "optimizer": self._optimizer.state_dict(),
            "random": torch.get_rng_state(),
        }
        unfinished = path.with_suffix(".part")
        try:
            torch.save(state, unfinished)
            unfinished.replace(path)
        except (OSError, RuntimeError) as error:  # torch's own writer raises the latter
            raise ModelError(
                f"{path} cannot be written: {error}. Make room, then go on with --resume."
            ) from error

    def resume(self, path: Path, fingerprint: Mapping[str, Any]) -> None:
        """Go on from a file.

        Raises:
            ModelError: it is no such file, or of another training.
        """
        try:
            state = torch.load(path, map_location=self._device, weights_only=True)
            before = state["fingerprint"]
        except (OSError, RuntimeError, EOFError, UnpicklingError, LookupError, TypeError) as error:
            raise ModelError(
                f"{path} is no checkpoint ({type(error).__name__}). Begin without --resume."
            ) from error
        for name, value in fingerprint.items():
            if before.get(name) != value:
                raise ModelError(
                    f"{path} is of another training: {name} was {before.get(name)}, not {value}. "
                    "Begin without --resume."
                )
        self.model.load_state_dict(state["model"])
        self._average.restore(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"].cpu())
        self.step, self.seconds, self.curve = state["step"], state["seconds"], state["curve"]

    def _halved(self) -> torch.autocast:
        """Return a context that multiplies in 16 bits where the processor does."""
        able = _multiplies_halves(self._device)
        return torch.autocast(self._device, torch.bfloat16, enabled=able)

    @torch.no_grad()
    def _judge(self, examples: Sequence[Example]) -> list[Judged]:
        self.model.eval()
        batch = self._read.collate([(example,) for example in examples])
        with self._halved():
            spans, answers = self.model(batch.to(self._device))
        judged = []
        for example, logits, opening, answer in zip(
            examples,
            spans.float().cpu().numpy(),
            batch.openings.tolist(),
            answers.tolist(),
            strict=True,
        ):
            one = self._read.input_of(example)
            first, last, _ = best_span(logits[opening:][: len(one.ids)], one.is_open)
            right = self._read.answer_of(example)
            judged.append(Judged(example, answer, (first, last), right))
        return judged


class EncodedExamples:
    """Examples, and what the encoder makes of their questions and passages."""

    def __init__(self, examples: Sequence[Example], encoder: OnnxEncoder, work: Path) -> None:
        """Read all of them once.

        Args:
            work: where what was read is kept, and found again.
        """
        questions = list({example.question for example in examples})
        passages = list({(example.text, example.words_from) for example in examples})
        self._inputs = dict(
            zip(
                passages,
                reader_inputs(encoder.tokenizer, *zip(*passages, strict=True)),
                strict=True,
            )
        )
        self._asked = {asked: question_ids(encoder.tokenizer, asked) for asked in questions}
        texts = [*self._asked.values(), *(one.ids for one in self._inputs.values())]
        self._states = read_once(texts, encoder, work)

    def input_of(self, example: Example) -> ReaderInput:
        """Return what the reader reads of an example's passage."""
        return self._inputs[example.text, example.words_from]

    def answer_of(self, example: Example) -> tuple[int, int] | None:
        """Return the first and last token of an example's answer; None for none, or one cut off."""
        if example.answer is None:
            return None
        first = example.words_from
        answer = Span(first + example.answer.start, first + example.answer.end)
        return self.input_of(example).tokens_of(answer)

    def collate(self, units: Sequence[Unit]) -> Batch:
        """Return units as a batch."""
        examples = [example for unit in units for example in unit]
        answers = [self.answer_of(example) for example in examples]
        inputs = [self.input_of(example) for example in examples]
        pairs: list[tuple[int, int]] = []
        first = 0
        for unit in units:
            rows = range(first, first := first + len(unit))
            pairs += [(i, j) for i in rows for j in rows if answers[i] and not answers[j]]
        return collate(
            [self._states[self._asked[example.question].tobytes()] for example in examples],
            [self._states[one.ids.tobytes()] for one in inputs],
            inputs,
            answers,
            pairs,
        )


def train(
    training: Training,
    held_out: Sequence[Example],
    checkpoint: Path,
    fingerprint: Mapping[str, Any],
    intervals: Intervals,
    minutes: float,
    report: Report,
) -> bool:
    """Return whether all steps are done; else the time was up, and `checkpoint` is where to go on.

    Args:
        fingerprint: what a training must have in common with the one that is gone on with.
        minutes: how long this call may take.
    """
    begun = time.monotonic()
    steps = len(training.batches)
    losses: list[float] = []
    shown, spent = 0, 0.0
    while training.step < steps:
        started = time.monotonic()
        losses.append(training.advance())
        shown += sum(map(len, training.batches[training.step - 1]))
        spent += time.monotonic() - started
        training.seconds += time.monotonic() - started
        is_last = training.step == steps
        if training.step % _LOGGED == 0 or is_last:
            loss = sum(losses) / len(losses)
            training.curve.append({"step": training.step, "loss": round(loss, 4)})
            report(
                f"step {training.step:,} of {steps:,}: loss {loss:.3f}, "
                f"{shown / spent:.1f} examples/s"
            )
            losses, shown, spent = [], 0, 0.0
        if held_out and (training.step % intervals.judged == 0 or is_last):
            measured = figures(training.judge(held_out))
            training.curve.append({"step": training.step, **measured})
            report(f"step {training.step:,}: " + ", ".join(f"{k} {v}" for k, v in measured.items()))
        is_up = time.monotonic() - begun > 60 * minutes
        if training.step % intervals.saved == 0 or is_last or is_up:
            training.save(checkpoint, fingerprint)
        if is_up:
            break
    return training.step == steps


def in_batches(
    units: Sequence[Unit], read: EncodedExamples, size: int, random: Random
) -> list[list[Unit]]:
    """Return the units in batches of like length, about `size` examples each, in random order.

    Examples whose answer is cut off are left out, and so are units of which nothing is left.
    """
    lengths: list[tuple[float, Unit]] = []
    for unit in units:
        kept = tuple(
            example for example in unit if example.answer is None or read.answer_of(example)
        )
        if kept:
            longest = max(len(read.input_of(example).ids) for example in kept)
            noise = 1 + _SHUFFLED * (random.random() - 0.5)
            lengths.append((longest * noise, kept))
    batches: list[list[Unit]] = []
    for _, unit in sorted(lengths, key=lambda pair: pair[0]):
        if not batches or sum(map(len, batches[-1])) >= size:
            batches.append([])
        batches[-1].append(unit)
    random.shuffle(batches)
    return batches


def _multiplies_halves(device: str) -> bool:
    """Return whether a device has products in bfloat16; without, they take eight times as long."""
    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    able = torch.cpu.get_capabilities()
    return any(able.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))


def _slope(step: int, steps: int, warm_up: float) -> float:
    """Return the share of the rate at a step: linearly up, then linearly down to 0."""
    rising = max(1, round(warm_up * steps))
    return min((step + 1) / rising, (steps - step) / max(1, steps - rising))
