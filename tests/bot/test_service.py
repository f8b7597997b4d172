"""The service answers one question at a time, lets few wait, and never holds the loop up."""

import asyncio
import threading
import time
from typing import Never

import pytest

from bot.answering.answer import Answer, Status
from bot.errors import TooBusyError
from bot.service import AnswerService
from corpus.article import Language


class SlowLibrary:
    """Answers when told to, and notes in which thread and how many at once."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.threads: set[int] = set()
        self.at_once = 0
        self.most_at_once = 0

    def answer(self, question: str, *, language: Language) -> Answer:
        self.threads.add(threading.get_ident())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.may_answer.wait(timeout=10)
        time.sleep(0.01)
        self.at_once -= 1
        return Answer(question, "en", Status.ANSWERED, 1.0, question)

    def coverage(self) -> Never:
        raise LookupError("no index")


@pytest.fixture
def library() -> SlowLibrary:
    return SlowLibrary()


async def test_answers_one_at_a_time_in_one_other_thread(library: SlowLibrary) -> None:
    service = AnswerService(library, max_waiting=5)
    library.may_answer.set()
    answers = await asyncio.gather(*(service.ask(question, "en") for question in "abcde"))
    assert [answer.question for answer in answers] == list("abcde")
    assert library.most_at_once == 1
    assert len(library.threads) == 1
    assert threading.get_ident() not in library.threads
    await service.close()


async def test_turns_away_what_exceeds_the_bound_and_recovers(library: SlowLibrary) -> None:
    service = AnswerService(library, max_waiting=2)
    asking = [asyncio.create_task(service.ask(question, "en")) for question in "abc"]
    await asyncio.sleep(0)
    with pytest.raises(TooBusyError):
        await service.ask("d", "en")
    library.may_answer.set()
    assert len(await asyncio.gather(*asking)) == 3
    assert (await service.ask("e", "en")).question == "e"
    await service.close()


async def test_the_loop_runs_on_while_a_question_is_answered(library: SlowLibrary) -> None:
    service = AnswerService(library, max_waiting=1)
    asking = asyncio.create_task(service.ask("a", "en"))
    for _ in range(3):
        await asyncio.sleep(0.01)
    assert not asking.done()
    library.may_answer.set()
    await asking
    await service.close()


async def test_closing_finishes_what_is_in_hand(library: SlowLibrary) -> None:
    service = AnswerService(library, max_waiting=2)
    asking = [asyncio.create_task(service.ask(question, "en")) for question in "ab"]
    await asyncio.sleep(0)
    closing = asyncio.create_task(service.close())
    await asyncio.sleep(0.02)
    assert not closing.done()
    library.may_answer.set()
    await closing
    assert [task.result().question for task in asking] == ["a", "b"]


async def test_errors_reach_the_caller(library: SlowLibrary) -> None:
    service = AnswerService(library, max_waiting=1)
    with pytest.raises(LookupError, match="no index"):
        await service.coverage()
    await service.close()
