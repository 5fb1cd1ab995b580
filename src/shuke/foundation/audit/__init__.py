"""The audit trail: who did what to whom, where, when, and why, in rows that nobody can change."""
