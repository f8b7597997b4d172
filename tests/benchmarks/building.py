"""How fast an index is built and rebuilt, and what it takes in memory and on the disk.

    python -m tests.benchmarks.building --articles 1000 [--keep DIR] [FILE.jsonl …]

The collection is made of the articles given, else of the sample articles: copies in which some
words have been exchanged, so that every chunk is another; for a synthetic encoder short texts of
mostly invented words (`tests.benchmarks.synthetic`). Each build is a process of its own, as it is
for an operator; its time counts loading and reading.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from corpus.article import Article
from corpus.reading import read_articles
from corpus.reporting import Reporter
from corpus.sample import sample_path
from index.encoding import BUNDLED, DeferredEncoder, Encoder, load_encoder
from index.settings import model_cache
from tests.benchmarks.machine import machine
from tests.benchmarks.synthetic import SYNTHETIC, WORDS_AN_ARTICLE, invented_articles
from tests.conftest import WordEncoder

WORDS = "words"
INSTANT: dict[str, Callable[[], Encoder]] = {WORDS: WordEncoder, **SYNTHETIC}
_ALTERED = 0.15  # of the words of a copy
_MEASURED = 192  # chunks that the bare encoder is timed on


def main() -> None:
    """Build, rebuild and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--encoder", choices=(BUNDLED, *INSTANT), default=BUNDLED)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the index is to stay")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE.jsonl")
    arguments = parser.parse_args()
    if arguments.build:
        _build(arguments.build, arguments.files[0], arguments.encoder)
    else:
        files = arguments.files or [sample_path()]
        with tempfile.TemporaryDirectory() as temporary:
            place = arguments.keep or Path(temporary)
            place.mkdir(parents=True, exist_ok=True)
            _measure(files, arguments.articles, arguments.encoder, place)


def _measure(files: Sequence[Path], count: int, encoder: str, place: Path) -> None:
    originals = list(read_articles(files, Reporter(sys.stderr)))
    if encoder in SYNTHETIC:
        articles = list(invented_articles(originals, count, WORDS_AN_ARTICLE))
    else:
        articles = list(_copies(originals, count))
    changed = [
        replace(article, text=f"{article.text} Updated.") if number % 100 == 0 else article
        for number, article in enumerate(articles)
    ]
    first = _run(place, articles, encoder)
    same = _run(place, articles, encoder)
    one_percent = _run(place, changed, encoder)
    version = sorted((place / "index" / "versions").iterdir())[-1]
    source = (place / "articles.jsonl").stat().st_size
    chunks = first["chunks"]
    print(machine())
    print(
        f"encoder {encoder}, {count:,} articles, {chunks:,} chunks, {source / 1e6:.0f} MB of text"
    )
    print(f"bare encoder       {first['bare']:10.1f} passages/s")
    print(f"build              {chunks / first['seconds']:10.1f} passages/s, {_shown(first)}")
    print(f"nothing changed    {_shown(same)}")
    print(f"1 % changed        {_shown(one_percent)}")
    _print_sizes("a version", version, chunks)
    _print_sizes("segments", place / "index" / "segments", chunks)


def _print_sizes(name: str, directory: Path, chunks: float) -> None:
    """Print the bytes a chunk of a directory, and of its files by name, the largest first."""
    sizes: Counter[str] = Counter()
    for path in directory.rglob("*"):
        if path.is_file():
            sizes[path.name] += path.stat().st_size
    print(f"{name:18} {sizes.total() / chunks:10.0f} bytes a chunk")
    for file, size in sizes.most_common(6):
        print(f"  {file:40} {size / chunks:6.0f}")


def _shown(figures: dict[str, float]) -> str:
    return (
        f"{figures['seconds']:8.1f} s (whole process {figures['process']:.1f} s), "
        f"{figures['encoded']:,} encoded, peak {figures['peak'] / 1e6:.0f} MB"
    )


def _run(place: Path, articles: Sequence[Article], encoder: str) -> dict[str, float]:
    """Return the figures of a build in a process of its own."""
    with (place / "articles.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(a), ensure_ascii=False) + "\n" for a in articles)
    started = time.monotonic()
    child = subprocess.run(
        [
            *(sys.executable, "-m", "tests.benchmarks.building", "--encoder", encoder),
            *("--build", str(place / "index"), str(place / "articles.jsonl")),
        ],
        stdout=subprocess.PIPE,
        check=True,
    )
    took = time.monotonic() - started
    figures: dict[str, float] = json.loads(child.stdout)
    return figures | {"process": took - figures["measuring"]}


def _build(directory: Path, articles: Path, name: str) -> None:
    """Build, and print what it took; before a first build, time the bare encoder."""
    from index.building import build_index
    from index.progress import show_progress

    make = INSTANT.get(name)
    encoder = make() if make else DeferredEncoder(BUNDLED, model_cache())
    started = time.monotonic()
    bare = 0.0
    if not directory.exists():
        encoder = make() if make else load_encoder(BUNDLED, model_cache())
        bare = _bare_speed(articles, encoder)
    measuring = time.monotonic() - started
    with show_progress("encoding", "chunks") as progress:
        report = build_index(
            read_articles([articles], Reporter(sys.stderr)), directory, encoder, progress
        )
    figures = {
        "seconds": report.seconds,
        "chunks": report.chunks,
        "encoded": report.encoded,
        "bare": bare,
        "measuring": measuring,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    print(json.dumps(figures))


def _bare_speed(articles: Path, encoder: Encoder) -> float:
    """Return the passages a second of the encoder given chunks of the collection at once."""
    from corpus.chunking import chunk_article
    from index.encoding import encoded_text

    every = list(read_articles([articles], Reporter(sys.stderr)))
    random.Random(1).shuffle(every)
    texts: list[str] = []
    for article in every:
        chunks = chunk_article(article, encoder.count_tokens)
        texts += [encoded_text(article, chunk.start, chunk.end) for chunk in chunks]
        if len(texts) >= _MEASURED:
            break
    encoder.encode(texts[:8], "passage")
    started = time.monotonic()
    encoder.encode(texts, "passage")
    return len(texts) / (time.monotonic() - started)


def _copies(originals: Sequence[Article], count: int) -> Iterator[Article]:
    """Yield `count` articles that differ from each other in some words."""
    chance = random.Random(0)
    words = [word for article in originals for word in re.findall(r"\w{4,}", article.text)]
    for number in range(count):
        original = originals[number % len(originals)]

        def other(match: re.Match[str]) -> str:
            return chance.choice(words) if chance.random() < _ALTERED else match[0]

        yield replace(
            original,
            id=f"{number}",
            text=re.sub(r"\w{4,}", other, original.text),
            url="",
        )


if __name__ == "__main__":
    main()
