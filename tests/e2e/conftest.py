"""One Bot API server, one collection and one running bot for all end-to-end tests."""

import itertools
from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from tests.e2e.bot_process import BotProcess, running_bot
from tests.e2e.collection import FERRY, ORCHARD, Collection
from tests.e2e.server import BotApiServer
from tests.e2e.world import Chat

_numbers = itertools.count(1)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """Return the collection, indexed."""
    made = Collection(tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("e2e") / "index")
    made.add_sample()
    made.add(FERRY, ORCHARD)
    await made.build()
    return made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def telegram() -> AsyncIterator[BotApiServer]:
    """Return the server; in the end nothing the bot sent may have been refused."""
    async with BotApiServer() as server:
        yield server
    assert server.refused == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(
    telegram: BotApiServer, collection: Collection, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BotProcess]:
    """Return the bot, ready."""
    log = tmp_path_factory.mktemp("log") / "bot.log"
    async with running_bot(telegram, log=log, index=collection.index) as running:
        yield running


@pytest.fixture
def chat() -> Chat:
    """Return a private chat of its own for the test."""
    return Chat(next(_numbers), "private")


@pytest.fixture
def group() -> Chat:
    """Return a group of its own for the test."""
    return Chat(-next(_numbers), "supergroup")


@pytest.fixture
def forum() -> Chat:
    """Return a group with topics of its own for the test."""
    return Chat(-next(_numbers), "supergroup", topics=frozenset({7, 8}))


@pytest.fixture
def chats() -> Iterator[Chat]:
    """Return private chats without end."""
    return (Chat(number, "private") for number in _numbers)
