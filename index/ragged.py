"""Rows of unequal length in, two arrays out: all values in a row, and where each row begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of values, along the first axis: row i is `values[offsets[i] : offsets[i + 1]]`."""

    values: npt.NDArray[Any]
    offsets: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[npt.NDArray[Any]]) -> "Ragged":
        """Return these rows, of which there is at least one."""
        ends = np.cumsum([len(row) for row in rows], dtype=np.int64)
        return cls(np.concatenate(rows), np.concatenate(([0], ends)))

    @classmethod
    def empty(cls, rows: int) -> "Ragged":
        """Return that many rows without a value."""
        return cls(np.zeros(0, np.int64), np.zeros(rows + 1, np.int64))

    def row(self, number: int) -> npt.NDArray[Any]:
        """Return one row, a view."""
        return self.values[self.offsets[number] : self.offsets[number + 1]]

    def take(self, rows: Rows) -> "Ragged":
        """Return the rows with these numbers, in this order, repetitions too."""
        begins, ends = self.offsets[rows], self.offsets[rows + 1]
        lengths = ends - begins
        offsets = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
        return Ragged(self.values[np.repeat(begins, lengths) + within], offsets)


def joined(parts: Sequence[Ragged]) -> Ragged:
    """Return the rows of several ragged arrays, one after another."""
    lengths = np.concatenate([np.diff(part.offsets) for part in parts])
    return Ragged(
        np.concatenate([part.values for part in parts]),
        np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))),
    )
