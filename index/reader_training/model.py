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
from index.reader_weights import HEADS
from index.sentence_transformers_folder import LAYER_PARTS

_CLOSED = -1e4  # the logit of a token that no answer starts or ends at, and of padding

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples, padded, and what is right.

    `questions` (examples, tokens, hidden) are their states where the first layer begins, `passages`
    (passages, layers + 1, tokens, hidden) those of each passage once; `own` (examples,) says which
    passage an example is read with. `asked` and `written` are what is not padding of either,
    `is_open` (examples, tokens) where an answer may be. `starts` and `ends` are tokens,
    `NO_ANSWER` where there is none; each row of `pairs` is an answerable example and one of its
    unit that is not.
    """

    questions: Tensor
    asked: Tensor
    passages: Tensor
    written: Tensor
    own: Tensor
    is_open: Tensor
    starts: Tensor
    ends: Tensor
    pairs: Tensor

    def to(self, device: str) -> "Batch":
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


class Layer(nn.Module):
    """A layer of the encoder, in which a question reads a passage beside itself."""

    def __init__(self, header: Header, dropout: float) -> None:
        super().__init__()
        hidden, wide = header.hidden, header.intermediate
        self.heads = header.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(hidden, hidden) for _ in range(4))
        self.fi, self.fo = nn.Linear(hidden, wide), nn.Linear(wide, hidden)
        self.aln, self.oln = (nn.LayerNorm(hidden, header.epsilon) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, questions: Tensor, passages: Tensor, own: Tensor, mask: Tensor) -> Tensor:
        """Return the questions' states after the layer; (examples, tokens, hidden).

        Args:
            passages: (passages, tokens, hidden), where the layer begins.
            own: for each question, which is its passage.
            mask: (examples, 1, 1, tokens of question and passage), what is not padding.
        """
        keys, values = (
            torch.cat(
                [self._split(part(questions)), self._split(part(passages)).index_select(0, own)],
                dim=2,
            )
            for part in (self.k, self.v)
        )
        # On a CPU, torch's own scaled_dot_product_attention takes 1.7 times as long with a mask.
        products = self._split(self.q(questions)) @ keys.transpose(-1, -2)
        scaled = products.float() * keys.shape[-1] ** -0.5
        shares = torch.softmax(scaled.masked_fill(~mask, _CLOSED), dim=-1)
        attended = (shares.to(values.dtype) @ values).transpose(1, 2).reshape(questions.shape)
        between = self.aln(questions + self.dropout(self.ao(attended)))
        wide = functional.gelu(self.fi(between))
        after: Tensor = self.oln(between + self.dropout(self.fo(wide)))
        return after

    def _split(self, vectors: Tensor) -> Tensor:
        """Return (texts, heads, tokens, hidden / heads)."""
        return vectors.reshape(*vectors.shape[:-1], self.heads, -1).transpose(1, 2)


class ReaderModel(nn.Module):
    """Layers that begin as the encoder's upper ones, and heads on what they make of `<s>`.

    `answer`, over the tanh layer `hidden`, says whether the passage answers. `ask` makes two
    vectors of it, and their products with `key` of a passage's tokens say where the answer starts
    and ends: a pointer network (Vinyals et al. 2015); `none` says that there is none.
    """

    def __init__(self, weights: Weights, layers: int, dropout: float = 0.0) -> None:
        """Take the encoder's weights, for heads drawn by torch's generator, or a reader's.

        Args:
            layers: how many, fewer than the encoder's.
        """
        super().__init__()
        header = weights.header
        self.numbers = range(header.layers - layers, header.layers)
        self.layers = nn.ModuleDict({f"l{n}": Layer(header, dropout) for n in self.numbers})
        self.hidden = nn.Linear(header.hidden, header.hidden)
        self.answer = nn.Linear(header.hidden, 1)
        self.key = nn.Linear(header.hidden, header.hidden)
        self.ask = nn.Linear(header.hidden, 2 * header.hidden)
        self.none = nn.Linear(header.hidden, 2)
        for name in HEADS:
            nn.init.normal_(getattr(self, name).weight, std=0.02)
            nn.init.zeros_(getattr(self, name).bias)
        with torch.no_grad():
            for name, parameter in self.by_short_names().items():
                if name in weights.tensors:
                    parameter.copy_(torch.tensor(matrix(weights.tensors[name])))

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Return the span logits (examples, tokens, 2) and the answer logits (examples,)."""
        mask = torch.cat([batch.asked, batch.written[batch.own]], dim=1)[:, None, None]
        vectors = batch.questions
        for place, layer in enumerate(self.layers.values()):
            vectors = layer(vectors, batch.passages[:, place], batch.own, mask)
        opening = vectors[:, NO_ANSWER]
        answers = self.answer(torch.tanh(self.hidden(opening))).squeeze(-1)
        keys = self.key(batch.passages[:, -1]) * vectors.shape[-1] ** -0.5
        asked = self.ask(opening).reshape(len(opening), 2, -1)
        spans = keys.index_select(0, batch.own) @ asked.transpose(1, 2)
        return torch.cat([self.none(opening)[:, None], spans[:, 1:]], dim=1), answers

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
    own: Sequence[int],
    inputs: Sequence[ReaderInput],
    answers: Sequence[tuple[int, int] | None],
    pairs: Sequence[tuple[int, int]],
) -> Batch:
    """Return examples as a batch.

    Args:
        questions: the states of each, (tokens, hidden).
        passages: the states of those that are read, (tokens, layers + 1, hidden).
        own: which of them each example is read with.
        inputs: what the reader reads of each example's passage.
        answers: the first and last token of each example's answer, None for none.
        pairs: see `Batch`.
    """
    asked, asked_mask = _padded(questions)
    read, read_mask = _padded(passages)
    is_open = np.zeros((len(inputs), read.shape[1]), dtype=np.bool_)
    for row, one in enumerate(inputs):
        is_open[row, : len(one.ids)] = one.is_open
    spans = np.array([answer or (NO_ANSWER, NO_ANSWER) for answer in answers], dtype=np.int64)
    return Batch(
        asked,
        asked_mask,
        read.transpose(1, 2).contiguous(),
        read_mask,
        torch.tensor(own),
        torch.from_numpy(is_open),
        torch.from_numpy(spans[:, 0].copy()),
        torch.from_numpy(spans[:, 1].copy()),
        torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2),
    )


def _padded(texts: Sequence[Floats]) -> tuple[Tensor, Tensor]:
    """Return texts of different lengths as one array, and what of it is not padding."""
    longest = max(len(text) for text in texts)
    values = np.zeros((len(texts), longest, *texts[0].shape[1:]), dtype=np.float32)
    mask = np.zeros((len(texts), longest), dtype=np.bool_)
    for row, text in enumerate(texts):
        values[row, : len(text)] = text
        mask[row, : len(text)] = True
    return torch.from_numpy(values), torch.from_numpy(mask)


@dataclass(frozen=True, slots=True)
class Losses:
    """How much each part of the loss counts; first choices, not tuned."""

    span: float = 1.0
    pair: float = 0.5
    smoothing: float = 0.05

    def of(self, spans: Tensor, answers: Tensor, batch: Batch) -> Tensor:
        """Return the loss of a batch:

        span · (CE(start) + CE(end)) + BCE(answer) + pair · mean log(1 + exp(s⁻ - s⁺))

        The last is RankNet's (Burges et al. 2005), over the answer logits of pairs: what the two
        questions of a minimal pair have in common cancels out, and the difference is learnt.
        """
        logits = spans.float().masked_fill(~batch.is_open[..., None], _CLOSED)
        start = functional.cross_entropy(logits[..., 0], batch.starts)
        end = functional.cross_entropy(logits[..., 1], batch.ends)
        answers = answers.float()
        right = (batch.starts != NO_ANSWER).float()
        smooth = right * (1 - self.smoothing) + self.smoothing / 2
        loss = self.span * (start + end)
        loss = loss + functional.binary_cross_entropy_with_logits(answers, smooth)
        if len(batch.pairs):
            better, worse = answers[batch.pairs[:, 0]], answers[batch.pairs[:, 1]]
            loss = loss + self.pair * functional.softplus(worse - better).mean()
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
