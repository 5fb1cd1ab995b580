"""Referrals: who brought whom, and the reward of both, pending until the return window closes."""
