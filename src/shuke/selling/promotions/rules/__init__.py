"""How a basket is priced. Pure: no Django, no clock, no input or output; told in docs/algorithms/pricing.md."""
