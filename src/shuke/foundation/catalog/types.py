"""Words of the catalogue that other rooms may hold. Money is fen; pack content is milli-units of `pack_unit`."""

from dataclasses import dataclass
from enum import StrEnum


class PriceLine(StrEnum):
    """The band a product is sold in; channel policy and price-band fit hang on it. Empty = not classified."""

    UNKNOWN = ""
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often a member is expected to buy from a category: exactly one of the two is set."""

    days: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A node given by its path from the top, e.g. ``母婴/奶粉``; missing ancestors are created."""

    path: str
    cycle_days: int | None = None
    cycle_months: int | None = None


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One sellable unit as an import gives it. What is None or empty leaves the stored value as it is."""

    sku_code: str
    name: str
    category: str = ""
    brand: str = ""
    product_code: str = ""
    spec: str = ""
    list_minor: int | None = None
    cost_minor: int | None = None
    price_line: PriceLine = PriceLine.UNKNOWN
    is_gift_box: bool | None = None
    barcodes: tuple[str, ...] = ()
    pack_content_milli: int | None = None
    pack_unit: str = ""


@dataclass(frozen=True, slots=True)
class SkuFact:
    """A sellable unit with its place in the tree. `top_category` is the name of the tree's first level."""

    id: int
    code: str
    spec: str
    product_id: int
    product: str
    category_id: int
    category: str
    category_path: str
    brand_id: int | None
    brand: str
    price_line: str
    is_gift_box: bool
    list_minor: int | None
    cost_minor: int | None
    pack_content_milli: int | None
    pack_unit: str
