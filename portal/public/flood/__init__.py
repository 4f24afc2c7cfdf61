"""Holding off a flood without knowing who anybody is: buckets in memory, tickets, work or a question (ADR 0013)."""
