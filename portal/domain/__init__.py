"""The field's own data and words: pure, read by both doors, knowing neither the web nor databases."""
