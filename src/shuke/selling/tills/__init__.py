"""Tills: devices, cashiers at them, shifts with float, cash moves, blind count, X and Z reports."""
