"""What the matrix asks of the list of members, its filters and the acts on many."""

from typing import Any

WHY = {"reason": "换导购"}
_ON_MANY = (
    "take_members", "save_member_filter", "change_member_filter", "give_many", "give_many_coupons",
    "tag_whom_a_filter_finds",
)  # fmt: skip
_LISTING = ("list_members", "count_members")
NARROWING = {
    **{(name, "guide_id"): "narrows the members of a store in reach" for name in (*_ON_MANY, *_LISTING)},
    **{(name, "store_id"): "refused out of reach (test_member_list)" for name in _ON_MANY},
    **{(name, "tag_id"): "tags are the chain's" for name in (*_ON_MANY, *_LISTING)},
    **{(name, "member_id"): "narrows one's own members (test_member_list)" for name in (*_ON_MANY, *_LISTING)},
}


def saving(cast: Any, relation: str) -> dict[str, Any]:
    return {"name": f"筛选 {relation}", "filter": {"store_id": str(cast.objects["store"][relation])}}


def giving_many(cast: Any, store: str) -> dict[str, Any]:
    chosen = {"member_id": [str(cast.objects["member"]["own"])]}
    return {"filter": chosen, "store_id": str(cast.objects["store"][store]), "from_date": "2026-12-01", **WHY}


def of_store(path: str) -> Any:
    return lambda cast, relation: f"{path}?store_id={cast.objects['store'][relation]}"


ROWS: tuple[tuple[Any, ...], ...] = (
    ("count_members", "store", None, of_store("/member-count")),
    ("see_guides", "store", None, of_store("/member-guides")),
    ("take_members", "store", lambda cast, relation: {"filter": saving(cast, relation)["filter"]}),
    ("save_member_filter", "store", saving),
    ("change_member_filter", "filter", lambda *_: {"name": "改名", "filter": {}}),
    ("give_many", "store", giving_many),
)
