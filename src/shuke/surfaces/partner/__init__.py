"""What partners' servers may ask: the signed notices of payment providers."""
