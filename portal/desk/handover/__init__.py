"""Handing a case to another office, sealed: offered by two persons, taken over by one there, and nothing kept here."""
