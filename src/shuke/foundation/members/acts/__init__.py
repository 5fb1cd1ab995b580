"""The room's operations, one module per business act; `members.operations` is their one public door."""
