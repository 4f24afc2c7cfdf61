"""The desk's commands about offices, officers and the roster."""

import io
from pathlib import Path

import click
import segno

from portal.age import Cost
from portal.asking import passphrase_file, read_passphrase
from portal.desk.commands import Load, desk_of, new_passphrase, one_line
from portal.desk.keys import open_authority
from portal.desk.officers import enrolment, offices, rosters
from portal.desk.officers.enrolment import Enrolled, NewOfficer
from portal.desk.officers.offices import NewOffice
from portal.desk.officers.rules import normal_login
from portal.desk.recovery import leaving
from portal.domain.passphrase import normal_passphrase
from portal.domain.roles import Role


@click.command()
@click.argument("office_id", metavar="ID")
@click.option("--zh", "name_zh", required=True, help="Chinese name.")
@click.option("--en", "name_en", required=True, help="English name.")
@click.option("--level", required=True, help="One word: province, city, county …")
@click.option("--parent", help="Id of the office above.")
@click.pass_obj
@one_line
def office_add(load: Load, office_id: str, name_zh: str, name_en: str, level: str, parent: str | None) -> None:
    """Enter the office ID (small letters, digits, dashes)."""
    desk = desk_of(load)
    with desk.database.writing() as session:
        offices.add_office(session, desk, NewOffice(office_id, name_zh, name_en, level, parent))
    click.echo(f"{office_id}: entered; next: portal officer enrol")


@click.command()
@click.pass_obj
@one_line
def office_list(load: Load) -> None:
    """List the offices, parents before their children."""
    desk = desk_of(load)
    with desk.database.reading() as session:
        found = offices.list_offices(session)
    for line in found:
        answers = "can answer" if line.reply_key else "nobody can answer yet"
        click.echo(f"{line.id}  {line.level}  under {line.parent or '–'}  {line.name_zh} / {line.name_en}  ({answers})")


@click.command()
@click.argument("login")
@click.option("--name", required=True, help="The officer's name, as colleagues read it.")
@click.option("--office", required=True, help="Id of the officer's office.")
@click.option(
    "--role", "roles", type=click.Choice([r.value for r in Role]), multiple=True, required=True, help="Repeat."
)
@click.option("--granted-by", metavar="LOGIN", help="A colleague of the office who hands on its reply key.")
@click.option("--granted-by-passphrase-file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@passphrase_file
@click.pass_obj
@one_line
def officer_enrol(
    load: Load,
    login: str,
    name: str,
    office: str,
    roles: tuple[str, ...],
    granted_by: str | None,
    granted_by_passphrase_file: Path | None,
    passphrase_file: Path | None,
) -> None:
    """Enrol the officer LOGIN. The officer sits at this keyboard: the passphrase is theirs alone."""
    desk, login = desk_of(load), normal_login(login)
    colleague = None
    if granted_by:
        theirs = read_passphrase(granted_by_passphrase_file, f"{granted_by} (hands on the reply key)")
        colleague = enrolment.as_colleague(desk, normal_login(granted_by), theirs)
    passphrase = new_passphrase(passphrase_file, login, login)
    new = NewOfficer(login, name, office, frozenset(Role(role) for role in roles))
    _hand_over(enrolment.enrol(desk, new, passphrase, cost=Cost.REAL, colleague=colleague))
    click.echo("next: portal roster sign")


@click.command()
@click.pass_obj
@one_line
def officer_list(load: Load) -> None:
    """List the officers by office, revoked ones too."""
    desk = desk_of(load)
    with desk.database.reading() as session:
        found = enrolment.list_officers(session)
    for line in found:
        state = f"revoked {line.revoked}" if line.revoked else ("can answer" if line.answers else "active")
        click.echo(f"{line.office}  {line.login}  {line.name}  {','.join(line.roles)}  {line.fingerprint}  ({state})")


@click.command()
@click.argument("login")
@click.confirmation_option(prompt="End this officer's sign-ins now and keep them out?")
@click.pass_obj
@one_line
def officer_revoke(load: Load, login: str) -> None:
    """End the work of the officer LOGIN. Then sign and publish a roster, or new reports are still sealed to them."""
    desk = desk_of(load)
    with desk.database.writing() as session:
        path = leaving.revoke(session, desk, normal_login(login))
    click.echo(f"{login}: revoked; next: portal roster sign, portal roster publish")
    click.echo(
        f"{path} still opens this officer's cases in a copy of the database: destroy it once colleagues have them"
    )


@click.command()
@click.argument("login")
@passphrase_file
@click.pass_obj
@one_line
def officer_reset_second_factor(load: Load, login: str, passphrase_file: Path | None) -> None:
    """Give the officer LOGIN a new second factor. The secret is in their key file, so it takes their passphrase."""
    desk, login = desk_of(load), normal_login(login)
    passphrase = normal_passphrase(read_passphrase(passphrase_file, login))
    _hand_over(enrolment.reset_second_factor(desk, login, passphrase, cost=Cost.REAL))


@click.command()
@click.option(
    "--authority",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The authority's sealed private key.",
)
@click.option("--days", type=click.IntRange(1, rosters.MOST_DAYS), default=rosters.DAYS, show_default=True)
@passphrase_file
@click.pass_obj
@one_line
def roster_sign(load: Load, authority: Path, days: int, passphrase_file: Path | None) -> None:
    """Compose the next roster from the register and sign it. Compare the fingerprints with the enrolment papers."""
    desk = desk_of(load)
    passphrase = normal_passphrase(read_passphrase(passphrase_file, "the authority"))
    key = open_authority(authority, passphrase, desk.open_identity)
    with desk.database.writing() as session:
        signed = rosters.sign_next(session, desk, key, days)
    for office, login, fingerprint in signed.fingerprints:
        click.echo(f"{office}  {login}  {fingerprint}")
    for login in signed.changed:
        click.echo(f"{login}: a new key; compare the fingerprint above with the one this officer handed in")
    for office in signed.left_out:
        click.echo(f"{office}: left out, nobody there can answer yet", err=True)
    click.echo(f"roster {signed.version} signed, good until {signed.expires}; next: portal roster publish")


@click.command()
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help="Default: the street door's key folder.")
@click.pass_obj
@one_line
def roster_publish(load: Load, to: Path | None) -> None:
    """Verify the newest roster and put it where the street door reads it. Refuses to replace a newer one."""
    desk, folder = desk_of(load), to or load().public.keys
    with desk.database.writing() as session:
        version = rosters.publish(session, desk, folder)
    click.echo(f"roster {version} is in {folder}")


def _hand_over(enrolled: Enrolled) -> None:
    """Show the officer what to take away: a picture for the phone, the same in words, and the fingerprint."""
    picture = io.StringIO()
    segno.make(enrolled.totp_uri, error="m").terminal(out=picture, compact=True)
    click.echo(picture.getvalue())
    click.echo(f"second factor: {enrolled.totp_uri}")
    click.echo(f"key fingerprint: {enrolled.fingerprint}  (write it on the enrolment paper)")
