"""Where a figure was measured, and what the process that measured it holds."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path


def machine() -> str:
    """Return the day, the system, its cores and how much else they have to do."""
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.platform()}, {os.cpu_count()} cores, load {load}"
    )


def anonymous_memory() -> int:
    """Return the bytes that this process holds and no file does; 0 where only Linux could say."""
    path = Path("/proc/self/smaps_rollup")
    found = re.search(r"Anonymous: +(\d+) kB", path.read_text()) if path.exists() else None
    return int(found[1]) * 1024 if found else 0
