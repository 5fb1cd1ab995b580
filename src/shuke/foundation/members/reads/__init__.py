"""The room's queries, one module per question; `members.queries` is their one public door."""
