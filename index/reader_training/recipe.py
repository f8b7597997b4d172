"""How a reader is trained, as plain values: the defaults are those of the one that ships."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Losses:
    """How much each part of the loss counts, see `index.reader_training.model.loss_of`.

    First choices, not tuned.
    """

    span: float = 1.0
    pair: float = 0.5
    smoothing: float = 0.05
    """What is taken off the label of an answer, and shared out."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much is mixed in: each a share of the answerable questions that it can be had for.

    A first reader, trained on near misses alone, took passages on other matters for answers (AUROC
    .41 against off-topic questions); mixed in later, these spoilt what it knew. So all come from
    the first step on. With these shares of hard passages and more, a good third of all examples is
    answerable.
    """

    swapped: float = 0.8
    hard: float = 0.5
    random: float = 0.10
    elsewhere: float = 0.15
    masked: float = 0.05
    chatter: float = 0.02


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model is trained.

    What is left out, and why: a correction for what the question alone gives away is not worth its
    constant where a classifier of questions reaches AUC .49 to .63; two passes with dropout
    (R-Drop) cost twice the time.
    """

    passes: int = 3
    """Over the data, drawn anew for each."""
    steps: int = 5200
    """At most; the rate is 0 at the last."""
    batch: int = 16
    """Examples."""
    rate: float = 5e-5
    """Of learning, of the layers."""
    heads: float = 4.0
    """How many times faster the heads learn, which begin at random."""
    warm_up: float = 0.06
    decay: float = 0.01
    clip: float = 1.0
    dropout: float = 0.0
    """In the layers."""
    average: float = 0.998
    """Of the weights of some 500 steps; not tuned."""
    losses: Losses = field(default_factory=Losses)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Intervals:
    """After how many steps the state is saved, and the held-out examples are judged."""

    saved: int = 100
    judged: int = 250
