"""The interface of the tills: find a member, quote, sell, park, take back, exchange, and look at the day."""
