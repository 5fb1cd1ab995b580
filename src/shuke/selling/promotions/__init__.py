"""Promotions: a pure kernel that prices a basket and names every deduction, and the rules it reads."""
