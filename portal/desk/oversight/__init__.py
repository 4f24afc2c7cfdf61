"""Reading the audit chain: for the officer who watches the others and opens no case."""
