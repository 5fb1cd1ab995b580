"""Rules are data: validated documents with versions, an author, an approval, and a date from which they hold."""
