"""How long cases are kept, what holds their destruction up, and destroying them: two persons, and nothing left."""
