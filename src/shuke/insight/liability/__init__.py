"""Liability: what is owed by month, store and funder; breakage, custody, and netting between stores."""
