"""The sample articles that the first question is answered from."""

from pathlib import Path


def sample_path() -> Path:
    """Return the JSON Lines file of the sample articles."""
    return Path(__file__).parent / "articles.jsonl"
