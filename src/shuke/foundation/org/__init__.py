"""The chain itself: legal entities, regions, stores, the people who work there and what each of them may do.

A person's rights are effective-dated grants of a role at a store, in a region or in the whole chain. What a
person may see is a scope, derived from the grants in force; nothing else widens it.
"""
