"""The roll of members: to be looked through by many marks at once, and to act on those whom a filter finds."""
