"""Acts that take two persons: one asks, another one with the right agrees or refuses."""
