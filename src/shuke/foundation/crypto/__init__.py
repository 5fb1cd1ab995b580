"""Secrecy at rest: sealed columns, blind indexes that find without reading, and the keys behind both."""
