"""Checking many people: in a limited child process, so that a whole roster never stands in the desk's own memory."""
