"""`portal demo-codes`: the second-factor codes of the invented officers."""

from collections.abc import Callable

import click

from portal.demonstration.building import people_file, read_people
from portal.demonstration.welcome import codes
from portal.settings import Settings


@click.command("demo-codes")
@click.pass_obj
def demo_codes(load: Callable[[], Settings]) -> None:
    """Show the second-factor codes of the demonstration's invented officers."""
    settings = load()
    if not settings.demonstration or not people_file(settings).exists():
        raise click.ClickException("there is no demonstration here; start one with: make run")
    click.echo(codes(read_people(settings), settings.clock().now()))
