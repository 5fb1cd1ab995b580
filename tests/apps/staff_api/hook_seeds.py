"""Four webhooks and a delivery of each, for the matrix."""

from typing import Any

from tests.apps.staff_api.conftest import NOW

from shuke.engaging.webhooks import operations as webhooks
from shuke.engaging.webhooks.types import HookKind
from shuke.foundation.actors import SYSTEM

ADDRESS = "https://example.com/hook"
RELATIONS = ("own", "same_store", "other_store", "other_entity")
BODIES: dict[str, Any] = {
    "change_webhook": {"name": "ERP", "address": ADDRESS, "kinds": [HookKind.MEMBER_ENROLLED.value]}
}


def sow(objects: dict[str, Any]) -> None:
    """Put them among the objects by relation; they are headquarters' own, whoever made them."""
    place: dict[str, Any] = {"by": SYSTEM, "at": NOW}
    objects["hook"] = {
        relation: webhooks.make(name=relation, address=ADDRESS, kinds=[HookKind.MEMBER_ENROLLED], **place)[0]
        for relation in RELATIONS
    }
    objects["delivery"] = {
        relation: webhooks.ping(hook_id=hook_id, **place) for relation, hook_id in objects["hook"].items()
    }
