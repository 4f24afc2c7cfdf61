"""Comparing: log texts that are alike side by side, days claimed and undisputed against the rule, paid and counted."""
