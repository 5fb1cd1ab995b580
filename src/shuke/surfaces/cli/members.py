"""`shuke members`: find a member, merge two accounts and part them again, erase one. Personal data stays masked."""

from dataclasses import asdict
from typing import Annotated

import typer

from shuke.foundation.members import operations, queries
from shuke.foundation.refusals import Refusal
from shuke.surfaces import merging
from shuke.surfaces.cli import installation, output
from shuke.surfaces.cli.language import Language, spoken
from shuke.surfaces.cli.language import say as words

app = typer.Typer(help="会员:查找、合并、拆分、注销 · Members: find, merge, unmerge, erase", no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help="原因,记入审计 · why, for the audit trail")]
Preview = Annotated[bool, typer.Option("--preview", help="只看,不改 · look, change nothing")]
_COLUMNS = ("member_id", "number", "status", "name_masked", "phone_masked")


class NobodyFound(Refusal):
    """No member has this phone or card."""

    code = "cli.nobody_found"
    status = 404
    zh = "没有找到会员"
    en = "No member was found"


def one(phone_or_card: str) -> int:
    """Return the id of the one member meant by a phone, a card number or an id."""
    found = queries.find(phone_or_card)
    if len(found) == 1:
        return found[0].member_id
    if not found and phone_or_card.isdigit():
        return queries.get(int(phone_or_card)).member_id
    raise NobodyFound


@app.command()
def find(
    *,
    phone_or_card: Annotated[str, typer.Argument(help="手机号、卡号或后四位 · phone, card, or its last four")],
    format_: output.FormatOption = output.Format.TABLE,
) -> None:
    """查找会员 · Find members by phone, card number or the last four digits."""
    with installation.ready():
        found = [asdict(member) for member in queries.find(phone_or_card)]
    if not found:
        raise NobodyFound
    if format_ is output.Format.JSON:
        output.json_text(found)
    else:
        output.table(_COLUMNS, [[member[column] for column in _COLUMNS] for member in found])


@app.command()
def merge(
    *,
    survivor: Annotated[str, typer.Argument(help="保留的会员 · the account that stays")],
    merged: Annotated[str, typer.Argument(help="并入的会员 · the account that goes into it")],
    preview: Preview = False,
    reason: Reason = "",
) -> None:
    """合并同一人的两个账户 · Make two accounts of one person one; prints the merge's id for its undoing."""
    with installation.ready():
        survivor_id, merged_id = one(survivor), one(merged)
        if preview:
            _show_preview(survivor_id, merged_id)
            return
        merge_id = operations.merge(
            survivor_id=survivor_id,
            merged_id=merged_id,
            reason=reason,
            followers=merging.FOLLOWERS,
            by=installation.actor(),
            at=installation.now(),
        )
    output.json_text({"merge_id": merge_id})


@app.command()
def unmerge(*, merge_id: Annotated[int, typer.Argument(help="合并编号 · id of the merge")]) -> None:
    """撤销合并 · Part the two accounts again."""
    with installation.ready():
        operations.unmerge(
            merge_id=merge_id, followers=merging.FOLLOWERS, by=installation.actor(), at=installation.now()
        )
    output.say(words("已撤销", "Undone"))


@app.command()
def erase(
    *,
    member: Annotated[str, typer.Argument(help="会员 · the member")],
    reason: Reason = "",
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 · do not ask")] = False,
) -> None:
    """注销会员:个人信息销毁,账目保留 · Destroy who the member is; what was bought stays under the bare id."""
    with installation.ready():
        member_id = one(member)
        if not yes:
            typer.confirm(words("不可恢复,继续?", "This cannot be undone. Go on?"), abort=True, err=True)
        touched = operations.erase(member_id=member_id, reason=reason, by=installation.actor(), at=installation.now())
    output.json_text({"member_id": member_id, "touched": dict(touched)})


def _show_preview(survivor_id: int, merged_id: int) -> None:
    seen = queries.preview_merge(survivor_id=survivor_id, merged_id=merged_id, followers=merging.FOLLOWERS)
    follows = [
        {"room": room, "what": line.what.en if spoken() is Language.EN else line.what.zh, "amount": line.amount}
        for room, lines in seen.followers.items()
        for line in lines
    ]
    output.json_text(
        {
            "survivor_id": seen.survivor_id,
            "merged_id": seen.merged_id,
            "identities": [masked for _, masked in seen.identities],
            "filled": list(seen.filled),
            "conflicts": list(seen.conflicts),
            "follows": follows,
        }
    )
