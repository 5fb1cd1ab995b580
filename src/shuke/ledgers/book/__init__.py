"""The book: the only writer of balances.

Double-entry posting sets, lots that know their expiry, funder and source, holds, reversals, transfers, expiry, a hash
chain with seals, and a proof that re-derives everything. Every other ledger (points, growth, stored value, coupons,
passes) is a thin set of rules that asks the book to post.
"""
