"""What the keeper of an installation needs: is it safe to serve, is it backed up, and can it be brought back."""
