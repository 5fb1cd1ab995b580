"""Dated policy packs: what the law asks, as rows with their source text, and the arithmetic that the law prescribes."""
