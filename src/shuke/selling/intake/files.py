"""The files of a run: what each is, which section of the mapping reads it, and its fingerprint."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shuke.foundation.refusals import Refusal
from shuke.foundation.sheets import readers
from shuke.selling.intake import mapping as mappings
from shuke.selling.intake.mapping import FileMapping
from shuke.selling.intake.types import Kind


class NoFile(Refusal):
    """No file was given that brings what is to be imported."""

    code = "intake.no_file"
    status = 422
    zh = "没有可导入的{kind}文件"
    en = "No file brings {kind}"


class ColumnsMissing(Refusal):
    """The file lacks columns that the mapping names."""

    code = "intake.columns_missing"
    status = 422
    zh = "文件 {file} 缺少列:{columns}"
    en = "The file {file} lacks the columns {columns}"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file and what it brings. `sha256` tells whether it is still the file that the run began with."""

    path: Path
    kind: Kind
    sha256: str


def assign(kind: Kind, paths: Sequence[Path], mapping: FileMapping) -> list[SourceFile]:
    """Tell what each file brings, in the order in which they are to be taken; refuse a file that fits nothing."""
    found = [
        SourceFile(path, _kind_of(kind, path, mapping, alone=len(paths) == 1), fingerprint(path)) for path in paths
    ]
    if kind not in {file.kind for file in found}:
        raise NoFile(field="files", kind=kind.value)
    order = list(Kind)
    return sorted(found, key=lambda file: order.index(file.kind))


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of the file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _kind_of(kind: Kind, path: Path, mapping: FileMapping, *, alone: bool) -> Kind:
    header = readers.open_table(path).header
    lacking = {fit: mappings.missing_columns(mapping, fit, header) for fit, _ in mapping.sections()}
    if kind not in lacking:
        raise mappings.MappingWrong(field="mapping", why=f"it has no section [{kind}]")
    fitting = [fit for fit, columns in lacking.items() if not columns]
    if not fitting or (alone and kind not in fitting):
        raise ColumnsMissing(field="files", file=path.name, columns=", ".join(lacking[kind]))
    if alone:
        return kind
    return max(fitting, key=lambda fit: (len(_named(mapping, fit) & set(header)), fit is kind))


def _named(mapping: FileMapping, kind: Kind) -> frozenset[str]:
    section = mapping.section(kind)
    return section.named if section is not None else frozenset()
