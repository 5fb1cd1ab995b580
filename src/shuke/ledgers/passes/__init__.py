"""Passes: sessions sold in advance, consumed one by one, shared in a family, refunded pro rata."""
