"""The file that a backup is: a tar with the database, the live parts of the warehouse, and a manifest of digests."""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from shuke.foundation.refusals import Refusal

MANIFEST = "manifest.json"
DATABASE = "database"


class NotABackup(Refusal):
    """The file is no backup of Shuke, or it has been damaged."""

    code = "upkeep.not_a_backup"
    status = 422
    zh = "不是完好的熟客备份文件:{problem}"
    en = "Not an intact backup of Shuke: {problem}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: when and of which kind of database it was made, and the digest of each file."""

    made_at: str
    database: str
    digests: Mapping[str, str] = field(default_factory=dict)


def pack(target: Path, files: Mapping[str, Path], *, made_at: str, database: str) -> Manifest:
    """Write the files under their names into `target`, which appears only when it is whole."""
    manifest = Manifest(made_at, database, {name: _digest(path) for name, path in files.items()})
    partial = target.with_name(f".{target.name}.partial")
    with tarfile.open(partial, "w:gz", compresslevel=3) as tar:
        text = json.dumps(asdict(manifest)).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
        for name, path in files.items():
            tar.add(path, arcname=name, recursive=False)
    partial.chmod(0o600)
    partial.rename(target)
    return manifest


def unpack(source: Path, folder: Path) -> Manifest:
    """Bring the files out into `folder`; refuse a damaged archive before anything is used."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            tar.extractall(folder, filter="data")
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, tarfile.TarError, ValueError, TypeError, EOFError) as failure:
        raise NotABackup(problem=type(failure).__name__) from failure
    for name, digest in manifest.digests.items():
        path = folder / name
        if not path.is_file() or _digest(path) != digest:
            raise NotABackup(problem=name)
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
