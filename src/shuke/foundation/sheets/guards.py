"""What a file really is, told by its first bytes, and the checks before a workbook is unpacked.

A workbook is a ZIP of XML: it can promise little and unpack to terabytes, name a cell a million columns away so that a
reader allocates a plane of cells, define entities that multiply, or carry macros. Each part is inflated here in small
pieces and measured before the real reader is allowed to see the file.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from shuke.foundation.sheets.refused import unreadable, unsafe
from shuke.foundation.sheets.types import FileKind

MOST_COLUMNS = 1_000
_MOST_CELLS = 20_000_000
_MOST_PARTS = 2_000
_MOST_UNPACKED = 2 * 1024**3
_HIGHEST_RATIO = 200
_RATIO_MATTERS_FROM = 8 * 1024**2
_PIECE = 1024**2
_OVERLAP = 64

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 或加密文件,请另存为 .xlsx", "an old or encrypted Excel file; save it as .xlsx"),
    (b"%PDF", "这是 PDF", "this is a PDF"),
    (b"\x1f\x8b", "这是压缩文件,请先解压", "this is a gzip archive; unpack it first"),
    (b"Rar!", "这是压缩文件,请先解压", "this is a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "这是压缩文件,请先解压", "this is a 7z archive; unpack it first"),
    (b"MZ", "这是可执行文件", "this is a program"),
    (b"\x7fELF", "这是可执行文件", "this is a program"),
    (b"\x89PNG", "这是图片", "this is a picture"),
    (b"\xff\xd8\xff", "这是图片", "this is a picture"),
    (b"{\\rtf", "这是 RTF 文档", "this is an RTF document"),
)
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|table|!--)", re.IGNORECASE)
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_COLUMN = re.compile(rb"""\br=["'](?:[B-Z][A-Z]{2}|A[M-Z][A-Z]|AL[M-Z]|[A-Z]{4,})\d""")
_ROW_NUMBER = re.compile(rb"""\br=["'][A-Z]{0,7}(\d{5,})["']""")
_SUFFIXES = {
    ".csv": FileKind.CSV,
    ".txt": FileKind.CSV,
    ".tsv": FileKind.CSV,
    ".xlsx": FileKind.XLSX,
    ".parquet": FileKind.PARQUET,
}


def recognise(path: Path) -> FileKind:
    """Return what the file is; refuse what is no table, what lies about itself and what is unsafe to open."""
    if not path.is_file():
        raise unreadable("文件不存在", "there is no such file")
    with path.open("rb") as file:
        head = file.read(512)
    kind = _kind_by_content(head)
    named = _SUFFIXES.get(path.suffix.lower())
    if path.suffix.lower() in {".xlsm", ".xlsb", ".xltm", ".xlam"}:
        raise unsafe("含宏的工作簿", "a workbook with macros")
    if named is not None and named is not kind:
        raise unsafe(f"扩展名是 {named},内容却是 {kind}", f"it is named {named} but holds {kind}")
    if kind is FileKind.XLSX:
        _check_workbook(path)
    return kind


def _kind_by_content(head: bytes) -> FileKind:
    if not head:
        raise unreadable("文件是空的", "the file is empty")
    if head.startswith(b"PAR1"):
        return FileKind.PARQUET
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return FileKind.XLSX
    for magic, zh, en in _FOREIGN:
        if head.startswith(magic):
            raise unsafe(zh, en)
    if _MARKUP.match(head):
        raise unsafe("这是网页或 XML,请另存为 .xlsx 或 .csv", "this is HTML or XML; save it as .xlsx or .csv")
    return FileKind.CSV


def _check_workbook(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, RuntimeError) as error:
        raise unreadable("工作簿已损坏", "the workbook is damaged") from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(names) > _MOST_PARTS or len(set(names)) != len(names):
        raise unsafe("压缩包结构异常", "the archive has too many or doubled parts")
    if any(".." in Path(name).parts or name.startswith(("/", "\\")) or "\\" in name or ":" in name for name in names):
        raise unsafe("压缩包内含越界路径", "a part of the archive names a path outside it")
    if any(part.flag_bits & 0x1 for part in parts):
        raise unreadable("文件已加密", "the file is encrypted")
    if any(Path(name).name.lower().startswith("vbaproject") or "macrosheets/" in name.lower() for name in names):
        raise unsafe("含宏的工作簿", "a workbook with macros")
    if "xl/workbook.xml" not in names:
        raise unreadable("压缩包不是 Excel 工作簿", "the archive is no Excel workbook")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if unpacked > _MOST_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked / packed > _HIGHEST_RATIO):
        raise unsafe("压缩炸弹", "a zip bomb")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_sheet = "/worksheets/" in part.filename and part.filename.endswith(".xml")
    widest = rows = cells = highest = 0
    tail_cells = 0
    for piece in _pieces(archive, part):
        if _ENTITY.search(piece):
            raise unsafe("XML 内含实体定义", "its XML defines entities")
        if part.filename == "[Content_Types].xml" and b"macroEnabled" in piece:
            raise unsafe("含宏的工作簿", "a workbook with macros")
        if not is_sheet:
            continue
        if _FAR_COLUMN.search(piece):
            raise unsafe(f"列数超过 {MOST_COLUMNS}", f"more than {MOST_COLUMNS} columns")
        per_row = [segment.count(b"<c") + segment.count(b":c ") for segment in re.split(rb"<(?:\w+:)?row\b", piece)]
        per_row[0] += tail_cells
        tail_cells = per_row[-1]
        widest = max(widest, *per_row)
        rows += len(per_row) - 1
        cells += sum(per_row)
        highest = max(highest, max((int(found) for found in _ROW_NUMBER.findall(piece)), default=0))
        if widest > MOST_COLUMNS + 50:
            raise unsafe(f"列数超过 {MOST_COLUMNS}", f"more than {MOST_COLUMNS} columns")
        if max(rows, highest) * widest > _MOST_CELLS:
            raise unsafe("单元格数过多,请改用 CSV", "too many cells; use CSV")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Inflate in pieces that overlap, so that nothing hides on a seam; stop where a part outgrows its promise."""
    seen, tail = 0, b""
    with archive.open(part) as file:
        while fresh := file.read(_PIECE):
            seen += len(fresh)
            if seen > part.file_size or seen > _MOST_UNPACKED:
                raise unsafe("压缩炸弹", "a zip bomb")
            yield tail + fresh
            tail = fresh[-_OVERLAP:]
