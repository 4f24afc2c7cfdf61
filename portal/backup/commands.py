"""`portal backup …` and `portal restore`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from portal.age import AgeError, Identity, open_sealed, seal
from portal.asking import passphrase_file, read_passphrase
from portal.backup import shelf
from portal.backup.errors import BackupError
from portal.backup.keys import read_identity, read_recipients
from portal.backup.making import make as make_backup
from portal.backup.manifest import Door, digest_words, moment
from portal.backup.restoring import open_all, restore
from portal.backup.shelf import Backup
from portal.backup.side import side_of
from portal.settings import Settings
from portal.web.database import Unavailable
from portal.whole_files import replace

Load = Callable[[], Settings]
P = ParamSpec("P")
R = TypeVar("R")

BURIALS = "destroyed.age"
"""On the shelf beside the backups: what was destroyed until the last one, sealed to the same keys."""

_LARGEST = 64 * 1024 * 1024

_door = click.option("--door", type=click.Choice(["letterbox", "desk"]), required=True, help="Whose.")
_identity = click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The private key of the backups, as `portal backup key` wrote it.",
)


def _one_line(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what a command may expect into one clear line and exit code 1."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Unavailable as gone:
            raise click.ClickException(f"the database cannot be used ({gone})") from None
        except BackupError as refused:
            raise click.ClickException(str(refused)) from None
        except OSError as broken:
            raise click.ClickException(f"{broken.filename or 'a store'}: {broken.strerror or broken}") from None

    return spoken


@click.command()
@_door
@click.pass_obj
@_one_line
def make(load: Load, door: Door) -> None:
    """Back up one door's host – database, sealed files, keys – or go on with a backup that was cut short.

    Nobody has to stop working. Everything is sealed to the keys in [backup] recipients and read back before it counts.
    Write down the digest that is printed: `portal restore --expect` compares it. Backups that are older than
    keep_days are removed.
    """
    settings = load()
    place, to, clock = _place(settings), read_recipients(settings.backup.recipients), settings.clock()
    backup = make_backup(side_of(settings, door), to, place, clock, _bar)
    if door == "desk":
        from portal.backup import desk_side  # noqa: PLC0415  the street host must never load the desk

        replace(place / BURIALS, seal(desk_side.burials(settings), to))
        desk_side.record_backup(settings, digest_words(backup.manifest))
    removed = shelf.prune(place, door, clock.now(), settings.backup.keep_days)
    _say(backup)
    if removed:
        click.echo(f"older backups removed: {removed}")
    if backup.manifest.lost:
        raise click.ClickException(
            f"{backup.manifest.lost} sealed files that rows name are not in the store, and so not in this backup"
        )


@click.command("list")
@_door
@click.pass_obj
@_one_line
def listed(load: Load, door: Door) -> None:
    """List the finished backups of a door, oldest first."""
    for backup in shelf.finished(_place(load()), door):
        _say(backup)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_identity
@passphrase_file
@_one_line
def check(folder: Path, identity: Path | None, passphrase_file: Path | None) -> None:
    """Compare every byte of the backup in FOLDER with what was written; with --identity open every part, too.

    Writes nothing. Needs no configuration, so it runs wherever copies of backups are kept.
    """
    backup = shelf.read(folder)
    with _bar("comparing", backup.manifest.size) as seen:
        shelf.verify(backup, seen)
    if backup.manifest.finished is None:
        raise BackupError("this backup was never finished")
    if identity is not None:
        open_all(backup, _key(identity, passphrase_file), _bar)
    _say(backup)
    click.echo("whole, and every part opens" if identity else "whole (whether it opens, only its key can tell)")


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@_door
@click.option(
    "--identity",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The private key of the backups, as `portal backup key` wrote it.",
)
@passphrase_file
@click.option("--expect", metavar="DIGEST", help="The digest that was printed when the backup was made.")
@click.option(
    "--destroyed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A newer list of destroyed cases (portal retention list --to); the one beside the backup is used anyway.",
)
@click.pass_obj
@_one_line
def restore_command(
    load: Load,
    folder: Path,
    door: Door,
    identity: Path,
    passphrase_file: Path | None,
    expect: str | None,
    destroyed: Path | None,
) -> None:
    """Put the backup in FOLDER back where the settings say, if nothing is there. Cut short, run it again.

    Stop the door and the collector first. At the desk all sign-ins end, what was destroyed since is destroyed again,
    and ten thousand case numbers are left out.
    """
    settings, backup = load(), shelf.read(folder)
    words = digest_words(backup.manifest)
    if expect is not None and "".join(expect.split()).upper() != words.replace(" ", ""):
        raise BackupError(f"this is another backup: its digest is {words}")
    key, told = _key(identity, passphrase_file), list[str]()
    after = _after(settings, door, backup, key, destroyed, told)
    done = restore(side_of(settings, door), backup, key, after, _bar)
    click.echo(f"{door}: as of {moment(backup.manifest.begun)}, {done.files} sealed files, digest {words}")
    click.echo("\n".join([*told, *_next_steps(door)]))
    if done.missing:
        raise click.ClickException(f"{done.missing} sealed files that rows name are not in the backup")


def _after(
    settings: Settings, door: Door, backup: Backup, key: Identity, destroyed: Path | None, told: list[str]
) -> Callable[[str], None]:
    """What is done before the door can open; writes what there is to say of it into `told`."""
    if door == "letterbox":
        return lambda _: None
    from portal.backup import desk_side  # noqa: PLC0415  the street host must never load the desk

    lists = [_small(destroyed)] if destroyed else []
    beside = backup.folder.parent / BURIALS
    if beside.exists():
        lists.append(_opened(beside, key))
    if not lists:
        told.append("NO LIST of destroyed cases lies beside this backup: compare with one that is kept elsewhere")

    def after(url: str) -> None:
        done = desk_side.returned(settings, url, moment(backup.manifest.begun), lists)
        told.append(f"cases destroyed again: {done.destroyed_again}; all sign-ins ended")
        told.append(
            f"AUDIT CHAIN: {done.faults} faults in {done.lines} lines; nothing was destroyed again. Keep it as it is"
            if done.faults
            else f"audit chain: {done.lines} lines, intact"
        )

    return after


def _next_steps(door: Door) -> list[str]:
    steps = {
        "letterbox": ("at the desk: portal roster publish, to this host", "portal doctor --door public"),
        "desk": (
            "portal audit verify --against your newest checkpoint",
            "revoke again who was revoked since",
            "sign and publish a new roster",
            "portal doctor --door desk",
            "tell the officers of which moment this desk is",
        ),
    }
    return ["next:", "  with PostgreSQL, as the owner: portal db roles", *(f"  {step}" for step in steps[door])]


def _say(backup: Backup) -> None:
    manifest = backup.manifest
    click.echo(
        f"{backup.folder}  of {moment(manifest.begun)}  sealed files: {manifest.files}  {_bytes(manifest.size)}"
        f"{f'  {manifest.gone} went meanwhile' if manifest.gone else ''}"
        f"{f'  {manifest.lost} LOST' if manifest.lost else ''}"
    )
    click.echo(f"  digest {digest_words(manifest)}  sealed to {', '.join(manifest.to)}")


def _bytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MiB"


def _place(settings: Settings) -> Path:
    if not settings.backup.folder.name:
        raise BackupError("[backup] folder is not set: where shall backups go?")
    return settings.backup.folder


def _key(file: Path, passphrase: Path | None) -> Identity:
    return read_identity(file, read_passphrase(passphrase, "the backup key"))


def _opened(file: Path, key: Identity) -> bytes:
    try:
        return open_sealed(_small(file), [key])
    except AgeError as bad:
        raise BackupError(f"{file}: does not open ({bad}); move it away to restore without it") from None


def _small(file: Path) -> bytes:
    with file.open("rb") as source:
        return source.read(_LARGEST)


@contextmanager
def _bar(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal; where there is none, one line."""
    with click.progressbar(range(length), label=label, file=sys.stderr) as bar:
        yield bar.update
