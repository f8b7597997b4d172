"""News with questions in, `means.npz` out: the typical vectors that are taken off all others.

    python -m index.means FILE.jsonl [FILE.jsonl …]

Each line holds `id`, `title`, `published`, `text`, `language` and `questions`, each with `q` and
`language`. The means in the package are of training/nearmiss, files ar-1 to ar-8 and en-1 to en-8.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.article import Article, Language
from index.encoding import BUNDLED, Kind, encoded_text, load_encoder
from index.sample import mean_vectors
from index.settings import model_cache
from index.statistics import LANGUAGES


def main(paths: Sequence[str]) -> None:
    """Write `means.npz` beside this module."""
    encoder = load_encoder(BUNDLED, model_cache())
    rows = [
        json.loads(line)
        for path in paths
        for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]
    arrays = {}
    for language in LANGUAGES:
        passages = [_passage(row) for row in rows if row["language"] == language]
        questions = [q["q"] for row in rows for q in row["questions"] if q["language"] == language]
        sides: list[tuple[Kind, list[str]]] = [("passage", passages), ("query", questions)]
        for kind, texts in sides:
            text_mean, token_mean = mean_vectors(encoder, texts, kind)
            arrays[f"{kind}_text_{language}"] = text_mean.astype(np.float16)
            arrays[f"{kind}_token_{language}"] = token_mean.astype(np.float16)
    np.savez(Path(__file__).with_name("means.npz"), allow_pickle=False, **arrays)


def _passage(row: dict[str, Any]) -> str:
    language: Language = "ar" if row["language"] == "ar" else "en"
    article = Article(
        row["id"], row["text"], language, title=row["title"], published=row["published"]
    )
    return encoded_text(article, 0, len(article.text))


if __name__ == "__main__":
    main(sys.argv[1:])
