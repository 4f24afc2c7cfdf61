"""Field work: the plan of visits, what was seen on them, questions for an interview, a count of answers."""
