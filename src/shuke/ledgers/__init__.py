"""What is owed: one double-entry book and the currencies kept in it."""
