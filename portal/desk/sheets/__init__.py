"""Sheets for another body: the facts of a report without whoever reported them, looked at by two before they leave."""
