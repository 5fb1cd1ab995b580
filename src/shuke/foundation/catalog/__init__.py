"""What the chain sells: the category tree, brands, products, their sellable units and what those cost and list for."""
