"""The price policy of a chain that has written none, as data."""

from typing import Any

# No floor of its own; a cashier may take off 5 %, a store manager 20 %, headquarters whatever it likes.
DEFAULT_POLICY: dict[str, Any] = {
    "floor_percent_of_list": 0,
    "floor_percent_of_cost": 0,
    "manual_percent": {"cashier": 5, "guide": 5, "store_manager": 20, "regional": 30, "hq": 100, "owner": 100},
}
