"""Tags: what the chain calls its members, by dimension; who said so, by which way, since when and until when."""
