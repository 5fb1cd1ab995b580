"""Receipts: what was sold or brought back, where, by whom, and to which member, each written in one act."""
