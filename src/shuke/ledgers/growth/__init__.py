"""Growth and tiers: what purchases count for, which tier they make, for how long, and what is still missing.

A tier is never stored on its own authority: every standing follows from counted spends, grants and a rule version.
"""
