"""Which demo chain lives in this installation, so that a run that was cut off goes on with the same one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from shuke.foundation.org import queries as org
from shuke.foundation.refusals import Refusal
from shuke.surfaces.demo.types import DemoSpec

FILE = "demo.json"


class OtherChainHere(Refusal):
    """The demo never mixes with a real chain."""

    code = "demo.other_chain_here"
    zh = "这里已有一家真实连锁的数据,演示数据不会混入;请换一个 SHUKE_HOME"
    en = "A real chain lives here and is not mixed with demo data; choose another SHUKE_HOME"


class OtherDemoHere(Refusal):
    """One installation holds one demo chain."""

    code = "demo.other_demo_here"
    zh = "这里已有另一份演示数据(会员 {members},种子 {seed});请用同样的参数,或换一个 SHUKE_HOME"
    en = "Another demo lives here ({members} members, seed {seed}); use the same options or another SHUKE_HOME"


def settle(wanted: DemoSpec, home: Path) -> DemoSpec:
    """Return the spec to fill by: the wanted one, ending on the day on which this demo was begun.

    Refuses where a real chain lives, or a demo of other members or seed.
    """
    path = home / FILE
    if path.exists():
        begun = json.loads(path.read_text(encoding="utf-8"))
        if (begun["members"], begun["seed"]) != (wanted.members, wanted.seed):
            raise OtherDemoHere(members=begun["members"], seed=begun["seed"])
        return replace(wanted, ending=date.fromisoformat(begun["ending"]))
    if org.is_set_up():
        raise OtherChainHere
    begun = {"members": wanted.members, "seed": wanted.seed, "ending": wanted.ending.isoformat()}
    path.write_text(json.dumps(begun), encoding="utf-8")
    return wanted


def is_filled(home: Path) -> bool:
    """Tell whether a filling came to its end."""
    path = home / FILE
    return path.exists() and bool(json.loads(path.read_text(encoding="utf-8")).get("filled"))


def note_filled(home: Path) -> None:
    """Write down that the filling came to its end."""
    path = home / FILE
    begun = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(begun | {"filled": True}), encoding="utf-8")
