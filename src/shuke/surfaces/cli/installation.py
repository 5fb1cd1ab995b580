"""What every command needs before it starts: tables, keys, the whole chain in reach, and a name for who acts."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from shuke.foundation import clock, scopes
from shuke.foundation.actors import Actor, ActorKind
from shuke.foundation.crypto import operations as crypto
from shuke.foundation.db import shape
from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal


class StaffCodeUnknown(Refusal):
    """`--as` names nobody who works here."""

    code = "cli.staff_code_unknown"
    status = 404
    zh = "没有工号为 {code} 的员工"
    en = "Nobody here has the staff code {code}"


class StoreCodeUnknown(Refusal):
    """`--store` names no store."""

    code = "cli.store_code_unknown"
    status = 404
    zh = "没有编码为 {code} 的门店"
    en = "No store has the code {code}"


class NotADate(Refusal):
    """A day is written 2026-03-31."""

    code = "cli.not_a_date"
    status = 422
    zh = "{option} 不是日期:{text}(应写作 2026-03-31)"
    en = "{option} is not a date: {text} (write 2026-03-31)"


class MadeByAnotherVersion(Refusal):
    """The tables are not those that this version reads: an earlier one, before its release, had made them otherwise."""

    code = "cli.made_by_another_version"
    status = 409
    zh = "{home} 里的数据是另一个版本建立的(例如缺少 {missing})。请用 SHUKE_HOME 换一个文件夹,或用当初的版本打开它"
    en = (
        "The data in {home} were made by another version (they lack {missing}, for one). "
        "Name another folder in SHUKE_HOME, or open them with the version that made them"
    )


@contextmanager
def ready() -> Iterator[None]:
    """Bring the tables up to date, make the chain's keys if there are none, and open the whole chain.

    Whoever can run this command holds the database file anyway, so no narrower scope would protect anything.
    """
    migrate()
    crypto.create_keys()
    with scopes.everywhere(reason="the command line is run by whoever keeps the installation"):
        yield


def migrate() -> None:
    """Apply the migrations that are missing; refuse tables that are not this version's all the same."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    if lacking := shape.missing():
        raise MadeByAnotherVersion(home=str(settings.SHUKE_HOME), missing=lacking[0])


def actor() -> Actor:
    """Name the person at the terminal as far as the machine knows him."""
    return Actor(ActorKind.SYSTEM, 0, label=f"shuke:{getpass.getuser()}", device="cli")


def staff_actor(code: str) -> Actor:
    """Act as a member of staff, for acts that need two different people."""
    staff = org.staff_ids([code])
    if code not in staff:
        raise StaffCodeUnknown(field="as", code=code)
    return Actor(ActorKind.STAFF, staff[code], label=code, device="cli")


def store_id(code: str | None) -> int | None:
    """Return the id of a store named by its code; None for no code."""
    if code is None:
        return None
    found = org.store_by_code(code)
    if found is None:
        raise StoreCodeUnknown(field="store", code=code)
    return found.id


def day(text: str | None, option: str) -> date | None:
    """Read a day given as an option; None for none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotADate(field=option, option=f"--{option}", text=text) from None


def today() -> date:
    """Return the chain's present business day."""
    return clock.business_date(clock.now())


def now() -> datetime:
    """Return the present instant, read once per act at this surface."""
    return clock.now()
