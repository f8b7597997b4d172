"""Encoded passages in, what comparing and weighting need to know of their distribution out.

Vectors of one model, language and kind share a large common part. `Centring` takes it off, so that
a similarity means the same in every collection. The means of the bundled model come with the
package; those of another are taken from what it makes of the sample articles, the same in every
collection too, and so a new article changes no stored vector. `Statistics` are a collection's own,
gathered anew for each version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Self, get_args

import numpy as np
import numpy.typing as npt

from corpus.article import Language
from index import token_codec
from index.bundled_model import WEIGHTS_NAME
from index.encoding import Kind, Vectors

LANGUAGES: tuple[Language, ...] = get_args(Language)

Pair = tuple[Kind, Language]
PAIRS: tuple[Pair, ...] = tuple(product(get_args(Kind), LANGUAGES))

QUERY_CENTRING = 0.5
"""The share of the mean question that is taken off a question's vector.

With all of it, questions of another style than those of `means.npz` lose: on eval/xquad-dev ar→ar
falls from .92 to .90 success@1; with none, eval/newsroom's questions whose report is in the other
language fall from .57 to .25 (`sanad-index eval`).
"""

PRIOR_TEXTS = 100
"""How many texts of no particular direction a language's moments start from."""


@dataclass(frozen=True, slots=True)
class Centring:
    """Mean vectors by kind and language, each (dim,) float32: of texts and of tokens.

    `name` tells these means from others.
    """

    name: str
    texts: Mapping[Pair, Vectors]
    tokens: Mapping[Pair, Vectors]

    @classmethod
    def typical(cls) -> Self:
        """Return the means of news and of questions on it under the bundled model."""
        content = Path(__file__).with_name("means.npz").read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            name = f"centred-{blake2b(content, digest_size=8).hexdigest()}"
            return cls._of(name, arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the means that were saved to `path`."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls._of(str(arrays["name"]), arrays)

    @classmethod
    def _of(cls, name: str, arrays: Mapping[str, npt.NDArray[np.floating]]) -> Self:
        return cls(
            name,
            {pair: arrays["{}_text_{}".format(*pair)].astype(np.float32) for pair in PAIRS},
            {pair: arrays["{}_token_{}".format(*pair)].astype(np.float32) for pair in PAIRS},
        )

    def save(self, path: Path) -> None:
        """Write the means of all kinds and languages to `path`."""
        arrays = {"{}_text_{}".format(*pair): mean for pair, mean in self.texts.items()}
        arrays |= {"{}_token_{}".format(*pair): mean for pair, mean in self.tokens.items()}
        np.savez(path, allow_pickle=False, name=np.str_(self.name), **arrays)

    @property
    def codec(self) -> str:
        """Return the name of all that is done to a vector before it is stored."""
        return codec_with(self.name)

    def passages(self, vectors: Vectors, language: Language) -> Vectors:
        """Return passage vectors, (…, dim), without their mean, of norm 1 again."""
        return unit(vectors - self.texts["passage", language])

    def query(self, vector: Vectors, language: Language) -> Vectors:
        """Return a question's vector, (dim,), without a share of its mean, of norm 1 again."""
        return unit(vector - QUERY_CENTRING * self.texts["query", language])

    def token_vectors(self, vectors: Vectors, language: Language, kind: Kind) -> Vectors:
        """Return token vectors, (n, dim), without their mean, of norm 1 again."""
        return unit(vectors - self.tokens[kind, language])


@dataclass(frozen=True, slots=True)
class Statistics:
    """How the centred passage vectors and the tokens of one collection are distributed.

    `means` and `covariances` hold for each language the first two moments of its passage vectors,
    (dim,) and (dim, dim); `document_frequencies` counts, by token number, the chunks with it.
    """

    means: Mapping[Language, Vectors]
    covariances: Mapping[Language, Vectors]
    document_frequencies: Mapping[int, int]
    chunks: int

    @classmethod
    def gather(
        cls, vectors: Mapping[Language, Vectors], document_frequencies: Mapping[int, int]
    ) -> Self:
        """Return the statistics of the centred passage vectors of each language, (n, dim)."""
        moments = {language: _moments(own) for language, own in vectors.items()}
        return cls(
            means={language: mean for language, (mean, _) in moments.items()},
            covariances={language: covariance for language, (_, covariance) in moments.items()},
            document_frequencies=document_frequencies,
            chunks=sum(map(len, vectors.values())),
        )

    def token_weights(
        self, ids: npt.NDArray[np.int64], rarity: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """Return what tokens of a question weigh, of sum 1.

        The inverse document frequency as BM25 has it, times how rare they are in texts at large:
        a small collection knows little of what is rare. Of flat weights, the rarity, the frequency
        and the product, eval/xquad-dev has success@1 .924 .928 .932 .932 ar→ar, .957 .961 .965 .965
        en→en, .874 .872 .872 .872 en→ar, .816 .814 .816 .816 ar→en by late interaction alone, and
        eval/newsroom .69 .73 .74 .73: among 150 passages and more the frequency is enough, of a few
        articles it tells nothing.
        """
        frequencies = np.array([self.document_frequencies.get(int(i), 0) for i in ids])
        weights = rarity * inverse_document_frequency(frequencies, self.chunks)
        scaled: npt.NDArray[np.float32] = (weights / weights.sum()).astype(np.float32)
        return scaled

    def save(self, path: Path) -> None:
        """Write the statistics to `path`."""
        arrays = {f"mean_{language}": mean for language, mean in self.means.items()}
        arrays |= {f"covariance_{language}": c for language, c in self.covariances.items()}
        frequencies = np.array(list(self.document_frequencies.items()), dtype=np.int64)
        np.savez(
            path,
            allow_pickle=False,
            chunks=np.int64(self.chunks),
            document_frequencies=frequencies.reshape(-1, 2),
            **arrays,
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the statistics that were saved to `path`."""
        with np.load(path, allow_pickle=False) as arrays:
            there = [language for language in LANGUAGES if f"mean_{language}" in arrays]
            return cls(
                means={language: arrays[f"mean_{language}"] for language in there},
                covariances={language: arrays[f"covariance_{language}"] for language in there},
                document_frequencies=dict(arrays["document_frequencies"].tolist()),
                chunks=int(arrays["chunks"]),
            )


def inverse_document_frequency(
    frequencies: npt.NDArray[np.int64] | int, texts: int
) -> npt.NDArray[np.float64]:
    """Return how rare it is to stand in so many of the texts, as BM25 in Lucene has it."""
    rarity: npt.NDArray[np.float64] = np.log1p((texts - frequencies + 0.5) / (frequencies + 0.5))
    return rarity


def has_typical_means(encoder: str) -> bool:
    """Return whether the encoder of this name has the weights whose means are in the package."""
    return WEIGHTS_NAME in encoder


def stored_centring(encoder: str, path: Path) -> Centring:
    """Return the means that a version was built with.

    Args:
        path: where they are, but for those that come with the package.
    """
    return Centring.typical() if has_typical_means(encoder) else Centring.load(path)


def codec_with(means: str) -> str:
    """Return the name of all that is done to a vector before it is stored, with these means."""
    return f"{means}, {token_codec.CODEC}"


def unit(vectors: Vectors) -> Vectors:
    """Return the vectors scaled to norm 1 along the last axis; zero stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled


def _moments(vectors: Vectors) -> tuple[Vectors, Vectors]:
    """Return mean and covariance, as if `PRIOR_TEXTS` more vectors lay evenly around the origin.

    A small sample's covariance is shrunk towards a multiple of the identity (Ledoit & Wolf 2004).
    """
    count, dim = vectors.shape
    mean = vectors.sum(axis=0) / (count + PRIOR_TEXTS)
    centred = vectors - mean
    scatter = centred.T @ centred + PRIOR_TEXTS * np.eye(dim) / dim
    return mean.astype(np.float32), (scatter / (count + PRIOR_TEXTS)).astype(np.float32)
