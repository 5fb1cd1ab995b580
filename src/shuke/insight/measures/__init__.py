"""Measures: each figure as one readable page of SQL over the facts, bound by typed parameters and dated rules.

A report asks a measure for a view (owner or seller), a store or the whole chain, a day it is taken on (`as_of`: the
facts of earlier days count) and a half-open period. It says which rule versions it used, so that it can be taken again.
"""
