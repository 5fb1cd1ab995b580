"""Shuke 熟客 turns first-time buyers into regulars for chain stores: record → know → act → prove."""
