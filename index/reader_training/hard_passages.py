"""Questions and their passages in; chunks of other passages that the search finds for them out."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.sentences import Span
from index.analysis import ANALYSER
from index.building import build_index
from index.durability import replace_text
from index.encoding import Encoder
from index.ranking import RANKING
from index.reader_training.examples import WrittenPassage
from index.search import open_searcher

_KEPT = 3  # chunks a question

Hard = Mapping[str, Sequence[tuple[str, Span]]]
"""By the words of a question, chunks as the id of a passage and a span of its text, best first."""


def is_drawn(question: str, share: float) -> bool:
    """Return whether a question is among the share that is searched for, always the same ones."""
    return zlib.crc32(question.encode()) < share * 2**32


def find_hard(
    passages: Sequence[WrittenPassage], share: float, encoder: Encoder, work: Path
) -> Hard:
    """Return for a share of the answerable questions the best chunks of other passages.

    Passages that one hand wrote of one beat share places and persons, so of these a chunk may
    answer after all, but rarely. What was found is kept in `work`, and found again there.
    """
    wanted = {
        question.q: passage.id
        for passage in passages
        for question in passage.questions
        if question.answerable and is_drawn(question.q, share)
    }
    of_search = [encoder.name, ANALYSER, asdict(RANKING), _KEPT]
    searched = json.dumps([of_search, share, [passage.model_dump() for passage in passages]])
    kept = work / f"hard-{zlib.crc32(searched.encode()):08x}.json"
    if not kept.exists():
        found = _search(passages, wanted, encoder, work / "index")
        replace_text(kept, json.dumps(found, ensure_ascii=False))
    stored = json.loads(kept.read_text(encoding="utf-8"))
    return {
        question: [(id_, Span(start, end)) for id_, start, end in chunks]
        for question, chunks in stored.items()
    }


def _search(
    passages: Sequence[WrittenPassage], wanted: Mapping[str, str], encoder: Encoder, directory: Path
) -> dict[str, list[tuple[str, int, int]]]:
    build_index((passage.article for passage in passages), directory, encoder)
    searcher = open_searcher(directory, encoder)
    found = {}
    for question, own in wanted.items():
        hits = searcher.search(searcher.understand(question), top=_KEPT + 2)
        others = [hit for hit in hits if hit.article.id != own]
        found[question] = [(hit.article.id, hit.start, hit.end) for hit in others[:_KEPT]]
    return found
