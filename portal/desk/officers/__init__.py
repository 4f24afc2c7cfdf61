"""Who works here: offices and their officers, signing in, and which views open to whom."""
