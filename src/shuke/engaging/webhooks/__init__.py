"""Outgoing webhooks: the chain's own other systems are told what happens, signed, at least once, by ids alone."""
