"""A cut: the receipts and their lines, parted by what the asker chose, counted by what the asker chose."""
