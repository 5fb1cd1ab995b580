"""Dated policy packs: what the law asks, as rows with their source text, for the rooms that act on them."""
