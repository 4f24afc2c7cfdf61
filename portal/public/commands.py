"""The street host's commands. Nothing of the desk is imported here."""

from collections.abc import Callable
from pathlib import Path

import click

from portal.letterbox.grants import GRANTS
from portal.public.history import HISTORY
from portal.sealing import BadFiling, BadRoster, BadSignature, Filing, Roster, UnknownOffice, VerifyKey
from portal.sealing.filing import LONGEST
from portal.settings import Settings
from portal.web.database import Database, Unavailable
from portal.web.granting import NotGranted, grant
from portal.web.migrating import upgrade
from portal.web.schema import current


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


@click.command()
@click.option("--prefix")
@click.pass_obj
def letterbox_roles(load: Callable[[], Settings], prefix: str) -> None:
    """Give the roles of the letterbox their rights."""
    try:
        done = grant(Database(load().letterbox.database), GRANTS, prefix)
    except (NotGranted, Unavailable) as refused:
        raise click.ClickException(str(refused)) from None
    click.echo("\n".join(done))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option(
    "--keys",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder with the published roster. Default: the street door's key folder.",
)
@click.option(
    "--fingerprint",
    metavar="WORDS",
    help="Trust the key of this fingerprint instead of the roster's: for a proof signed with an office's earlier key.",
)
@click.pass_obj
def proof_verify(load: Callable[[], Settings], file: Path, keys: Path | None, fingerprint: str | None) -> None:
    """Tell whether the proof of filing in FILE was signed by the office that it names.

    It proves that a sealed parcel was received that day, and says nothing of what is in it. Exit 1 when it is not
    genuine, or when no trusted key is known for its office.
    """
    filing = _read(file)
    try:
        filing.check(_pinned(filing, fingerprint) if fingerprint else _published(filing, load, keys))
    except BadSignature:
        raise click.ClickException("FORGED or altered: the office did not sign this text") from None
    click.echo("INTACT: signed by the office")
    click.echo(f"office    {filing.office}")
    click.echo(f"received  {filing.received}")
    click.echo(f"parcel    {filing.digest}")
    click.echo(f"check     {filing.check_words}")
    click.echo(f"key       {filing.key.fingerprint}")


def _read(file: Path) -> Filing:
    try:
        with file.open("rb") as source:
            return Filing.parse(source.read(LONGEST + 1).decode("utf-8"))
    except (UnicodeDecodeError, BadFiling):
        raise click.ClickException(f"{file}: this is no proof of filing, or a part of it is missing") from None
    except OSError as missing:
        raise click.ClickException(f"{file}: cannot be read ({missing.strerror})") from None


def _pinned(filing: Filing, fingerprint: str) -> VerifyKey:
    """The key inside the proof, once it is the one that was pinned: 100 bits that nobody else's key has."""
    if "".join(fingerprint.split()).upper() != filing.key.fingerprint.replace(" ", ""):
        raise click.ClickException("OTHER KEY: this proof was not made with the key of that fingerprint")
    return filing.key


def _published(filing: Filing, load: Callable[[], Settings], keys: Path | None) -> VerifyKey:
    folder = keys or load().public.keys
    try:
        authority = VerifyKey.parse((folder / "authority.pub").read_text(encoding="ascii").strip())
        document, signature = (folder / "roster.json").read_bytes(), (folder / "roster.sig").read_bytes()
        office = Roster.published(document, signature, authority).office(filing.office)
    except OSError as missing:
        raise click.ClickException(f"{missing.filename}: cannot be read ({missing.strerror})") from None
    except UnknownOffice:
        raise click.ClickException(f"UNKNOWN OFFICE: {filing.office} is not in the published list") from None
    except (BadRoster, ValueError):
        raise click.ClickException(f"{folder}: the published list of keys cannot be trusted") from None
    if filing.key not in office.keys_on(filing.received):
        raise click.ClickException(
            f"OTHER KEY: {filing.office} now signs with another key. The proof may be older, or forged. "
            f"It names the key {filing.key.fingerprint}: compare with what the office published then, and verify again "
            "with --fingerprint"
        )
    return filing.key
