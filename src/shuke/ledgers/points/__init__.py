"""Points that a member earns on purchases and spends.

Rules have versions; points are earned by line, pend until the return window has closed, go back exactly by line, and
expire by lot. Balances belong to the book; this room decides how many.
"""
