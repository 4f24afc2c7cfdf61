"""Searching the words of the cases that an officer can open."""
