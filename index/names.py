"""Texts in; how many of a question's names each says in the other script out, one score a text.

A name that the encoder never saw has no meaning to it, and in the other script no letter of it is
the same. What is left is its sound: see `index.sounds`.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.normalization import words
from index.analysis import FUNCTION_WORDS
from index.arrays import Scores
from index.sounds import ARTICLES, SAME, Pronunciation, fit, is_arabic, readings, similarity
from index.statistics import inverse_document_frequency

_LONGEST = 24  # letters; a longer word is no name

_WORD = re.compile(
    r"""
    [^\W\d_] (?:                                         # a letter, then
        [^\W\d_]                                         # letters,
      | [\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]  # marks on them
      | ['\u2018\u2019\u02bb-\u02bf`] (?=[^\W\d_])       # and apostrophes between them
    )*
    """,
    re.VERBOSE,
)
# After these a capital says nothing of the word.
_OPENS = re.compile(r"[.!?:;\n\"\u201c\u201d\u2026\u00ab\u00bb(\u2022]")

# Names of two words in Arabic that are often one in Latin letters: عبد الله، حزب الله، نور الدين.
_JOINED_TO_NEXT = frozenset(["عبد", "ابو"])
_JOINED_TO_LAST = frozenset(["الله", "الدين"])


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word. `opens` where it opens a sentence, so that a capital says nothing."""

    folded: str
    capital: bool
    opens: bool


def content_words(text: str) -> Iterator[Word]:
    """Yield the words of a text that are no function words; two-word names joined as well."""
    end, before = 0, ""
    for match in _WORD.finditer(text):
        folded = _fold(match.group())
        opens = not end or _OPENS.search(text, end, match.start()) is not None
        end = match.end()
        if _counts(folded):
            yield Word(folded, match.group()[0].isupper(), opens)
        if folded in _JOINED_TO_LAST or before in _JOINED_TO_NEXT:
            yield Word(before + folded, False, opens)
        before = folded


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    return "".join(words(word))


def _counts(word: str) -> bool:
    return (
        word.isalpha()
        and len(word) <= _LONGEST
        and word not in FUNCTION_WORDS
        and word not in ARTICLES
    )


def capitalised(text: str) -> list[str]:
    """Return the Latin words that have a capital in mid-sentence, folded, each once."""
    seen = [word.folded for word in content_words(text) if word.capital and not word.opens]
    return list(dict.fromkeys(seen))


def unsaid(names: Iterable[str], text: str) -> list[str]:
    """Return those of these words that no word of the text may be, in either script."""
    said = {word.folded for word in content_words(text)}
    return [name for name in names if not any(similarity(_fold(name), w) >= SAME for w in said)]


@dataclass(frozen=True, slots=True, eq=False)
class NameIndex:
    """The words of all chunks and what they sound like; every array may be memory-mapped.

    A Latin word is taken for a name where the texts write it with a capital more often than not.
    """

    words: npt.NDArray[np.str_]
    """Every content word of the texts, sorted."""
    names: npt.NDArray[np.bool_]
    """Which of them may be names: all Arabic ones, Latin ones by their capitals."""
    starts: npt.NDArray[np.int64]
    """Where the chunks of each word begin in `chunks`; one more for the end."""
    chunks: npt.NDArray[np.int32]
    """The chunks with each word."""
    keys: npt.NDArray[np.str_]
    """The keys of all readings of the words that may be names, sorted."""
    keyed: npt.NDArray[np.int32]
    """The number of each key's word."""
    sounds: npt.NDArray[np.str_]
    """The reading that each key is of."""
    doubts: npt.NDArray[np.float32]
    """The doubt in that reading."""
    sizes: npt.NDArray[np.int64]
    """How many chunks there are, how many of them with Latin words, how many with Arabic ones."""

    @staticmethod
    def build(texts: Iterable[str]) -> "NameIndex":
        """Return the index of these texts."""
        found = _Occurrences()
        for text in texts:
            found.add(text)
        return found.index()

    @classmethod
    def load(cls, directory: Path) -> "NameIndex":
        """Return the index that was saved in `directory`, memory-mapped."""
        files = (directory / f"{field.name}.npy" for field in fields(cls))
        return cls(*(np.asarray(np.load(file, mmap_mode="r")) for file in files))

    def save(self, directory: Path) -> None:
        """Write the index to `directory`."""
        directory.mkdir(exist_ok=True)
        for field in fields(self):
            np.save(directory / f"{field.name}.npy", getattr(self, field.name), allow_pickle=False)

    def scores(self, names: Sequence[str]) -> Scores:
        """Return the share of a question's names that each chunk says, (chunks,) float32.

        For the words w of the question that may be names (`names_in`), with inverse document
        frequencies,

            score(chunk) = Σ_w idf_w · max_v similarity(w, v) / Σ_w idf_w

        over the chunk's words v in the other script that may be w. A chunk that says none has 0.
        """
        total = np.zeros(int(self.sizes[0]), dtype=np.float32)
        weights = 0.0
        for word in names:
            said = np.zeros_like(total)
            for number, alike in self.spellings(word).items():
                inside = self._chunks_with(number)
                said[inside] = np.maximum(said[inside], alike)
            weight = self._rarity(word, int(np.count_nonzero(said)))
            total += np.float32(weight) * said
            weights += weight
        return total / np.float32(weights) if weights else total

    def names_in(self, question: str) -> list[str]:
        """Return the words of a question that may be names, folded, each once.

        A Latin word without a capital is none where others have one in mid-sentence, nor where
        the texts write it so. Arabic has no capitals: there, every content word may be one.
        """
        read = list(content_words(question))
        cased = any(word.capital and not word.opens for word in read)
        may_be = [w.folded for w in read if is_arabic(w.folded) or w.capital or not cased]
        return [word for word in dict.fromkeys(may_be) if not self._is_ordinary(word)]

    def spellings(self, word: str) -> dict[int, float]:
        """Return how well each word of the other script fits that may be this one.

        The words are given by their numbers in `words`.
        """
        found: dict[int, float] = {}
        for reading in readings(word):
            for row in self._rows(reading.key, arabic=not reading.arabic).tolist():
                heard, doubt = str(self.sounds[row]), float(self.doubts[row])
                alike = fit(reading, Pronunciation.of(heard, doubt, arabic=not reading.arabic))
                number = int(self.keyed[row])
                if alike >= max(SAME, found.get(number, 0.0)):
                    found[number] = alike
        return found

    def _rarity(self, word: str, said: int) -> float:
        """Return the inverse document frequency of a name that `said` chunks say across scripts.

        It is not rarer than its consonants are in its own script: there, most that sounds like a
        frequent word is one, and the ordinary words of Arabic share a few thousand roots.
        """
        arabic = is_arabic(word)
        at_home = np.zeros(int(self.sizes[0]), dtype=bool)
        for reading in readings(word):
            rows = self._rows(reading.key, arabic=arabic)
            if not reading.doubt:
                for number in self.keyed[rows[self.doubts[rows] == 0]].tolist():
                    at_home[self._chunks_with(number)] = True
        return min(
            _idf(said, int(self.sizes[1 + (not arabic)])),
            _idf(int(np.count_nonzero(at_home)), int(self.sizes[1 + arabic])),
        )

    def _rows(self, key: str, *, arabic: bool) -> npt.NDArray[np.intp]:
        """Return the places in `keys` of a key of words of one script."""
        rows = np.arange(*_places(self.keys, key))
        first_arabic, _ = _places(self.words, "\u0620")
        wanted: npt.NDArray[np.intp] = rows[(self.keyed[rows] >= first_arabic) == arabic]
        return wanted

    def _chunks_with(self, number: int) -> npt.NDArray[np.int32]:
        """Return the chunks that have a word."""
        return self.chunks[self.starts[number] : self.starts[number + 1]]

    def _is_ordinary(self, word: str) -> bool:
        first, end = _places(self.words, word)
        return first < end and not self.names[first]


class _Occurrences:
    """Where the words of texts stand, as the texts are read."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._capitals = array("l")  # times with a capital less times without, by number
        self._seen = array("i")  # the numbers of each text's words, text after text
        self._lengths = array("i")  # how many words each text has

    def add(self, text: str) -> None:
        """Take in one more text."""
        inside: set[int] = set()
        for word in content_words(text):
            number = self._numbers.setdefault(word.folded, len(self._numbers))
            if number == len(self._capitals):
                self._capitals.append(0)
            if not (word.capital and word.opens):
                self._capitals[number] += 1 if word.capital else -1
            inside.add(number)
        self._seen.extend(sorted(inside))
        self._lengths.append(len(inside))

    def index(self) -> NameIndex:
        """Return the index of the texts taken in."""
        order = sorted(self._numbers)
        arabic = np.array([is_arabic(word) for word in order], dtype=bool)
        old = np.array([self._numbers[word] for word in order], dtype=np.int64)
        names = arabic | (np.array(self._capitals, dtype=np.int64)[old] >= 0)
        heard = [
            (r.key, n, r.sound, r.doubt) for n in np.flatnonzero(names) for r in readings(order[n])
        ]
        keys, keyed, sounds, doubts = (
            zip(*sorted(heard), strict=True) if heard else ((), (), (), ())
        )
        new = np.empty_like(old)
        new[old] = np.arange(len(old))
        seen = new[np.array(self._seen, dtype=np.int64)]
        chunks = np.repeat(np.arange(len(self._lengths), dtype=np.int32), self._lengths)
        scripts = [len(np.unique(chunks[arabic[seen] == script])) for script in (False, True)]
        return NameIndex(
            words=np.array(order, dtype=np.str_),
            names=names,
            starts=np.concatenate(([0], np.cumsum(np.bincount(seen, minlength=len(old))))),
            chunks=chunks[np.argsort(seen, kind="stable")],
            keys=np.array(keys, dtype=np.str_),
            keyed=np.array(keyed, dtype=np.int32),
            sounds=np.array(sounds, dtype=np.str_),
            doubts=np.array(doubts, dtype=np.float32),
            sizes=np.array([len(self._lengths), *scripts], dtype=np.int64),
        )


def _places(table: npt.NDArray[np.str_], text: str) -> tuple[int, int]:
    """Return from where to where a text stands in a sorted table."""
    if len(text) > table.dtype.itemsize // 4:
        return 0, 0
    wanted = np.array(text, dtype=table.dtype)
    return int(np.searchsorted(table, wanted)), int(np.searchsorted(table, wanted, side="right"))


def _idf(frequency: int, chunks: int) -> float:
    return float(inverse_document_frequency(frequency, chunks))
