"""`shuke bench NAME`: measure, side by side in one run, and print ratios."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

import shuke
from shuke.foundation.refusals import Refusal

_FILES = {
    "measures": "measures.py",
    "visibility": "visibility.py",
    "lookup": "lookup.py",
    "import": "imports.py",
    "pricing": "pricing.py",
    "checkout": "checkout.py",
    "prove": "proving.py",
    "year": "year.py",
    "pages": "pages.py",
}


class BenchUnknown(Refusal):
    """There is no such benchmark."""

    code = "cli.bench_unknown"
    status = 404
    zh = "没有名为 {name} 的基准测试,可选:{known}"
    en = "There is no benchmark named {name}; there are: {known}"


class NoBenches(Refusal):
    """Benchmarks live beside the source code and are not installed."""

    code = "cli.no_benches"
    zh = "基准测试只随源代码提供"
    en = "Benchmarks come with the source code only"


def bench(
    *,
    name: Annotated[str, typer.Argument(help=f"{' | '.join(_FILES)} | all")],
    size: Annotated[float, typer.Option("--size", min=0.0001, max=10, help="规模 · share of the full size")] = 1.0,
    entries: Annotated[int, typer.Option("--entries", min=0, help="prove: 分录数 · how many entries")] = 0,
    acts: Annotated[int, typer.Option("--acts", min=0, help="year: 动作数 · how many acts, instead of a size")] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="year: 随机种子 · seed")] = 8,
    plant: Annotated[
        bool, typer.Option("--plant", help="year: 再逐一埋入错误 · then plant errors and find each")
    ] = False,
    format_: Annotated[str, typer.Option("--format", help="table | json")] = "table",
) -> None:
    """在一次性数据目录里测量 · Measure in a throw-away data folder; your own data is not touched."""
    if name not in {*_FILES, "all"}:
        raise BenchUnknown(name=name, known=", ".join([*_FILES, "all"]))
    folder = _folder()
    failed = 0
    for file in _FILES.values() if name == "all" else [_FILES[name]]:
        arguments = [sys.executable, str(folder / file), "--size", str(size), "--format", format_]
        if file == _FILES["prove"]:
            arguments += ["--entries", str(entries)]
        if file == _FILES["year"]:
            arguments += ["--acts", str(acts), "--seed", str(seed)] + ["--plant"] * plant
        failed |= subprocess.run(arguments, check=False).returncode
    raise typer.Exit(code=1 if failed else 0)


def _folder() -> Path:
    folder = Path(shuke.__file__).parents[2] / "benches"
    if not folder.is_dir():
        raise NoBenches
    return folder
