"""Where the mail of those who work for the chain goes: one sealed address each, gone when they leave."""
