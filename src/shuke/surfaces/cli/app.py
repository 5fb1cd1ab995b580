"""The `shuke` command."""

import sys
from collections.abc import Sequence

import typer

from shuke.foundation.refusals import Refusal
from shuke.surfaces.cli import (
    bench,
    coupons,
    demo,
    explain,
    imports,
    language,
    liability,
    members,
    prove,
    report,
    rules,
    serve,
    simulate,
    simulate_payments,
    staff,
    stored_value,
    upkeep,
    worker,
)
from shuke.surfaces.cli.output import say

app = typer.Typer(
    name="shuke",
    help="熟客:让首次顾客成为熟客 · Shuke turns first-time buyers into regulars.",
    no_args_is_help=True,
    # Locals in a traceback would print members' names and numbers.
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(serve.serve)
app.command()(worker.worker)
app.command()(demo.demo)
app.command("import")(imports.import_)
app.command()(report.report)
app.add_typer(members.app, name="members")
app.add_typer(explain.app, name="explain")
app.add_typer(rules.app, name="rules")
app.add_typer(coupons.app, name="coupons")
app.add_typer(stored_value.app, name="stored-value")
app.add_typer(liability.app, name="liability")
app.command()(prove.prove)
app.command()(upkeep.doctor)
app.command()(upkeep.backup)
app.command()(upkeep.restore)
app.command()(simulate.simulate)
app.command("simulate-payments")(simulate_payments.simulate_payments)
app.add_typer(staff.app, name="staff")
app.command()(bench.bench)


def main(args: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code; a refusal is one line and exit code 1."""
    rest = language.take(sys.argv[1:] if args is None else args)
    try:
        app(args=rest, prog_name="shuke")
    except Refusal as refusal:
        say(f"{refusal.code}: {refusal.message(language.spoken())}")
        sys.exit(1)
