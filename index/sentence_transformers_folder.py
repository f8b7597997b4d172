"""The bundled model's weights in, an ordinary sentence-transformers folder of them out.

    python -m index.sentence_transformers_folder DIRECTORY

For a GPU: the folder is a model that SANAD_MODEL can name.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.bundled_model import (
    MAX_TOKENS,
    TOKENIZER_FILE,
    WEIGHTS_NAME,
    Weights,
    matrix,
    read_weights,
    write_tokenizer,
)
from index.encoding import E5_PROMPTS

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""What a layer has a weight and a bias of: short names, and those that transformers has."""


def main(directory: str) -> None:
    """Write the folder and print what to set."""
    print(f"SANAD_MODEL={write_folder(Path(directory)).resolve()}")


def write_folder(directory: Path) -> Path:
    """Return the folder, made in a directory.

    Raises:
        ModelError: the weights are not installed, or are not the expected file.
        OSError: the folder is there already, or cannot be written.
    """
    from safetensors.numpy import save_file

    weights = read_weights()
    folder = directory / WEIGHTS_NAME
    folder.mkdir(parents=True)
    write_tokenizer(weights, folder / TOKENIZER_FILE)
    _write_configuration(weights, folder)
    tensors = dict(named_tensors(weights))
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def named_tensors(weights: Weights) -> Iterator[tuple[str, npt.NDArray[np.float32]]]:
    """Yield the tensors in 32 bits, each with the name that transformers has for it."""
    for short, long in tensor_names(weights.header.layers):
        tensor = weights.tensors[short]
        yield long, matrix(tensor)


def tensor_names(layers: int) -> Iterator[tuple[str, str]]:
    """Yield the short name of each tensor and the one that transformers has for it."""
    yield from _EMBEDDINGS.items()
    for layer in range(layers):
        for short, long in LAYER_PARTS.items():
            yield f"l{layer}.{short}.w", f"encoder.layer.{layer}.{long}.weight"
            yield f"l{layer}.{short}.b", f"encoder.layer.{layer}.{long}.bias"


def _write_configuration(weights: Weights, folder: Path) -> None:
    header = weights.header
    bos, eos, pad, unk = weights.vocabulary.special()
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "bos_token": bos,
            "eos_token": eos,
            "cls_token": bos,
            "sep_token": eos,
            "pad_token": pad,
            "unk_token": unk,
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )
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
            "pad_token_id": weights.vocabulary.pad,
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
            "max_seq_length": MAX_TOKENS,
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
        {"prompts": E5_PROMPTS, "similarity_fn_name": "cosine"},
    )


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
