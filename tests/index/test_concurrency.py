"""Two builds at once, Ctrl-C, and readers while versions come, go back and are cleaned up."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.answering.library import Library
from corpus.article import Article
from index.building import build_index
from index.errors import LockedIndexError
from index.rollback import roll_back
from index.search import open_searcher
from tests.index.scenarios import ENCODER, NEW, OLD, content, rubbish, story

SLOW_BUILD = """
import sys, time
from pathlib import Path
from index.__main__ import main
from tests.conftest import WordEncoder

class SlowEncoder(WordEncoder):
    def __init__(self, *_): pass
    def encode(self, texts, kind):
        print("encoding", flush=True)
        time.sleep(20)
        return super().encode(texts, kind)

import index.encoding
index.encoding.DeferredEncoder = SlowEncoder
sys.exit(main(["build", "--index", sys.argv[1], "--corpus", sys.argv[2]]))
"""


@contextmanager
def slow_build(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `sanad-index build` with an encoder that takes its time; it has begun to encode."""
    stories = directory.parent / "stories"
    stories.mkdir(exist_ok=True)
    for number in range(60):
        (stories / f"{number}.txt").write_text(f"The story numbered {number} ends here.\n")
    command = [sys.executable, "-c", SLOW_BUILD, str(directory), str(stories)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "encoding\n"
        try:
            yield process
        finally:
            process.kill()


def test_ctrl_c_ends_a_build_within_two_seconds(tmp_path: Path) -> None:
    directory = tmp_path / "index"
    build_index(OLD, directory, ENCODER)
    with slow_build(directory) as process:
        process.send_signal(signal.SIGINT)
        started = time.monotonic()
        _, errors = process.communicate(timeout=10)
        took = time.monotonic() - started
    assert process.returncode == 130
    assert took < 2
    assert errors.splitlines()[-1] == "sanad-index: interrupted; run it again to go on"
    assert "Traceback" not in errors
    assert content(directory) == OLD
    assert rubbish(directory) == ""


def test_a_second_build_says_who_holds_the_lock(tmp_path: Path) -> None:
    directory = tmp_path / "index"
    with slow_build(directory) as process:
        with pytest.raises(LockedIndexError, match=f"process {process.pid} on .* since 20"):
            build_index(NEW, directory, ENCODER)
        process.kill()  # the lock goes with its holder
        process.wait()
        build_index(NEW, directory, ENCODER)
    assert content(directory) == NEW
    assert rubbish(directory) == ""


def test_a_reader_sees_one_version_whatever_goes_on(tmp_path: Path) -> None:
    build_index(OLD, tmp_path, ENCODER)
    collections = {frozenset(article.id for article in articles) for articles in (OLD, NEW)}
    stop = threading.Event()
    failures: list[object] = []

    def read() -> None:
        while not stop.is_set():
            searcher = open_searcher(tmp_path, ENCODER)
            found = searcher.search(searcher.understand("story on the dam"), top=100)
            if frozenset(passage.article.id for passage in found) not in collections:
                failures.append([passage.article.id for passage in found])

    def read_and_report() -> None:
        try:
            read()
        except Exception as error:  # a thread's error would be lost
            failures.append(error)

    reader = threading.Thread(target=read_and_report)
    reader.start()
    for number in range(12):
        build_index((NEW, OLD)[number % 2], tmp_path, ENCODER)
        if number % 3 == 2:
            roll_back(tmp_path)
    stop.set()
    reader.join()
    assert failures == []


def deleted_maps() -> list[str]:
    """Return the removed files that this process still holds."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    links = [str(path.readlink()) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return [line for line in lines + links if "versions/" in line and line.endswith("(deleted)")]


def resident() -> int:
    """Return the bytes of memory that belong to this process alone."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_fifty_swaps_lose_no_question_and_hold_no_file(tmp_path: Path) -> None:
    def collection(number: int) -> list[Article]:
        return [*(story(f"{n}") for n in range(20)), story("new", about=f"dam number{number}")]

    build_index(collection(0), tmp_path, ENCODER)
    library = Library(tmp_path, ENCODER)
    memory = []
    for number in range(1, 51):
        build_index(collection(number), tmp_path, ENCODER)
        answer = library.answer(f"Story new on dam number{number}")
        assert f"number{number}" in answer.text
        gc.collect()
        memory.append(resident())
    assert deleted_maps() == []
    second, last = sorted(memory[5:10])[2], sorted(memory[-5:])[2]
    assert last < 1.05 * second
