"""The bundled encoder's weights in, a reader that torch can train out; and its weights back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

from index.bundled_model import Weights
from index.reader_input import NO_ANSWER, ReaderInput
from index.reader_weights import HEADS
from index.sentence_transformers_folder import named_tensors, tensor_names

_CLOSED = -1e4  # the logit of a token that no answer starts or ends at


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of like length, padded: ids and masks (examples, tokens), and what is right.

    `starts` and `ends` are tokens, `NO_ANSWER` where there is none; each row of `pairs` is an
    answerable example and one of its unit that is not.
    """

    ids: Tensor
    mask: Tensor
    is_open: Tensor
    starts: Tensor
    ends: Tensor
    pairs: Tensor

    def to(self, device: str) -> "Batch":
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


class ReaderModel(nn.Module):
    """The encoder's layers, a linear span head, and a tanh head on `<s>`.

    Its tables of words and positions stay as they are: the graph shares them with the encoder. No
    dropout: in the attention alone it halves the speed on a CPU.
    """

    def __init__(self, weights: Weights, frozen: int = 0) -> None:
        """Take the encoder's weights, for heads drawn by torch's generator, or a reader's.

        Args:
            frozen: this many of the lower layers stay as they are.
        """
        super().__init__()
        header = weights.header
        self.layers = header.layers
        self.pad = weights.vocabulary.pad
        self.span = nn.Linear(header.hidden, 2)
        self.hidden = nn.Linear(header.hidden, header.hidden)
        self.answer = nn.Linear(header.hidden, 1)
        for name in HEADS:
            head = getattr(self, name)
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)
            if f"{name}.w" in weights.tensors:
                tensors = {
                    part: weights.tensors[f"{name}.{part[0]}"] for part in ("weight", "bias")
                }
                head.load_state_dict({p: torch.from_numpy(own) for p, own in tensors.items()})
        config = BertConfig(
            vocab_size=header.vocabulary,
            hidden_size=header.hidden,
            num_hidden_layers=header.layers,
            num_attention_heads=header.heads,
            intermediate_size=header.intermediate,
            max_position_embeddings=header.positions,
            type_vocab_size=header.types,
            layer_norm_eps=header.epsilon,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        with torch.device("meta"):  # the weights are at hand; drawing some first takes seconds
            self.encoder = BertModel(config, add_pooling_layer=False)
        self.encoder.to_empty(device="cpu")
        state = {name: torch.from_numpy(values) for name, values in named_tensors(weights)}
        self.encoder.load_state_dict(state)
        for name, places in self.encoder.embeddings.named_buffers():
            places.copy_(torch.arange(places.shape[1]) * ("position" in name))
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen]):
            part.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the span logits (examples, tokens, 2) and the answer logits (examples,)."""
        vectors = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        hidden = torch.tanh(self.hidden(vectors[:, NO_ANSWER]))
        return self.span(vectors), self.answer(hidden).squeeze(-1)

    def trained(self) -> dict[str, nn.Parameter]:
        """Return the parameters that training changes, by name."""
        return {name: p for name, p in self.named_parameters() if p.requires_grad}

    def tensors(self) -> dict[str, npt.NDArray[np.float32]]:
        """Return the layers and heads by their short names, for `save_reader`."""
        state = self.state_dict()
        short = {
            f"encoder.{long}": name
            for name, long in tensor_names(self.layers)
            if not name.startswith("emb.")
        }
        short |= {
            f"{head}.{part}": f"{head}.{part[0]}" for head in HEADS for part in ("weight", "bias")
        }
        return {name: state[long].float().cpu().numpy() for long, name in short.items()}


def collate(
    inputs: Sequence[ReaderInput],
    answers: Sequence[tuple[int, int] | None],
    pairs: Sequence[tuple[int, int]],
    pad: int,
) -> Batch:
    """Return examples as a batch.

    Args:
        answers: the first and last token of each example's answer, None for none.
        pad: the token that fills up shorter ones.
    """
    shape = (len(inputs), max(len(one.ids) for one in inputs))
    ids = np.full(shape, pad, dtype=np.int64)
    mask = np.zeros(shape, dtype=np.int64)
    is_open = np.zeros(shape, dtype=np.bool_)
    for row, one in enumerate(inputs):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        is_open[row, : len(one.ids)] = one.is_open
    spans = np.array([answer or (NO_ANSWER, NO_ANSWER) for answer in answers], dtype=np.int64)
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(is_open),
        torch.from_numpy(spans[:, 0].copy()),
        torch.from_numpy(spans[:, 1].copy()),
        torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2),
    )


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
    """An exponential moving average of a model's trained weights, which is what is shipped.

    It saves the steps at a low learning rate that would calm the last ones, and costs next to
    nothing beside a step. The first steps are forgotten faster, as the average would else keep
    much of what the encoder was.
    """

    def __init__(self, model: ReaderModel, decay: float) -> None:
        self._decay = decay
        self._steps = 0
        self.values = {name: p.detach().clone() for name, p in model.trained().items()}

    @torch.no_grad()
    def update(self, model: ReaderModel) -> None:
        """Take the model's weights into the average."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for name, parameter in model.trained().items():
            self.values[name].lerp_(parameter, 1 - decay)

    @torch.no_grad()
    def swap(self, model: ReaderModel) -> None:
        """Exchange the average with the model's weights; twice, and all is as before."""
        for name, parameter in model.trained().items():
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
