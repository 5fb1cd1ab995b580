"""Imports: members, stores, products and receipts from files of any till, by a mapping, row by row accounted for.

A run can be killed and goes on, can be fed twice without harm, tried dry, and taken back within seven days.
"""
