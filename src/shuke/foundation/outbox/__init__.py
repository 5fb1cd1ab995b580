"""The only way up: what has happened is written in the act's own transaction and delivered at least once afterwards."""
