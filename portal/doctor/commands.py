"""`portal doctor`."""

from collections.abc import Callable

import click

from portal.doctor.backups import last_good
from portal.doctor.examination import Door, examine
from portal.settings import Settings


@click.command()
@click.option(
    "--door",
    "doors",
    type=click.Choice([door.value for door in Door]),
    multiple=True,
    help="Which door this host serves; both if not said.",
)
@click.pass_obj
def doctor(load: Callable[[], Settings], doors: tuple[str, ...]) -> None:
    """Name every unsafe setting of this host; exit 1 when there is one. Changes nothing."""
    settings, chosen = load(), [Door(name) for name in doors] or list(Door)
    complaints = examine(settings, chosen)
    for complaint in complaints:
        click.echo(str(complaint))
    for door in chosen:
        click.echo(last_good(settings, "letterbox" if door is Door.PUBLIC else "desk"))
    if complaints:
        raise click.ClickException(f"{len(complaints)} unsafe")
    click.echo("nothing unsafe found")
