"""Stock: on-hand per store and SKU as the sum of moves, booked in the transaction that causes them."""
