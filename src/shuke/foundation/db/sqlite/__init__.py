"""A Django backend for SQLite whose writers stand in a fair queue."""
