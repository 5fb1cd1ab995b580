"""The demo chain: a seeded mother-and-baby chain of invented brands and people.

It is made as arrays, then written as facts (for benches) or through the public operations (for `shuke demo`). The
same spec always gives the same bytes.
"""
