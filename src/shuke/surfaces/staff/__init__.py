"""What the people who work for the chain may ask: one REST interface for console, guides, tills and integrators.

Every operation is declared once, with who may call it, how far it reaches, how often, and whether it can be repeated
and leaves an audit entry. The gate reads that declaration; there is no other way in.
"""
