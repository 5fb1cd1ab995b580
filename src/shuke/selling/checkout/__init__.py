"""Checkout: orders priced, paid and posted in one transaction; refunds and exchanges undo exactly that."""
