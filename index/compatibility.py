"""A version's manifest in, whether this program and encoder can go on with it out."""

from corpus.chunking import CHUNKER
from corpus.duplicates import SKETCHER
from index.analysis import ANALYSER
from index.errors import IncompatibleIndexError
from index.sample import codec_of
from index.versions import Manifest, VersionFiles, rebuild


def differences(manifest: Manifest, encoder: str) -> list[str]:
    """Return in what a version differs from what would be built now, in words; none if nothing."""
    compared = [
        ("encoder", manifest.encoder, encoder),
        ("codec", manifest.codec, codec_of(encoder)),
        ("analyser", manifest.analyser, ANALYSER),
        ("chunker", manifest.chunker, CHUNKER),
        ("sketcher", manifest.sketcher, SKETCHER),
    ]
    return [
        f"it was made by the {part} {found}, not {wanted}"
        for part, found, wanted in compared
        if found != wanted
    ]


def require_compatible(files: VersionFiles, manifest: Manifest, encoder: str) -> None:
    """Return if a version can be read.

    Raises:
        IncompatibleIndexError: it was made by another encoder, codec, analyser, chunker or
            sketcher.
    """
    found = differences(manifest, encoder)
    if found:
        raise IncompatibleIndexError(
            f"The index in {files.index} cannot be used: {'; '.join(found)}. {rebuild(files.index)}"
        )
