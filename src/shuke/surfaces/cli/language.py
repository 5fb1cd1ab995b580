"""Which language the command line speaks: `--lang`, else SHUKE_LANG, else LANG; Chinese when none says English."""

import os
from collections.abc import Sequence
from contextvars import ContextVar
from enum import StrEnum


class Language(StrEnum):
    ZH = "zh"
    EN = "en"


_spoken: ContextVar[Language | None] = ContextVar("shuke_cli_language", default=None)


def spoken() -> Language:
    """Return the language of this run."""
    return _spoken.get() or _of_environment()


def say(zh: str, en: str) -> str:
    """Choose between the two wordings of one sentence."""
    return en if spoken() is Language.EN else zh


def take(args: Sequence[str]) -> list[str]:
    """Take `--lang zh|en` out of the arguments, wherever it stands, and speak that language from now on."""
    rest: list[str] = []
    chosen: str | None = None
    waiting = iter(args)
    for arg in waiting:
        if arg == "--lang":
            chosen = next(waiting, "")
        elif arg.startswith("--lang="):
            chosen = arg.removeprefix("--lang=")
        else:
            rest.append(arg)
    _spoken.set(None if chosen is None else _named(chosen))
    return rest


def _named(text: str) -> Language:
    return Language.EN if text.lower().startswith("en") else Language.ZH


def _of_environment() -> Language:
    return _named(os.environ.get("SHUKE_LANG") or os.environ.get("LANG", ""))
