"""The proofs of the house that were run: when, what was held against what, and what disagreed."""
