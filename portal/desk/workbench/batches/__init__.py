"""Many people at once: a roster and its records checked as a batch, which is a case of its own without a report."""
