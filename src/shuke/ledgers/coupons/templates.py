"""Templates and bundles in force, and the terms of versions. A version never changes, so each is read once."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shuke.foundation.refusals import Refusal
from shuke.foundation.rulebook import queries as rulebook
from shuke.ledgers.coupons.document import Bundle, Template
from shuke.ledgers.coupons.types import BUNDLE_KIND, RULE_KIND, Terms


class NoSuchTemplate(Refusal):
    """No template of this code is in force on the day."""

    code = "coupons.no_such_template"
    status = 404
    zh = "{day} 没有生效的优惠券模板:{template}"
    en = "No coupon template {template} is in force on {day}"


class NoSuchBundle(Refusal):
    """No bundle of this code is in force on the day."""

    code = "coupons.no_such_bundle"
    status = 404
    zh = "{day} 没有生效的大礼包:{bundle}"
    en = "No coupon bundle {bundle} is in force on {day}"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a template: its id, the template's code, what it says, and the terms of use."""

    id: int
    code: str
    template: Template
    terms: Terms


def in_force(code: str, on: date) -> Version:
    """Return the template as it is issued on the day. Refuses NoSuchTemplate."""
    found = rulebook.find_in_force(RULE_KIND, on, code)
    if found is None:
        raise NoSuchTemplate(field="template", template=code, day=on.isoformat())
    return version(found.id)


def bundle_in_force(code: str, on: date) -> tuple[int, Bundle]:
    """Return the version id and the contents of a bundle as it is given on the day. Refuses NoSuchBundle."""
    found = rulebook.find_in_force(BUNDLE_KIND, on, code)
    if found is None:
        raise NoSuchBundle(field="bundle", bundle=code, day=on.isoformat())
    return found.id, Bundle.model_validate(found.body)


@lru_cache(maxsize=4096)
def version(version_id: int) -> Version:
    """Return a template's version; known ones cost no statement."""
    found = rulebook.version(version_id)
    if found is None:
        raise LookupError(f"a coupon names a rule version that is gone: {version_id}")
    template = Template.model_validate(found.body)
    return Version(found.id, found.key, template, template.terms())
