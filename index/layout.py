"""Articles to be indexed in, their chunks out: written down, and looked up in the segments."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.article import Article, Language
from corpus.chunking import CountTokens, chunk_article
from corpus.duplicates import SKETCH, Sketches, first_reports, sketch
from index.article_store import ArticleStore, from_line, write_lines
from index.encoding import encoded_text
from index.intake import Entry, spooled_lines
from index.predecessor import Predecessor
from index.segments import KEY, NOWHERE, Keys, Places, Segment, chunk_key, locate
from index.statistics import LANGUAGES
from index.versions import VersionFiles

_Spans = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Layout:
    """A version's articles, and a row a chunk, in their order.

    `reports` has for each article the number of the first that reports the same. `chunks` has
    article, start and end; `keys` the keys of those that were not carried over.
    """

    articles: ArticleStore
    sketches: Sketches
    reports: npt.NDArray[np.int32]
    chunks: npt.NDArray[np.int64]
    places: Places
    keys: Keys

    @property
    def linked(self) -> int:
        """Return how many articles report the same as another one."""
        return int((np.bincount(self.reports)[self.reports] > 1).sum())

    @property
    def missing(self) -> npt.NDArray[np.intp]:
        """Return the numbers of the chunks that no segment holds."""
        return np.flatnonzero(self.places[:, 0] == NOWHERE)

    def read(self, numbers: Iterable[int]) -> Iterator["ChunkText"]:
        """Yield these chunks with what the encoder reads of each."""
        last = -1
        for number in numbers:
            which, start, end = map(int, self.chunks[number])
            if which != last:
                last, article = which, self.articles[which]
            yield ChunkText(article, start, end, encoded_text(article, start, end))


@dataclass(frozen=True, slots=True)
class ChunkText:
    """A chunk, its words `article.text[start:end]`, and what the encoder reads of it."""

    article: Article
    start: int
    end: int
    text: str


def lay_out(
    entries: Sequence[Entry],
    before: Predecessor | None,
    segments: Sequence[Segment],
    files: VersionFiles,
    count_tokens: CountTokens,
) -> Layout:
    """Return the chunks of the entries, with the places of those that a segment holds.

    What is carried over is neither parsed nor cut into chunks nor sketched again. Writes the
    articles' lines.
    """
    spans: list[_Spans] = []
    places: list[Places] = []
    sketches = np.zeros(len(entries), dtype=SKETCH)

    def lines() -> Iterator[bytes]:
        for number, (entry, line) in enumerate(spooled_lines(entries, files.spool)):
            if line is None:
                if before is None or entry.carried is None:
                    raise AssertionError("nothing can be carried over from no version")
                carried = before.carry(entry.carried)
                spans.append(carried.spans)
                places.append(carried.places)
                sketches[number] = carried.sketch
                yield before.articles.line(entry.carried)
            else:
                article = from_line(line)
                cut = chunk_article(article, count_tokens)
                spans.append(np.array([(c.start, c.end) for c in cut], np.int64).reshape(-1, 2))
                places.append(np.full((len(cut), 2), NOWHERE, np.int32))
                sketches[number] = sketch(article)
                yield line

    write_lines(lines(), files.articles, files.offsets)
    numbers = np.repeat(np.arange(len(spans)), [len(own) for own in spans])
    chunks = np.column_stack((numbers, np.concatenate(spans)))
    keys = np.zeros(len(chunks), dtype=KEY)
    layout = Layout(
        articles=ArticleStore(files.articles, files.offsets),
        sketches=sketches,
        reports=first_reports([entry.record.id for entry in entries], sketches),
        chunks=chunks,
        places=np.concatenate(places),
        keys=keys,
    )
    unknown = layout.missing
    for number, chunk in zip(unknown, layout.read(unknown.tolist()), strict=True):
        keys[number] = chunk_key(chunk.text, chunk.article.language)
    layout.places[unknown] = locate(keys[unknown], segments)
    return layout


def language_ranges(
    chunks: npt.NDArray[np.int64], articles: Mapping[str, int]
) -> dict[Language, range]:
    """Return where the chunks of each language stand, given its number of articles."""
    ranges: dict[Language, range] = {}
    first_article = start = 0
    for language in LANGUAGES:
        first_article += articles.get(language, 0)
        stop = int(np.searchsorted(chunks[:, 0], first_article))
        if stop > start:
            ranges[language] = range(start, stop)
        start = stop
    return ranges
