"""Say how much of the contract is claimed, shown, and open.

A row is claimed when `docs/contract/claimed.txt` names it, and shown when a test is marked `covers` with its id.
A row that is claimed and not shown, or shown and not claimed, is a fault. With SHUKE_CHECKLIST set to the contract's
CSV file, ids are also checked against it and the open rows are counted.
"""

import ast
import csv
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLAIMS = ROOT / "docs" / "contract" / "claimed.txt"


def claimed() -> set[str]:
    """Return the ids that the project claims."""
    lines = CLAIMS.read_text().splitlines()
    return {word for line in lines for word in line.split("#")[0].split()}


def shown() -> dict[str, list[str]]:
    """Return, by id, the tests that show it."""
    tests: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for row in _marked(node):
                    tests.setdefault(row, []).append(f"{path.relative_to(ROOT)}::{node.name}")
    return tests


def contract() -> dict[str, str]:
    """Return the contract's rows by id; empty when its file is not here."""
    default = ROOT.parent / "shared" / "checklist.csv"
    path = Path(os.environ.get("SHUKE_CHECKLIST", default))
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row["en"] for row in csv.DictReader(file)}


def main() -> int:
    """Print the counts and the faults; fail when there are faults."""
    claims, tests, rows = claimed(), shown(), contract()
    faults = [f"claimed, but no test shows it: {row}" for row in sorted(claims - tests.keys())]
    faults += [f"shown by {tests[row][0]}, but not claimed: {row}" for row in sorted(tests.keys() - claims)]
    faults += [f"not a row of the contract: {row}" for row in sorted((claims | tests.keys()) - rows.keys()) if rows]
    if "--verbose" in sys.argv:
        for row in sorted(tests):
            print(f"{row}  {rows.get(row, '')}\n      " + "\n      ".join(tests[row]))
    print(f"claimed {len(claims)}, shown {len(claims & tests.keys())}", end="")
    print(f", open {len(rows) - len(claims & tests.keys())} of {len(rows)}" if rows else "")
    print(*faults, sep="\n")
    return 1 if faults else 0


def _marked(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[str]:
    return [
        str(argument.value)
        for mark in node.decorator_list
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.covers"
        for argument in mark.args
        if isinstance(argument, ast.Constant)
    ]


if __name__ == "__main__":
    sys.exit(main())
