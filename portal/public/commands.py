"""The street host's commands. Nothing of the desk is imported here."""

from collections.abc import Callable
from pathlib import Path

import click

from portal.public.history import HISTORY
from portal.sealing import BadRoster, Roster, VerifyKey
from portal.settings import Settings
from portal.web.database import Database, Unavailable
from portal.web.migrating import current, upgrade


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), required=False)
@click.pass_obj
def roster_check(load: Callable[[], Settings], folder: Path | None) -> None:
    """Verify the roster in FOLDER (the street door's key folder if none is named) as the door itself does.

    Exit 1 when a door with this folder would stay closed.
    """
    settings = load()
    where = folder or settings.public.keys
    try:
        authority = VerifyKey.parse((where / "authority.pub").read_text(encoding="ascii").strip())
        document, signature = (where / "roster.json").read_bytes(), (where / "roster.sig").read_bytes()
        roster = Roster.verified(document, signature, authority, settings.clock().today(), 0)
    except OSError as missing:
        raise click.ClickException(f"{missing.filename}: cannot be read ({missing.strerror})") from None
    except ValueError:
        raise click.ClickException(f"{where / 'authority.pub'}: not an authority key") from None
    except BadRoster as bad:
        raise click.ClickException(f"{where / 'roster.json'}: {bad}") from None
    click.echo(f"roster {roster.version}, good until {roster.expires} inclusive")
    click.echo(f"authority {authority.fingerprint}")
    for office in roster.offices:
        receiving = sum(officer.receives for officer in office.officers)
        click.echo(f"{office.id}  {office.name_zh}  {receiving} receiving  reply key {office.reply_key.fingerprint}")


@click.command()
@click.pass_obj
def upgrade_letterbox(load: Callable[[], Settings]) -> None:
    """Bring the letterbox to the newest shape."""
    database = Database(load().letterbox.database)
    try:
        upgrade(database, HISTORY)
        click.echo(f"letterbox: revision {current(database)}")
    except Unavailable as gone:
        raise click.ClickException(
            f"the letterbox cannot be used ({gone}); is it there? see: portal db upgrade --help"
        ) from None
