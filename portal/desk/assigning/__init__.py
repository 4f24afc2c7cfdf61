"""Tasks for lower offices: agreed facts go down as a case of their own there, the result comes back into the case."""
