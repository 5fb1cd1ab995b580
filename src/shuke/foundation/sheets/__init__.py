"""Tables in files, read without harm and written so that no cell becomes a formula; knows nothing of the trade.

CSV, XLSX and Parquet become rows with their line numbers, and messy cells become values or named problems.
"""
