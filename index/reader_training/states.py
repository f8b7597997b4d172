"""Texts in, what the encoder makes of their tokens out: each is read once, and kept on the disk."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import ModelError
from index.onnx_encoder import OnnxEncoder

_AT_ONCE = 64  # texts

States = Mapping[bytes, npt.NDArray[np.float16]]
"""By the bytes of its token numbers, a text's states: (tokens, hidden)."""


def read_once(texts: Sequence[npt.NDArray[np.int64]], encoder: OnnxEncoder, work: Path) -> States:
    """Return what the lower half of the encoder's layers makes of texts.

    Args:
        texts: token numbers; the same ones may come again.
        work: where a file with the states is kept, and found again.

    Raises:
        ModelError: it cannot be written.
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
    try:
        with unfinished.open("wb") as stored:  # not mapped: a full disk is then an error, no signal
            for states in _states(texts, encoder):
                if not stored.tell():
                    shape = (tokens, states.shape[-1])
                    header = {"descr": "<f2", "fortran_order": False, "shape": shape}
                    np.lib.format.write_array_header_1_0(stored, header)
                stored.write(states.astype("<f2").tobytes())
        unfinished.replace(file)
    except OSError as error:
        raise ModelError(
            f"{unfinished} cannot be written: {error.strerror}. Make room there, or name another "
            "folder with --work."
        ) from error


def _states(texts: Sequence[bytes], encoder: OnnxEncoder) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the states of each text in order, (tokens, hidden)."""
    for first in range(0, len(texts), _AT_ONCE):
        some = texts[first : first + _AT_ONCE]
        ids = (np.frombuffer(text, dtype=np.int64) for text in some)
        yield from encoder.pool.map(lambda one: encoder.states(one)[0], ids)
