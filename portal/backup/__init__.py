"""Backups of one door's host: its database as of one moment, its sealed files, its keys. And putting them back.

A backup is a folder of parts (`parts`), each an age file sealed to the backup's recipients, and a manifest in clear
that says which parts there are (`manifest`, `shelf`). `making` writes one, piece by piece, and goes on where it was
cut short; `restoring` puts one back where nothing is. What a door has to back up says `side`. ADR 0051.

Only commands use this room, and the doctor asks it when the last good backup was made.
"""
