"""What colleagues write to each other about a case: notes that mention one another, and tasks with a day."""
