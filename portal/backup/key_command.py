"""`portal backup key`: the keys that backups are sealed to. The private half is carried away, like the authority's."""

from pathlib import Path

import click

from portal.age import Cost, Identity, seal_with_passphrase
from portal.asking import passphrase_file
from portal.desk.commands import Load, new_passphrase, one_line
from portal.desk.keys import KeysError, write_new


@click.command()
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the sealed private key. Carry it away; without it no backup can be opened.",
)
@passphrase_file
@click.pass_obj
@one_line
def key(load: Load, to: Path, passphrase_file: Path | None) -> None:
    """Make the key that backups are sealed to. Refuses to overwrite: another key goes on a line of its own.

    Both files are age's own format, so `age --decrypt` opens a backup, too.
    """
    public = load().backup.recipients
    if there := next((path for path in (to, public) if path.exists()), None):
        raise KeysError(f"{there}: is there already; nothing was written")
    identity = Identity.generate()
    passphrase = new_passphrase(passphrase_file, "the backup key")
    write_new(to, seal_with_passphrase(f"{identity}\n".encode("ascii"), passphrase, Cost.REAL))
    write_new(public, f"{identity.recipient}\n".encode("ascii"), 0o644)
    click.echo(f"private key: {to}  (carry it off this host, and keep a copy of it)")
    click.echo(f"public key: {public}  (copy it to the other host, too)")
    click.echo(f"fingerprint: {identity.recipient.fingerprint}")
