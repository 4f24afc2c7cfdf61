"""The desk's commands about keys, database and audit; those about people are in `staffing`.

Every command that changes something is a line of the audit chain, in the transaction of the change. What goes wrong is
one clear line and exit code 1; a wrong use of the command line is exit code 2.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from portal.age import AgeError, Cost, WrongPassphrase
from portal.asking import passphrase_file, read_passphrase
from portal.desk import open_desk
from portal.desk.audit.actions import COMMAND, Act, ChainBroken
from portal.desk.audit.chain import CheckpointForged
from portal.desk.desk import Desk
from portal.desk.grants import GRANTS
from portal.desk.history import HISTORY
from portal.desk.keys import KeysError, make_keys, write_new
from portal.desk.officers.actions import NoReplyKey
from portal.desk.officers.offices import DirectoryError
from portal.desk.officers.rules import WEAKNESS_REASONS, weakness
from portal.desk.preparing import prepare
from portal.domain.passphrase import normal_passphrase
from portal.sealing import SealingError
from portal.settings import Settings
from portal.web.database import Unavailable
from portal.web.granting import NotGranted, grant
from portal.web.schema import WrongSchema, require_current

Load = Callable[[], Settings]
P = ParamSpec("P")
R = TypeVar("R")

_SPOKEN = (
    KeysError,
    DirectoryError,
    ChainBroken,
    CheckpointForged,
    NoReplyKey,
    WrongSchema,
    SealingError,
    AgeError,
    NotGranted,
)


def one_line(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors a command may expect into one clear line and exit code 1."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except WrongPassphrase:
            raise click.ClickException("wrong passphrase") from None
        except Unavailable as gone:
            raise click.ClickException(
                f"the database cannot be used ({gone}); is it there? see: portal db upgrade --help"
            ) from None
        except _SPOKEN as refused:
            raise click.ClickException(str(refused)) from None
        except OSError as refused:
            raise click.ClickException(f"{refused.filename}: {refused.strerror}") from None

    return spoken


def desk_of(load: Load) -> Desk:
    """Open the desk that the settings describe. Raise `KeysError`, `WrongSchema` or `Unavailable`."""
    desk = open_desk(load())
    require_current(desk.database, HISTORY)
    return desk


def new_passphrase(file: Path | None, whose: str, login: str = "") -> str:
    """Return a new passphrase that is good enough, in the form it is used in. Says why one is not."""
    passphrase = normal_passphrase(read_passphrase(file, whose, twice=True))
    if weak := weakness(passphrase, login):
        raise click.ClickException(f"the passphrase is too weak: {WEAKNESS_REASONS[weak]}")
    return passphrase


@click.command()
@click.option(
    "--authority",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the sealed private key of the authority. Carry it away; it signs rosters and nothing else.",
)
@passphrase_file
@click.pass_obj
@one_line
def init(load: Load, authority: Path, passphrase_file: Path | None) -> None:
    """Make the desk's keys and the authority's. Refuses to overwrite any of them."""
    folder = load().desk.keys
    passphrase = new_passphrase(passphrase_file, "the authority")
    verify_key = make_keys(folder, authority, passphrase, Cost.REAL)
    click.echo(f"keys of the desk: {folder}")
    click.echo(f"authority's private key: {authority}  (carry it off this host)")
    click.echo(f"authority's fingerprint: {verify_key.fingerprint}  (print it, and show it on the site)")
    click.echo("next: portal db upgrade --door desk")


@click.command()
@click.pass_obj
@one_line
def upgrade_desk(load: Load) -> None:
    """Bring the desk's database to the newest shape."""
    click.echo(f"desk: revision {prepare(open_desk(load()))}")


@click.command()
@click.option("--prefix")
@click.pass_obj
@one_line
def desk_roles(load: Load, prefix: str) -> None:
    """Give the roles of the desk's database their rights."""
    desk = desk_of(load)
    done = grant(desk.database, GRANTS, prefix)
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"db roles {prefix}")
    click.echo("\n".join(done))


@click.command()
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint written earlier; it also convicts an old copy of the whole database.",
)
@click.pass_obj
@one_line
def audit_verify(load: Load, against: Path | None) -> None:
    """Walk the whole audit chain. Exit 1 and name the places when anything was altered, removed or re-ordered."""
    desk = desk_of(load)
    checkpoint = against.read_text(encoding="utf-8") if against else None
    with desk.database.reading() as session:
        verdict = desk.ledger.verify(session, checkpoint)
    for fault in verdict.faults:
        click.echo(f"line {fault.seq}: {fault.damage}", err=True)
    if not verdict.intact:
        raise click.ClickException(f"{verdict.count} faults in {verdict.lines} lines; keep this database as it is")
    click.echo(f"{verdict.lines} lines, intact{' and as checkpointed' if against else ''}")


@click.command()
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; must not exist. Without it the line goes to standard output.",
)
@click.pass_obj
@one_line
def checkpoint(load: Load, to: Path | None) -> None:
    """Write down where the audit chain stands. Keep it on another machine or on paper: that is its whole worth."""
    desk = desk_of(load)
    with desk.database.writing() as session:
        line = desk.ledger.checkpoint(session)
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note="checkpoint")
    if to is None:
        click.echo(line, nl=False)
    else:
        write_new(to, line.encode("ascii"))
        click.echo(f"written: {to}")
