"""The paragraphs of a page in, out what stands there in place of a story, if anything does."""

import re
from collections.abc import Sequence

from corpus.formats.furniture import CERTAIN, kind_of
from corpus.normalization import fold

_LONGEST = 300  # words; a wall is shorter, and a story about cookies may be longer
# Each paragraph of a wall speaks to the reader; over folded text.
_WALLS = {
    "a notice about cookies": r"""
        \b(?:we|our|this\ (?:web)?site|you|your)\b .{0,300} \bcookies?\b
      | \bcookies?\b .{0,300} \b(?:we|our|you|your)\b
      | \bwe\b .{0,40} \bpartners\b .{0,300} \b(?:your|personal)\b | \byou\b .{0,60} \bconsent\b
      | \b(?:we|our\ partners)\b .{0,80} \bpartners\b .{0,80} \bdata\b
      | ملفات\ (?:تعريف\ )?الارتباط .{0,200} (?:تجربتك|توافق|موافقتك|موقعنا|نستخدم|بياناتك)
      | (?:نستخدم|يستخدم\ (?:هذا\ )?الموقع|توافق) .{0,200} (?:ملفات\ (?:تعريف\ )?الارتباط|الكوكيز)
    """,
    "a request for JavaScript": r"""
        \b(?:enable|requires?|without|turn\ on|activate)\b .{0,30} \bjavascript\b
      | \bjavascript\b .{0,30} \b(?:disabled|required|enabled|turned\ off|not\ supported)\b
      | (?:تفعيل|تمكين|فعل) .{0,20} (?:جافا\ ?سكر[ي]?بت|javascript)
    """,
    "a refusal": r"""
        \baccess\b .{0,40} \bdenied\b | \b403\ forbidden\b | \bunusual\ traffic\b
      | \bverify(?:ing)?\b .{0,20} \byou\ are\b .{0,10} \bhuman\b | \bnot\ a\ robot\b | \bcaptcha\b
      | \bchecking\ your\ browser\b | \bpermission\ to\ (?:access|view)\b .{0,60} \bserver\b
    """,
    "a page that was not found": r"""
        \b404\b .{0,20} \bnot\ found\b | \bpage\b .{0,60} \bnot\ found\b
      | \bpage\b .{0,60} \bdoes(?:n't|\ not)\ exist\b
      | \bnot\ found\ on\ this\ server\b | \bpage\ you\b .{0,30} \blooking\ for\b
      | الصفحه\ (?:غير\ موجوده|المطلوبه|التي\ تبحث\ عنها)
    """,
    "a request to subscribe": r"""
        \b(?:subscribe|sign\ in|log\ in|register)\b .{0,40}
        \b(?:continue|keep|read(?:ing)?|unlock)\b
      | \balready\ a\ subscriber\b | \bsubscribers\ only\b
      | (?:اشترك|سجل\ الدخول|للمشتركين) .{0,40} (?:القراءه|لمتابعه|المحتوي|فقط)
    """,
}
_PATTERNS = {name: re.compile(pattern, re.VERBOSE) for name, pattern in _WALLS.items()}
_NAMELESS = "nothing but buttons and notices"


def wall_in(paragraphs: Sequence[str]) -> str | None:
    """Return what most of a page's words say instead of a story, None where they may be one."""
    sizes = [len(paragraph.split()) for paragraph in paragraphs]
    if sum(sizes) > _LONGEST:
        return None
    words: dict[str, int] = {}
    for paragraph, size in zip(paragraphs, sizes, strict=True):
        if name := _wall(paragraph):
            words[name] = words.get(name, 0) + size
    if sum(words.values()) * 2 <= sum(sizes):
        return None
    return max(words, key=lambda name: (words[name], name != _NAMELESS), default=None)


def _wall(paragraph: str) -> str | None:
    plain = fold(paragraph)
    for name, pattern in _PATTERNS.items():
        if pattern.search(plain):
            return name
    return _NAMELESS if kind_of(paragraph) in CERTAIN else None
