"""`portal …`: one command line for both doors. A command's module is imported when it is called, never before.

So `portal roster check` on the street host loads nothing of the desk, and the desk's commands nothing of the street.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from portal.settings import Settings, SettingsError, load


class Place(NamedTuple):
    """Where a command is (`module:name`) and what the list of commands says of it."""

    where: str
    what: str


class LazyGroup(click.Group):
    """A group that knows its commands by place only."""

    def __init__(self, *args: Any, places: Mapping[str, Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's own shape
        """Return the names in the order of the table."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of this name, or return None."""
        if cmd_name not in self.places:
            return None
        module, _, name = self.places[cmd_name].where.partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, click.Command):
            raise TypeError(f"{self.places[cmd_name].where} is no command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table, so that asking for help imports nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.what) for name, place in self.places.items()])


_HERE = "portal.commands"
_DESK, _STAFF, _PUBLIC = "portal.desk.commands", "portal.desk.staffing", "portal.public.commands"
_BACKUP = "portal.backup.commands"

COMMANDS = {
    "init": Place(f"{_DESK}:init", "Make the desk's keys and the authority's"),
    "db": Place(f"{_HERE}:db", "Bring a database to the shape this version needs; say who may do what in it"),
    "office": Place(f"{_HERE}:office", "Enter and list offices"),
    "officer": Place(f"{_HERE}:officer", "Enrol, list and revoke officers"),
    "roster": Place(f"{_HERE}:roster", "Sign, publish and check the list of keys that reports are sealed to"),
    "proof": Place(f"{_HERE}:proof", "Verify a proof of filing"),
    "audit": Place(f"{_HERE}:audit", "Verify the audit chain"),
    "checkpoint": Place(f"{_DESK}:checkpoint", "Write down where the audit chain stands, to keep elsewhere"),
    "desk": Place(f"{_HERE}:desk", "Remind officers of what is due"),
    "retention": Place(f"{_HERE}:retention", "What is kept until when; finish what was destroyed"),
    "collect": Place("portal.desk.collecting:collect", "Carry what waits in the letterbox to the desk, and back"),
    "backup": Place(f"{_HERE}:backup", "Make sealed backups, and check them"),
    "restore": Place(f"{_BACKUP}:restore_command", "Put a backup back where nothing is"),
    "doctor": Place("portal.doctor.commands:doctor", "Name every unsafe setting of this host"),
    "demo-codes": Place("portal.demonstration.commands:demo_codes", "Second-factor codes of a demonstration"),
}
OFFICE = {
    "add": Place(f"{_STAFF}:office_add", "Enter an office"),
    "list": Place(f"{_STAFF}:office_list", "List the offices"),
}
OFFICER = {
    "enrol": Place(f"{_STAFF}:officer_enrol", "Enrol an officer: key file, second factor, register"),
    "list": Place(f"{_STAFF}:officer_list", "List the officers"),
    "revoke": Place(f"{_STAFF}:officer_revoke", "End an officer's work"),
    "reset-second-factor": Place(f"{_STAFF}:officer_reset_second_factor", "Give an officer a new second factor"),
}
ROSTER = {
    "sign": Place(f"{_STAFF}:roster_sign", "Compose the next roster and sign it"),
    "publish": Place(f"{_STAFF}:roster_publish", "Put the newest roster where the street door reads it"),
    "check": Place(f"{_PUBLIC}:roster_check", "Verify a published roster"),
}
DESK = {"reminders": Place("portal.desk.reminders:reminders", "Tell officers by mail that something is due")}
_KEEPING = "portal.desk.keeping"
RETENTION = {
    "list": Place(f"{_KEEPING}:listed", "List ended cases and when each is to be destroyed"),
    "finish": Place(f"{_KEEPING}:finish", "Carry agreed destructions through to the end"),
}
BACKUP = {
    "key": Place("portal.backup.key_command:key", "Make the key that backups are sealed to"),
    "make": Place(f"{_BACKUP}:make", "Back up one door's host, or go on with what was cut short"),
    "list": Place(f"{_BACKUP}:listed", "List the finished backups"),
    "check": Place(f"{_BACKUP}:check", "Compare a backup with what was written, and open it"),
}
PROOF = {"verify": Place(f"{_PUBLIC}:proof_verify", "Tell whether an office signed a proof of filing")}
AUDIT = {"verify": Place(f"{_DESK}:audit_verify", "Walk the whole chain and name every line that does not hold")}

_UPGRADES = {"letterbox": f"{_PUBLIC}:upgrade_letterbox", "desk": f"{_DESK}:upgrade_desk"}
_ROLES = {"letterbox": f"{_PUBLIC}:letterbox_roles", "desk": f"{_DESK}:desk_roles"}


@click.group(cls=LazyGroup, places=COMMANDS)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="PORTAL_CONFIG",
    default=Path("config.toml"),
    show_default=True,
    help="The configuration file; also from PORTAL_CONFIG.",
)
@click.pass_context
def main(ctx: click.Context, config: Path) -> None:
    """The Shadow-Secondment Portal: keys, offices, officers, roster, databases, audit."""

    @cache
    def settings() -> Settings:
        try:
            return load(config)
        except SettingsError as refused:
            raise click.ClickException(str(refused)) from None

    ctx.obj = settings


office = LazyGroup("office", places=OFFICE, help=COMMANDS["office"].what)
officer = LazyGroup("officer", places=OFFICER, help=COMMANDS["officer"].what)
roster = LazyGroup("roster", places=ROSTER, help=COMMANDS["roster"].what)
desk = LazyGroup("desk", places=DESK, help=COMMANDS["desk"].what)
retention = LazyGroup("retention", places=RETENTION, help=COMMANDS["retention"].what)
backup = LazyGroup("backup", places=BACKUP, help=COMMANDS["backup"].what)
proof = LazyGroup("proof", places=PROOF, help=COMMANDS["proof"].what)
audit = LazyGroup("audit", places=AUDIT, help=COMMANDS["audit"].what)


@click.group(help=COMMANDS["db"].what)
def db() -> None:
    """Hold the commands about databases."""


@db.command("upgrade")
@click.option("--door", type=click.Choice(list(_UPGRADES)), required=True, help="Whose database.")
@click.pass_context
def db_upgrade(ctx: click.Context, door: str) -> None:
    """Bring a door's database to the newest shape; makes it when it is not there."""
    module, _, name = _UPGRADES[door].partition(":")
    ctx.invoke(getattr(import_module(module), name))


@db.command("roles")
@click.option("--door", type=click.Choice(list(_ROLES)), required=True, help="Whose database.")
@click.option("--prefix", default="portal_", show_default=True, help="What the names of the roles begin with.")
@click.pass_context
def db_roles(ctx: click.Context, door: str, prefix: str) -> None:
    """Give each process a role of its own in a PostgreSQL database, with no right that it does not use.

    Run by the owner of the database, and again after every upgrade. Roles that are missing are made, without a
    password.
    """
    module, _, name = _ROLES[door].partition(":")
    ctx.invoke(getattr(import_module(module), name), prefix=prefix)


if __name__ == "__main__":
    main()
