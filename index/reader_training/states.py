"""Texts in, what the encoder makes of their tokens out: each is read once, and kept on the disk."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.onnx_encoder import OnnxEncoder

_AT_ONCE = 64  # texts

States = Mapping[bytes, npt.NDArray[np.float16]]
"""By the bytes of its token numbers, a text's states: (tokens, hidden)."""


def read_once(texts: Sequence[npt.NDArray[np.int64]], encoder: OnnxEncoder, work: Path) -> States:
    """Return what the lower half of the encoder's layers makes of texts.

    Args:
        texts: token numbers; the same ones may come again.
        work: where a file with the states is kept, and found again.
    """
    different = sorted({ids.tobytes() for ids in texts}, key=lambda ids: (len(ids), ids))
    ends = np.cumsum([len(ids) // np.dtype(np.int64).itemsize for ids in different])
    key = blake2b(f"{encoder.name} ".encode(), digest_size=8)
    for ids in different:
        key.update(ids)
    file = work / f"states-{key.hexdigest()}.npy"
    if not file.exists():
        _write(different, int(ends[-1]), encoder, file)
    stored: npt.NDArray[np.float16] = np.load(file, mmap_mode="r")
    return dict(zip(different, np.split(stored, ends[:-1]), strict=True))


def _write(texts: Sequence[bytes], tokens: int, encoder: OnnxEncoder, file: Path) -> None:
    unfinished = file.with_suffix(".part")
    stored: npt.NDArray[Any] | None = None
    at = 0
    for states in _states(texts, encoder):
        if stored is None:
            shape = (tokens, states.shape[-1])
            stored = np.lib.format.open_memmap(unfinished, "w+", np.float16, shape)
        stored[at : at + len(states)] = states
        at += len(states)
    unfinished.replace(file)


def _states(texts: Sequence[bytes], encoder: OnnxEncoder) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the states of each text in order, (tokens, hidden)."""
    for first in range(0, len(texts), _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        ids = (np.frombuffer(text, dtype=np.int64) for text in some)
        yield from encoder.pool.map(lambda one: encoder.states(one)[0], ids)
