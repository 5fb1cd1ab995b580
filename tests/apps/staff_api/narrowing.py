"""Fields that look like an object's id and are none that the matrix must try, each with the reason."""

from tests.apps.staff_api import roll_seeds, sale_seeds

# Fields that end like the id of an object and only narrow a list, or name what the whole chain shares.
NARROWING = {
    **roll_seeds.NARROWING,
    ("see_takings", "store_id"): "refused out of reach (test_notices)",
    ("enrol", "guide_id"): "a guide of the store in reach",
    ("reassign", "guide_id"): "a guide of the store in reach",
    ("enrol", "text_id"): "the wording of a consent, one for the chain",
    ("decide", "text_id"): "the wording of a consent, one for the chain",
    ("grant", "store_id"): "headquarters' own act: it reaches every store",
    ("grant", "region_id"): "headquarters' own act: it reaches every region",
    ("add_region", "parent_id"): "headquarters' own act: it reaches every region",
    ("list_skus", "category_id"): "the catalogue is one for the chain",
    ("quote_basket", "sku_id"): "the catalogue is one for the chain",
    ("list_stock_moves", "sku_id"): "narrows the moves of a store in reach",
    ("receive_stock", "sku_id"): "the catalogue is one for the chain",
    ("adjust_stock", "sku_id"): "the catalogue is one for the chain",
    ("transfer_stock", "sku_id"): "the catalogue is one for the chain",
    ("transfer_stock", "to_store_id"): "goods may be sent to any store of the chain",
    **{(name, "tag_id"): "the tags are one for the chain" for name in ("tag_member", "untag_member", "tag_members")},
    **{(name, "dimension_id"): "the tags are one for the chain" for name in ("list_tags", "define_tag")},
    ("lint_promotions", "version_id"): "the rules are one for the chain",
    ("list_simulations", "version_id"): "the rules are one for the chain",
    ("list_audit", "actor_id"): "the audit trail is read whole",
    **{("start_simulation", f"{kind}_id"): "the whole chain's" for kind in ("version", "baseline", "store")},
    ("grant_coupon_quota", "store_id"): "headquarters' own act: it reaches every store",
    ("transfer_coupon", "coupon_id"): "one of the member in reach; another's is refused (test_coupons)",
    ("report_card_lost", "card_id"): "one of the member in reach; another's is refused (stored_value/test_cards)",
    ("replace_card", "card_id"): "one of the member in reach; another's is refused (stored_value/test_cards)",
    **sale_seeds.NARROWING,
    ("transfer_stored_value", "to_member_id"): "refused out of reach like the member itself (test_stored_value)",
    ("transfer_coupon", "to_member_id"): "refused out of reach like the member itself (test_coupons)",
}
