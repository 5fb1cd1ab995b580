"""Benefits: paid membership cards and the entitlements they and the tiers grant, with quota and validity."""
