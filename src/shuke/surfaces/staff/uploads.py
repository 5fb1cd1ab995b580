"""Files on their way in. They hold personal rows, so only this process may read them and they go once they are read."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from ninja.files import UploadedFile

from shuke.foundation import ids
from shuke.foundation.refusals import Refusal
from shuke.selling.intake import queries

LARGEST_BYTES = 512 * 1024 * 1024
KEPT = timedelta(days=7)
_SUFFIXES = {".csv", ".txt", ".tsv", ".xlsx", ".xls", ".parquet"}
_MAPPING = "mapping.toml"


class NoSuchUpload(Refusal):
    """The file was never uploaded, or is gone by now."""

    code = "imports.no_such_upload"
    status = 404
    zh = "没有这个上传文件,或已被清理"
    en = "There is no such uploaded file, or it is gone by now"


class NotATable(Refusal):
    """Only tables are taken."""

    code = "imports.not_a_table"
    status = 422
    zh = "只接受 CSV、XLSX 或 Parquet 文件,最大 512 MB"
    en = "Only CSV, XLSX or Parquet files of at most 512 MB are taken"


class NoSuchMapping(Refusal):
    """A mapping is given as a text, or by the name of a ready one."""

    code = "imports.no_such_mapping"
    status = 422
    zh = "没有这个现成映射"
    en = "There is no such ready mapping"


def keep(file: UploadedFile) -> int:
    """Store the file where nobody else can read it and return the upload's id."""
    suffix = Path(file.name or "").suffix.lower()
    if suffix not in _SUFFIXES or (file.size or 0) > LARGEST_BYTES:
        raise NotATable(field="file")
    upload_id = ids.new()
    folder = _folder(upload_id)
    folder.mkdir(parents=True, mode=0o700)
    with (folder / f"table{suffix}").open("wb") as target:
        for chunk in file.chunks():
            target.write(chunk)
    return upload_id


def table(upload_id: int) -> Path:
    """Return where the uploaded table lies."""
    found = sorted(_folder(upload_id).glob("table.*"))
    if not found:
        raise NoSuchUpload(field="upload_id")
    return found[0]


def keep_mapping(upload_id: int, text: str) -> Path:
    """Store the mapping that reads the uploaded table beside it."""
    path = table(upload_id).parent / _MAPPING
    path.write_text(text, encoding="utf-8")
    return path


def mapping(upload_id: int, text: str, ready: str) -> Any:
    """Return how a table is read, by text or by ready name; a name is looked up in the list, never opened as a path."""
    if text:
        return queries.mapping(str(keep_mapping(upload_id, text)))
    known = queries.ready_mappings()
    if ready not in known:
        raise NoSuchMapping(field="ready")
    return known[ready]


def drop(path: Path) -> None:
    """Delete an uploaded table that has been read, with its folder; leave any other file alone."""
    if path.parent.parent == _root():
        shutil.rmtree(path.parent, ignore_errors=True)


def forget(*, before: datetime) -> None:
    """Delete what nobody has read within seven days."""
    for folder in _root().glob("*"):
        if folder.stat().st_mtime < (before - KEPT).timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    root: Path = settings.SHUKE_HOME / "uploads"
    return root


def _folder(upload_id: int) -> Path:
    return _root() / str(upload_id)
