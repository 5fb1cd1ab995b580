"""Rewards: the catalogue of what points buy, gifts with stock, and their collection."""
