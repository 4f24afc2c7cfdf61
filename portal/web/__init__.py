"""Flask plumbing shared by both doors; knows nothing of reports, cases or officers."""
