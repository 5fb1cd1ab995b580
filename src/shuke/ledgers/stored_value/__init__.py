"""Stored value: principal and bonus, each top-up a pair of lots of the book, under the prepaid-card policy."""
