"""A Bot API server in; the real `sanad run`, as a process of its own, answering there."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.server import TOKEN, BotApiServer

ENVIRONMENT = {
    "NO_PROXY": "127.0.0.1",  # the test server is on this machine, whatever proxy it uses
    "OMP_WAIT_POLICY": "PASSIVE",  # bot, build and tests share two cores; none may spin on them
}


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A running bot; what it writes to stdout and stderr goes to `log`."""

    process: asyncio.subprocess.Process
    log: Path

    def terminate(self) -> None:
        """Ask the bot to stop, by SIGTERM."""
        self.process.terminate()

    async def exit_status(self, within: float = 30) -> int:
        """Return the exit status, once the bot has stopped."""
        async with asyncio.timeout(within):
            return await self.process.wait()


async def start_bot(
    base_url: str, *, log: Path, index: Path | None = None, token: str = TOKEN
) -> BotProcess:
    """Return the bot's process, started but perhaps not ready yet."""
    settings = {"SANAD_TELEGRAM_TOKEN": token, "SANAD_TELEGRAM_BASE_URL": base_url}
    if index:
        settings["SANAD_INDEX"] = str(index)
    environment = os.environ | ENVIRONMENT | settings
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=environment, stdout=output, stderr=output
        )
    return BotProcess(process, log)


@asynccontextmanager
async def running_bot(server: BotApiServer, *, log: Path, index: Path) -> AsyncIterator[BotProcess]:
    """Run the bot until the block ends, then see it stop as it should."""
    bot = await start_bot(server.url, log=log, index=index)
    try:
        await server.until(lambda: server.called("getUpdates"), within=60)
        yield bot
    finally:
        if bot.process.returncode is None:
            bot.terminate()
        try:
            await bot.exit_status()
        except TimeoutError:
            bot.process.kill()
            raise
