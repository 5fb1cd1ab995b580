"""Work to be done later: rows of one table, enqueued in the act's own transaction and run by workers with a lease."""
