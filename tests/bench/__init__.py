"""`make bench`: every figure beside a floor measured in the same run. Nothing here asserts a time."""
