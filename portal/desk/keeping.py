"""`portal retention …`: what is kept until when, and carrying destructions that were agreed to through to the end.

Nothing is destroyed by a command: that takes two persons, at the desk.
"""

from pathlib import Path

import click

from portal.desk.audit.actions import COMMAND, Act
from portal.desk.commands import Load, desk_of, one_line
from portal.desk.keys import write_new
from portal.desk.retention import actions
from portal.desk.retention.again import write_burials
from portal.desk.retention.finishing import finish as finish_all


@click.command("list")
@click.option("--due", is_flag=True, help="Only what is to be destroyed by now.")
@click.option("--destroyed", is_flag=True, help="What stays of the cases that were destroyed. Keep a copy elsewhere.")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what was destroyed into this new file, in the form that `portal restore --destroyed` takes.",
)
@click.pass_obj
@one_line
def listed(load: Load, *, due: bool, destroyed: bool, to: Path | None) -> None:
    """List ended cases of every office: number, how and when it ended, to be destroyed on, hold. Destroys nothing."""
    desk = desk_of(load)
    with desk.database.reading() as session:
        if to is not None:
            write_new(to, write_burials(session, desk))
            click.echo(f"written: {to}")
            return
        if destroyed:
            for stone in actions.every_stone(session):
                erased = f"erased {stone.erased}" if stone.erased else "not erased yet; run: portal retention finish"
                click.echo(
                    f"{stone.number}  {stone.what.en}  ended {stone.ended}  due {stone.due}  destroyed "
                    f"{stone.destroyed} by {stone.asked_by} and {stone.agreed_by}  ({erased})"
                )
            return
        for line in actions.everything_kept(session, desk, due_only=due):
            state = "on hold" if line.held else ("due" if line.is_due else "kept")
            click.echo(f"{line.number}  {line.what.en}  ended {line.ended}  to be destroyed on {line.due}  ({state})")


@click.command()
@click.pass_obj
@one_line
def finish(load: Load) -> None:
    """Carry destructions that two persons agreed to through to the end. The collector does this, too."""
    desk = desk_of(load)
    done = finish_all(desk)
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"retention finish {done.erased}")
    click.echo(f"{done.erased} destroyed cases erased to the last byte")
    if done.left:
        raise click.ClickException(f"{done.left} are not gone yet: somebody is reading, or a store fails; run it again")
