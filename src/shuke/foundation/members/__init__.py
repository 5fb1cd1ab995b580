"""Who the regulars are: identities, profile, consent, ownership, duplicates, merges, and the right to be forgotten."""
