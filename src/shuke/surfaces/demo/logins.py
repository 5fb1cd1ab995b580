"""Logins of the demo chain: random one-time passwords, shown once and kept in a file that only its owner may read."""

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from shuke.foundation.actors import Actor
from shuke.foundation.org import operations as org
from shuke.foundation.org import queries
from shuke.foundation.org.types import Role
from shuke.surfaces.demo.founding import CHAIN_NAME

FILE = "first-login.txt"
_HEADQUARTERS = (("HQ-1", "周明远", Role.HQ, "hq"), ("HQ-2", "沈佳怡", Role.FINANCE, "finance"))
_SHOP = (("S001-M1", "manager"), ("S001-G1", "guide"), ("S001-C1", "cashier"))


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh login; its password must be changed when it is first used."""

    username: str
    role: Role
    one_time_password: str = field(repr=False)


_OF_SHOP = {"manager": Role.STORE_MANAGER, "guide": Role.GUIDE, "cashier": Role.CASHIER}


def first_owner(*, by: Actor, at: datetime) -> list[Login]:
    """Set the chain up with its owner; nothing when that has happened before."""
    if queries.is_set_up():
        return []
    first = org.set_up(chain_name=CHAIN_NAME, by=by, at=at)
    return [Login(first.username, Role.OWNER, first.one_time_password)]


def of_staff(*, by: Actor, at: datetime) -> list[Login]:
    """Give a login to one person of each other role who has none yet."""
    return [*_of_headquarters(by=by, at=at), *_of_a_shop(by=by, at=at)]


def _of_headquarters(*, by: Actor, at: datetime) -> list[Login]:
    made = []
    known = queries.staff_ids([code for code, *_ in _HEADQUARTERS])
    for code, name, role, username in _HEADQUARTERS:
        if code not in known:
            staff_id = org.hire(code=code, name=name, by=by, at=at)
            org.grant(staff_id=staff_id, role=role, by=by, at=at)
            password = org.give_login(staff_id=staff_id, username=username, by=by, at=at)
            made.append(Login(username, role, password))
    return made


def _of_a_shop(*, by: Actor, at: datetime) -> list[Login]:
    made = []
    known = queries.staff_ids([code for code, _ in _SHOP])
    for code, username in _SHOP:
        clerk = queries.staff(known[code])
        if clerk is not None and clerk.user_id is None:
            password = org.give_login(staff_id=clerk.id, username=username, by=by, at=at)
            made.append(Login(username, _OF_SHOP[username], password))
    return made


def keep(logins: Sequence[Login], home: Path) -> Path:
    """Append the logins to the file, which nobody but its owner may read; returns its path."""
    path = home / FILE
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, stat.S_IRUSR | stat.S_IWUSR)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{login.username}\t{login.one_time_password}\t{login.role}\n" for login in logins)
    return path
