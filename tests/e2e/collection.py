"""The articles of the end-to-end tests: the sample, two of our own, and one that comes later."""

import asyncio
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from corpus.sample import sample_path
from tests.e2e.bot_process import ENVIRONMENT
from tests.e2e.world import Json

FERRY: Json = {
    "id": "ferry",
    "title": "Marjan ferry resumes night crossings",
    "text": (
        "The Marjan ferry will resume its night crossings to Port Salwa on 14 March, the harbour "
        "authority said on Tuesday. Tickets cost 35 dirhams, and bicycles travel free of charge.\n"
        "\nThe crossings stopped in November, when a storm damaged the pier at Port Salwa. Repairs "
        "took four months."
    ),
    "url": "https://example.org/news/marjan-ferry?edition=1#story",
    "source": "Salwa Gazette",
    "published": "2025-03-04T08:30",
    "language": "en",
}
FERRY_QUESTION = "When will the Marjan ferry resume its night crossings?"

ORCHARD: Json = {
    "id": "orchard",
    "title": "بستان الزيتون في وادي الريم يفتح أبوابه للزوار",
    "text": (
        "أعلنت بلدية وادي الريم أن بستان الزيتون القديم سيفتح أبوابه للزوار مجاناً ابتداء من 20 "
        "نيسان. ويضم البستان 412 شجرة يزيد عمر أقدمها على 900 عام.\n\n"
        "وقالت رئيسة البلدية هند الخوري إن عائدات الزيت ستخصص لترميم مدرسة القرية."
    ),
    "url": "https://example.org/أخبار/بستان",
    "source": "صحيفة الريم",
    "published": "2025-04-02",
    "language": "ar",
}
ORCHARD_QUESTION = "كم شجرة يضم بستان الزيتون في وادي الريم؟"

TUNNEL: Json = {
    "id": "tunnel",
    "title": "Qadmus tunnel opens to traffic",
    "text": (
        "The Qadmus tunnel opened to traffic on Sunday after nine years of work. It is 6.2 "
        "kilometres long and shortens the drive from Qadmus to the coast by 40 minutes."
    ),
    "url": "https://example.org/news/qadmus-tunnel",
    "source": "Salwa Gazette",
    "published": "2025-06-15",
    "language": "en",
}
TUNNEL_QUESTION = "How long is the Qadmus tunnel?"


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of articles and the directory of the index made of it."""

    folder: Path
    index: Path

    def add(self, *articles: Json) -> None:
        """Put articles into the folder; `build` brings them into the index."""
        lines = [json.dumps(article, ensure_ascii=False) + "\n" for article in articles]
        name = "-".join(article["id"] for article in articles)
        (self.folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")

    def add_sample(self) -> None:
        """Put the sample articles into the folder."""
        shutil.copy(sample_path(), self.folder / "sample.jsonl")

    def texts(self) -> list[str]:
        """Return the text of every article in the folder."""
        return [
            json.loads(line)["text"]
            for path in self.folder.glob("*.jsonl")
            for line in path.read_text(encoding="utf-8").splitlines()
        ]

    async def build(self) -> None:
        """Build the index as an editor does, with the command."""
        command = ("-m", "index", "build", "--corpus", str(self.folder), "--index", str(self.index))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            env=os.environ | ENVIRONMENT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(output.decode())
