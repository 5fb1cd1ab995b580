"""Coupons: templates with their terms, and each coupon a lot of one in the book; store quotas of issuing."""
