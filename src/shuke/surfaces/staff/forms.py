"""The shape in which the form of a rule document is described: JSON Schema with words and units."""

from typing import Any

from pydantic import BaseModel


class NamedValue(BaseModel):
    """One of the values that there are to choose from."""

    zh: str
    en: str


class FormNode(BaseModel):
    """A place of a document: JSON Schema without references, and what it is called. What is not said is left out.

    `unit` tells how a figure or a name is read: minor (fen), percent, bp (ten-thousandths), milli, days, sku, store,
    category, coupon and their like; `key_unit` the same of the keys of a mapping. `named` are the values of a choice.
    """

    type: str | None = None
    zh: str | None = None
    en: str | None = None
    help_zh: str | None = None
    help_en: str | None = None
    unit: str | None = None
    key_unit: str | None = None
    named: dict[str, NamedValue] | None = None
    properties: "dict[str, FormNode] | None" = None
    required: list[str] | None = None
    items: "FormNode | None" = None
    prefixItems: "list[FormNode] | None" = None  # noqa: N815
    anyOf: "list[FormNode] | None" = None  # noqa: N815
    oneOf: "list[FormNode] | None" = None  # noqa: N815
    additionalProperties: "FormNode | bool | None" = None  # noqa: N815
    propertyNames: "FormNode | None" = None  # noqa: N815
    enum: list[str | int] | None = None
    const: str | None = None
    default: Any = None
    format: str | None = None
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    exclusiveMaximum: int | None = None  # noqa: N815
    minLength: int | None = None  # noqa: N815
    maxLength: int | None = None  # noqa: N815
    minItems: int | None = None  # noqa: N815
    maxItems: int | None = None  # noqa: N815
    minProperties: int | None = None  # noqa: N815
    uniqueItems: bool | None = None  # noqa: N815
