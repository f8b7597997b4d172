"""A question in, its answer out, without ever holding up the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.answering.answer import Answer
from bot.errors import TooBusyError
from corpus.article import Language

if TYPE_CHECKING:
    from bot.answering.library import Coverage

Result = TypeVar("Result")


class Answering(Protocol):
    """What the service needs of a library. Calls may take long; only one is made at a time."""

    def answer(self, question: str, *, language: Language) -> Answer:
        """Return the answer to a question, in the reader's language where it has no letters."""
        ...

    def coverage(self) -> "Coverage":
        """Return what the collection covers."""
        ...


class AnswerService:
    """Asks one library for many chats, one question at a time, in a thread of its own.

    One thread, because the model already uses every core for one question: a second would only
    make both slower.
    """

    def __init__(self, library: Answering, *, max_waiting: int) -> None:
        """Serve `library`; beside the question in hand at most `max_waiting` wait."""
        self._library = library
        self._max_waiting = max_waiting
        self._in_hand = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="answering")

    async def ask(self, question: str, language: Language) -> Answer:
        """Return the answer to a question, in the reader's language where it has no letters.

        Raises:
            TooBusyError: as many questions are waiting as may wait.
            RetrievalError: the index cannot be used.
        """
        return await self._in_turn(lambda: self._library.answer(question, language=language))

    async def coverage(self) -> "Coverage":
        """Return what the collection covers; raises as `ask` does."""
        return await self._in_turn(self._library.coverage)

    async def close(self) -> None:
        """Finish the questions in hand, then end the thread."""
        await asyncio.to_thread(self._worker.shutdown)

    async def _in_turn(self, work: Callable[[], Result]) -> Result:
        if self._in_hand > self._max_waiting:
            raise TooBusyError(f"{self._max_waiting} questions are waiting already")
        self._in_hand += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._worker, work)
        finally:
            self._in_hand -= 1
