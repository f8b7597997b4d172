"""The bundled encoder's upper layers in, a reader for torch to train out; and its weights back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.bundled_model import Header, Weights, matrix
from index.reader_input import NO_ANSWER, ReaderInput
from index.reader_training.recipe import Losses
from index.reader_weights import HEADS
from index.sentence_transformers_folder import LAYER_PARTS

_CLOSED = -1e4  # the logit of a token that no answer starts or ends at, and of padding

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples, padded, and what is right.

    `states` (examples, tokens, hidden) are those of a question and a passage, one behind the
    other, where the first layer begins; `openings` (examples,) the place of the passage's `<s>`,
    `mask` (examples, tokens) what is not padding, `is_open` (examples, tokens) where an answer may
    be. `starts` and `ends` are tokens, the passage's `<s>` where there is no answer; each row of
    `pairs` is an answerable example and one of its unit that is not.
    """

    states: Tensor
    openings: Tensor
    mask: Tensor
    is_open: Tensor
    starts: Tensor
    ends: Tensor
    pairs: Tensor

    def to(self, device: str) -> "Batch":
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


class Layer(nn.Module):
    """A layer of the encoder."""

    def __init__(self, header: Header, dropout: float) -> None:
        super().__init__()
        hidden, wide = header.hidden, header.intermediate
        self.heads = header.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, wide), nn.Linear(wide, hidden)
        self.aln, self.oln = (nn.LayerNorm(hidden, header.epsilon) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """Return the states after the layer; (examples, tokens, hidden).

        Args:
            mask: (examples, 1, 1, tokens), what is not padding.
        """
        query, keys, values = (self._split(part(vectors)) for part in (self.q, self.k, self.v))
        # On a CPU, torch's own scaled_dot_product_attention takes 1.7 times as long with a mask.
        products = (query @ keys.transpose(-1, -2)).float() * keys.shape[-1] ** -0.5
        shares = torch.softmax(products.masked_fill(~mask, _CLOSED), dim=-1)
        attended = (shares.to(values.dtype) @ values).transpose(1, 2).reshape(vectors.shape)
        between = self.aln(vectors + self.dropout(self.ao(attended)))
        wide = functional.gelu(self.fi(between))
        after: Tensor = self.oln(between + self.dropout(self.fo(wide)))
        return after

    def _split(self, vectors: Tensor) -> Tensor:
        """Return (texts, heads, tokens, hidden / heads)."""
        return vectors.reshape(*vectors.shape[:-1], self.heads, -1).transpose(1, 2)


class ReaderModel(nn.Module):
    """Layers that begin as the encoder's upper ones, and heads on them.

    `answer`, over the tanh layer `hidden`, says from the question's `<s>` whether the passage
    answers. `span` says for each token whether an answer starts or ends there, and for the
    passage's `<s>` that there is none (Devlin et al. 2019, on SQuAD 2.0).
    """

    def __init__(self, weights: Weights, dropout: float = 0.0) -> None:
        """Take the encoder's weights, for heads drawn by torch's generator, or a reader's."""
        super().__init__()
        header = weights.header
        self.layers = nn.ModuleDict({f"l{n}": Layer(header, dropout) for n in header.upper})
        self.hidden = nn.Linear(header.hidden, header.hidden)
        self.answer = nn.Linear(header.hidden, 1)
        self.span = nn.Linear(header.hidden, 2)
        for name in HEADS:
            nn.init.normal_(getattr(self, name).weight, std=0.02)
            nn.init.zeros_(getattr(self, name).bias)
        with torch.no_grad():
            for name, parameter in self.by_short_names().items():
                if name in weights.tensors:
                    parameter.copy_(torch.tensor(matrix(weights.tensors[name])))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the span logits (examples, tokens, 2) and the answer logits (examples,)."""
        vectors = batch.states
        for layer in self.layers.values():
            vectors = layer(vectors, batch.mask[:, None, None])
        answers = self.answer(torch.tanh(self.hidden(vectors[:, 0]))).squeeze(-1)
        return self.span(vectors), answers

    def heads(self) -> Iterator[nn.Parameter]:
        """Yield what begins at random."""
        return (p for name in HEADS for p in getattr(self, name).parameters())

    def by_short_names(self) -> dict[str, nn.Parameter]:
        """Return the parameters by their short names, see `index.bundled_model`."""
        modules: dict[str, nn.Module] = {name: getattr(self, name) for name in HEADS}
        for number, layer in self.layers.items():
            modules |= {f"{number}.{part}": getattr(layer, part) for part in LAYER_PARTS}
        return {
            f"{name}.{short}": getattr(module, long)
            for name, module in modules.items()
            for short, long in (("w", "weight"), ("b", "bias"))
        }

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return the layers and heads by their short names, for `save_reader`."""
        return {name: p.detach().cpu().numpy() for name, p in self.by_short_names().items()}


def collate(
    questions: Sequence[Floats],
    passages: Sequence[Floats],
    inputs: Sequence[ReaderInput],
    answers: Sequence[tuple[int, int] | None],
    pairs: Sequence[tuple[int, int]],
) -> Batch:
    """Return examples as a batch.

    Args:
        questions: the states of each, (tokens, hidden).
        passages: the same of what each is read with.
        inputs: what the reader reads of each passage.
        answers: the first and last token of each answer in its passage, None for none.
        pairs: see `Batch`.
    """
    openings = np.array([len(question) for question in questions])
    lengths = openings + [len(passage) for passage in passages]
    states = np.zeros((len(inputs), lengths.max(), questions[0].shape[-1]), dtype=np.float32)
    is_open = np.zeros(states.shape[:2], dtype=np.bool_)
    for row, (question, passage) in enumerate(zip(questions, passages, strict=True)):
        opening, end = openings[row], lengths[row]
        states[row, :opening], states[row, opening:end] = question, passage
        is_open[row, opening:end] = inputs[row].is_open
    spans = openings[:, None] + [answer or (NO_ANSWER, NO_ANSWER) for answer in answers]
    return Batch(
        torch.from_numpy(states),
        torch.from_numpy(openings),
        torch.from_numpy(np.arange(lengths.max()) < lengths[:, None]),
        torch.from_numpy(is_open),
        torch.from_numpy(spans[:, 0].copy()),
        torch.from_numpy(spans[:, 1].copy()),
        torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2),
    )


def loss_of(spans: Tensor, answers: Tensor, batch: Batch, losses: Losses) -> Tensor:
    """Return the loss of a batch:

    span · (CE(start) + CE(end)) + BCE(answer) + pair · mean log(1 + exp(s⁻ - s⁺))

    The last is RankNet's (Burges et al. 2005), over the answer logits of pairs: what the two
    questions of a minimal pair have in common cancels out, and the difference is learnt.
    """
    logits = spans.float().masked_fill(~batch.is_open[..., None], _CLOSED)
    start = functional.cross_entropy(logits[..., 0], batch.starts)
    end = functional.cross_entropy(logits[..., 1], batch.ends)
    answers = answers.float()
    right = batch.starts != batch.openings
    smooth = right * (1 - losses.smoothing) + losses.smoothing / 2
    loss = losses.span * (start + end)
    loss = loss + functional.binary_cross_entropy_with_logits(answers, smooth)
    if len(batch.pairs):
        better, worse = answers[batch.pairs[:, 0]], answers[batch.pairs[:, 1]]
        loss = loss + losses.pair * functional.softplus(worse - better).mean()
    return loss


class Average:
    """An exponential moving average of a model's weights, which is what is shipped.

    It saves the steps at a low learning rate that would calm the last ones, and costs next to
    nothing beside a step. The first steps are forgotten faster, as the average would else keep
    much of what the encoder was.
    """

    def __init__(self, model: ReaderModel, decay: float) -> None:
        self._decay = decay
        self._steps = 0
        self.values = {name: p.detach().clone() for name, p in model.named_parameters()}

    @torch.no_grad()
    def update(self, model: ReaderModel) -> None:
        """Take the model's weights into the average."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for name, parameter in model.named_parameters():
            self.values[name].lerp_(parameter, 1 - decay)

    @torch.no_grad()
    def swap(self, model: ReaderModel) -> None:
        """Exchange the average with the model's weights; twice, and all is as before."""
        for name, parameter in model.named_parameters():
            current = parameter.detach().clone()
            parameter.copy_(self.values[name])
            self.values[name] = current

    def state(self) -> Mapping[str, Any]:
        """Return what `restore` takes."""
        return {"steps": self._steps, "values": self.values}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from a state."""
        self._steps = state["steps"]
        for name, values in state["values"].items():
            self.values[name].copy_(values)
