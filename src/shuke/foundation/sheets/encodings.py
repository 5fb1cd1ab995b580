"""In which encoding a text file is: its mark, else UTF-16 by its zeros, else UTF-8, else GB18030 (which holds GBK)."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from shuke.foundation.sheets.refused import unreadable

_PIECE = 1024**2
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec, and whether some bytes do not fit it (they become U+FFFD, and their rows are reported)."""

    codec: str
    damaged: bool = False


def detect(path: Path) -> Encoding:
    """Read the file once, in pieces, and tell its encoding; refuse what is no text in any that shops use."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, codec in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, damaged=_errors(path, codec)[0] > 0)
    wide = _wide(head)
    if wide:
        return Encoding(wide, damaged=_errors(path, wide)[0] > 0)
    wrong, foreign = _errors(path, "utf-8")
    if wrong == 0:
        return Encoding("utf-8")
    wrong_as_gb, _ = _errors(path, "gb18030")
    # a few bad bytes among much good UTF-8 would decode as GB18030 too, but into nonsense
    if wrong_as_gb == 0 and wrong * 10 > foreign:
        return Encoding("gb18030")
    if wrong * 10 <= foreign:
        return Encoding("utf-8", damaged=True)
    if wrong_as_gb <= 1000:
        return Encoding("gb18030", damaged=True)
    raise unreadable("无法识别文字编码", "the text encoding is unknown")


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by its zero bytes, which stand on one side of the ASCII characters."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 <= len(head):
        return None
    if odd > 4 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 4 * odd else None


def _errors(path: Path, codec: str) -> tuple[int, int]:
    """Return how many characters could not be decoded, and how many beyond ASCII there are."""
    decoder = codecs.getincrementaldecoder(codec)(errors="replace")
    wrong = foreign = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            text = decoder.decode(piece, final=not piece)
            if not text.isascii():
                wrong += text.count("�")
                foreign += len(text) - len(text.encode("ascii", errors="ignore"))
            if not piece:
                return wrong, foreign
