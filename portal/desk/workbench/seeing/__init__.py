"""Seeing the records: both tracks of a month side by side with everything else that is dated, and a year in a strip."""
