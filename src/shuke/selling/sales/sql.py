"""Statements over many receipts at once."""

from django.db import connection

_OF_IMPORT = "(SELECT id FROM sales_receipt WHERE import_id = %s)"


def delete_import(import_id: int) -> None:
    """Delete an import's receipts and lines; returns elsewhere that point at them stay, without their sale."""
    with connection.cursor() as cursor:
        for statement in (
            f"DELETE FROM sales_line WHERE receipt_id IN {_OF_IMPORT}",
            f"UPDATE sales_receipt SET original_id = NULL WHERE original_id IN {_OF_IMPORT}",
            "DELETE FROM sales_receipt WHERE import_id = %s",
        ):
            cursor.execute(statement, [import_id])
