"""The reporter's name: opened by two persons, each with their own half of its key."""
