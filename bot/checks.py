"""The settings in, one line on each thing that the bot needs out, with what to do about it."""

from collections.abc import Iterator
from pathlib import Path

from bot.settings import BotSettings, unknown_settings
from bot.telegram.check import CheckLine, check_telegram
from index import bundled_model
from index.compatibility import require_compatible
from index.encoding import BUNDLED, encoder_name, find_sentence_transformer
from index.errors import RetrievalError
from index.reader_weights import BUNDLED_READER, has_reader, reader_checksum
from index.segments import require_whole
from index.versions import Manifest, whole_version


def check(settings: BotSettings) -> Iterator[CheckLine]:
    """Yield a line on the settings, each model, the index, the Bot API server and the token."""
    warnings = list(unknown_settings())
    yield CheckLine("settings", not warnings, "; ".join(warnings) or "every SANAD_ name is known")
    yield _model(settings.model)
    yield _reader(settings.model)
    if settings.reranker is not None:
        yield _reranker(settings.reranker)
    yield _index(settings)
    if settings.telegram_token is None:
        server = f"{settings.telegram_base_url} (not asked: there is no token yet)"
        yield CheckLine("Bot API server", True, server)
        yield CheckLine(
            "token",
            False,
            "SANAD_TELEGRAM_TOKEN is not set; send /newbot to @BotFather and put the token he "
            "gives you into .env",
        )
    else:
        yield from check_telegram(settings.telegram_token, settings.telegram_base_url)


def _model(name: str) -> CheckLine:
    if name == BUNDLED:
        there = bundled_model.is_available()
        detail = bundled_model.MODEL_NAME if there else bundled_model.UNAVAILABLE
        return CheckLine("model", there, detail)
    try:
        return CheckLine("model", True, f"{name} (in {find_sentence_transformer(name)})")
    except RetrievalError as error:
        return CheckLine("model", False, str(error))


def _reader(model: str) -> CheckLine:
    if model != BUNDLED:
        return CheckLine("reader", True, "none: it reads with the bundled model only")
    if not has_reader(BUNDLED_READER):
        return CheckLine("reader", True, "none comes with this installation")
    try:
        return CheckLine("reader", True, f"whole, SHA-256 {reader_checksum(BUNDLED_READER)[:16]}…")
    except RetrievalError as error:
        return CheckLine("reader", False, str(error))


def _reranker(name: str) -> CheckLine:
    from index.reranking import reranker_kind

    try:
        return CheckLine("reranker", True, f"{name} ({reranker_kind(name)})")
    except RetrievalError as error:
        return CheckLine("reranker", False, str(error))


def _index(settings: BotSettings) -> CheckLine:
    try:
        version = whole_version(settings.index, require_whole)
        require_compatible(version.files, version.manifest, encoder_name(settings.model))
    except RetrievalError as error:
        return CheckLine("index", False, str(error))
    damage = version.damage
    if damage:
        served = f"(until then version {version.files.id} is used)"
        return CheckLine("index", False, f"{damage} {served}")
    return CheckLine("index", True, _described(settings.index, version.manifest))


def _described(directory: Path, manifest: Manifest) -> str:
    return f"{directory}: {manifest.articles} articles, {manifest.created:%Y-%m-%d %H:%M} UTC"
