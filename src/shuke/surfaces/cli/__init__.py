"""The command line: one small file per group of commands, over the public operations and queries of the rooms.

Data goes to stdout, everything said to a person goes to stderr, and a refusal is one line with its code.
"""
