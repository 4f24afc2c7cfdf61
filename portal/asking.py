"""What commands ask of the person at the terminal."""

import stat
from pathlib import Path

import click

passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the passphrase from the first line of this file instead of asking for it.",
)


def read_passphrase(file: Path | None, whose: str, *, twice: bool = False) -> str:
    """Return a passphrase from the first line of `file`, or ask for it (twice, for a new one)."""
    if file is None:
        typed: str = click.prompt(f"Passphrase of {whose}", hide_input=True, confirmation_prompt=twice, err=True)
        return typed
    mode = file.stat().st_mode
    if stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise click.ClickException(f"{file}: others can read this passphrase; run: chmod 600 {file}")
    lines = file.read_text(encoding="utf-8").splitlines()
    if not lines or not lines[0]:
        raise click.ClickException(f"{file}: no passphrase on its first line")
    return lines[0]
