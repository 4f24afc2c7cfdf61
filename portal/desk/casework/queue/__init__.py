"""The queue of an officer and the register of an office: what to show, keeping views, acting on several cases."""
