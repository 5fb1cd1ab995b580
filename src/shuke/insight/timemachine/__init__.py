"""The time-machine: a rule document run over past receipts, without touching them."""
