"""What does not fit together in the records, what an officer made of it, and the rules it is held against."""
