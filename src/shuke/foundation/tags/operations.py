"""Define tags, put them on members and take them off. Every act is on the audit trail."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from shuke.foundation import clock, ids
from shuke.foundation.actors import Actor
from shuke.foundation.audit import operations as audit
from shuke.foundation.db import bulk
from shuke.foundation.outbox import operations as outbox
from shuke.foundation.refusals import Refusal
from shuke.foundation.tags.events import Put, Taken
from shuke.foundation.tags.models import Dimension, Tag, Tagging
from shuke.foundation.tags.types import NewTag, NewTagging, TagSource

_MOST_AT_ONCE = 1_000
_COLUMNS = (
    "id", "member_id", "tag_id", "source", "from_date", "until_date", "rule_version_id", "put_at", "put_by_kind",
    "put_by_id",
)  # fmt: skip


class UnknownTag(Refusal):
    """There is no such tag."""

    code = "tags.unknown_tag"
    status = 404
    zh = "没有这个标签"
    en = "There is no such tag"


class UnknownDimension(Refusal):
    """There is no such dimension."""

    code = "tags.unknown_dimension"
    status = 404
    zh = "没有这个标签维度"
    en = "There is no such dimension of tags"


class TagRetired(Refusal):
    """The tag is put on nobody any more."""

    code = "tags.retired"
    zh = "标签已停用"
    en = "The tag has been retired"


class TagExists(Refusal):
    """A code is given once in the chain, a name once in a dimension."""

    code = "tags.exists"
    zh = "名称或编码已被使用"
    en = "This name or code is in use already"


class NotTagged(Refusal):
    """The member does not have the tag."""

    code = "tags.not_tagged"
    status = 404
    zh = "该会员没有这个标签"
    en = "The member does not have this tag"


class OverAtOnce(Refusal):
    """A tag holds for a day at least."""

    code = "tags.over_at_once"
    status = 422
    zh = "有效期须晚于今天"
    en = "The tag would end before it begins"


class TooManyTagged(Refusal):
    """So many members are tagged in parts."""

    code = "tags.too_many"
    status = 422
    zh = "一次最多 {most} 位会员"
    en = "At most {most} members at once"


@transaction.atomic
def define_dimension(*, zh: str, en: str, code: str = "", is_single: bool = False, by: Actor, at: datetime) -> int:
    """Make a dimension and return its id; without a code it is known by its id."""
    dimension_id = ids.new()
    code = code or str(dimension_id)
    if Dimension.objects.filter(code=code).exists():
        raise TagExists(field="code")
    if Dimension.objects.filter(zh=zh).exists():
        raise TagExists(field="name_zh")
    Dimension.objects.create(id=dimension_id, code=code, zh=zh, en=en, is_single=is_single)
    audit.record(by=by, at=at, action="tags.define_dimension", subject=f"dimension:{dimension_id}", after={"zh": zh})
    return dimension_id


@transaction.atomic
def define(*, new: NewTag, by: Actor, at: datetime) -> int:
    """Make a tag of a dimension and return its id."""
    if not Dimension.objects.filter(pk=new.dimension_id).exists():
        raise UnknownDimension(field="dimension_id")
    tag_id = ids.new()
    code = new.code or str(tag_id)
    if Tag.objects.filter(code=code).exists():
        raise TagExists(field="code")
    if Tag.objects.filter(dimension=new.dimension_id, zh=new.zh).exists():
        raise TagExists(field="name_zh")
    Tag.objects.create(
        id=tag_id,
        dimension_id=new.dimension_id,
        code=code,
        zh=new.zh,
        en=new.en,
        valid_days=new.valid_days,
        made_at=at,
        made_by_kind=by.kind.value,
        made_by_id=by.id,
    )
    audit.record(by=by, at=at, action="tags.define", subject=f"tag:{tag_id}", after={"zh": new.zh})
    return tag_id


@transaction.atomic
def change_dimension(*, dimension_id: int, zh: str, en: str, by: Actor, at: datetime) -> None:
    """Give a dimension other names; its code and whether it is single stay."""
    dimension = Dimension.objects.select_for_update().filter(pk=dimension_id).first()
    if dimension is None:
        raise UnknownDimension
    if Dimension.objects.filter(zh=zh).exclude(pk=dimension_id).exists():
        raise TagExists(field="name_zh")
    before = {"zh": dimension.zh, "en": dimension.en}
    Dimension.objects.filter(pk=dimension_id).update(zh=zh, en=en)
    subject, after = f"dimension:{dimension_id}", {"zh": zh, "en": en}
    audit.record(by=by, at=at, action="tags.change_dimension", subject=subject, before=before, after=after)


@transaction.atomic
def change(*, tag_id: int, zh: str, en: str, valid_days: int | None, by: Actor, at: datetime) -> None:
    """Give a tag other names, or another validity for whoever gets it from now on; a retired tag too."""
    tag = Tag.objects.select_for_update().filter(pk=tag_id).first()
    if tag is None:
        raise UnknownTag
    if Tag.objects.filter(dimension=tag.dimension_id, zh=zh).exclude(pk=tag_id).exists():
        raise TagExists(field="name_zh")
    before = {"zh": tag.zh, "en": tag.en, "valid_days": tag.valid_days}
    Tag.objects.filter(pk=tag_id).update(zh=zh, en=en, valid_days=valid_days)
    after = {"zh": zh, "en": en, "valid_days": valid_days}
    audit.record(by=by, at=at, action="tags.change", subject=f"tag:{tag_id}", before=before, after=after)


@transaction.atomic
def retire(*, tag_id: int, by: Actor, at: datetime) -> None:
    """Put a tag out of use: nobody gets it any more, and who has it keeps it until it ends or is taken."""
    if not Tag.objects.filter(pk=tag_id, retired_at__isnull=True).update(retired_at=at):
        raise UnknownTag
    audit.record(by=by, at=at, action="tags.retire", subject=f"tag:{tag_id}")


@transaction.atomic
def put(*, new: NewTagging, by: Actor, at: datetime) -> int:
    """Put a tag on members and return on how many anything changed; who has it just so already is left alone.

    A person's word stands: neither a rule nor a file changes a tag that somebody put and that still holds. In a single
    dimension the new tag takes the place of the other.
    """
    if len(new.member_ids) > _MOST_AT_ONCE:
        raise TooManyTagged(field="member_ids", most=_MOST_AT_ONCE)
    tag = Tag.objects.select_related("dimension").filter(pk=new.tag_id).first()
    if tag is None:
        raise UnknownTag(field="tag_id")
    if tag.retired_at is not None:
        raise TagRetired(field="tag_id")
    today = clock.business_date(at)
    until = _until(new, tag, today)
    members = _without_holders(new, today, until)
    if tag.dimension.is_single:
        _close(_open(members).filter(tag__dimension=tag.dimension_id), by, at)
    else:
        _close(_open(members).filter(tag=tag.id), by, at)
    rows = [
        (ids.new(), one, tag.id, new.source.value, today, until, new.rule_version_id, at, by.kind.value, by.id)
        for one in members
    ]
    changed = bulk.insert(Tagging, _COLUMNS, rows, ignore_conflicts=True)
    if members:
        outbox.emit(Put(tag.id, members), by=by, at=at)
        subject = f"member:{members[0]}" if len(new.member_ids) == 1 else f"tag:{tag.id}"
        after = {"tag_id": str(tag.id), "members": changed, "source": new.source.value}
        audit.record(by=by, at=at, action="tags.put", subject=subject, after=after)
    return changed


@transaction.atomic
def take(*, tag_id: int, member_id: int, by: Actor, at: datetime) -> None:
    """Take a tag off a member, whichever of her accounts it stands with."""
    if not _close(_open([member_id]).filter(tag=tag_id), by, at):
        raise NotTagged
    outbox.emit(Taken(tag_id, member_id), by=by, at=at)
    audit.record(by=by, at=at, action="tags.take", subject=f"member:{member_id}", before={"tag_id": str(tag_id)})


def _until(new: NewTagging, tag: Tag, today: date) -> date | None:
    if new.until_date is not None and new.until_date <= today:
        raise OverAtOnce(field="until_date")
    if new.until_date is None and tag.valid_days is not None:
        return today + timedelta(days=tag.valid_days)
    return new.until_date


def _without_holders(new: NewTagging, today: date, until: date | None) -> list[int]:
    """Leave out whoever has the tag just so, and whoever has it by a person's word when no person asks."""
    held = {
        row.member.survivor_id or row.member_id: row
        for row in _open(new.member_ids).filter(tag=new.tag_id).select_related("member")
        if row.until_date is None or row.until_date > today
    }

    def stays(row: Tagging) -> bool:
        outweighed = row.source == TagSource.MANUAL and new.source != TagSource.MANUAL
        return outweighed or (row.source == new.source and row.until_date == until)

    kept = {member_id for member_id, row in held.items() if stays(row)}
    return sorted(set(new.member_ids) - kept)


def _open(member_ids: Sequence[int]) -> QuerySet[Tagging]:
    mine = Q(member__in=list(member_ids)) | Q(member__survivor__in=list(member_ids))
    return Tagging.objects.filter(mine, taken_at__isnull=True)


def _close(rows: QuerySet[Tagging], by: Actor, at: datetime) -> int:
    found = Tagging.objects.filter(pk__in=list(rows.values_list("pk", flat=True)), taken_at__isnull=True)
    return found.update(taken_at=at, taken_by_kind=by.kind.value, taken_by_id=by.id)
