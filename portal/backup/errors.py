"""What can be wrong with a backup, in one sentence for whoever runs the command."""


class BackupError(Exception):
    """The backup was not made or not put back; the text says why, and what to do."""


class NotGenuine(BackupError):
    """A part is missing, cut short or changed since it was made."""
