"""Stored value: principal and bonus, each top-up a pair of lots of the book, under the prepaid-card policy.

A top-up freezes its contract; spending takes the oldest top-up first, principal and bonus by the contract; a refund
follows the arithmetic of the law by who caused it. Principal never expires. Balances belong to the book.
"""
