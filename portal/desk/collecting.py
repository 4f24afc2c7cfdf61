"""`portal collect`: carry sealed parcels and letters from the letterbox to the desk, and answers back."""

import click

from portal.desk.commands import Load, desk_of, one_line
from portal.desk.intake.actions import collect as collect_once
from portal.desk.intake.actions import sweep
from portal.desk.intake.watching import stop_on_signal, watch
from portal.desk.retention.finishing import finish


@click.command()
@click.option("--watch", "watching", is_flag=True, help="Go on until told to stop, pausing as the settings say.")
@click.pass_obj
@one_line
def collect(load: Load, *, watching: bool) -> None:
    """Take in what waits in the letterbox and hand out what is ready. No key is needed; nothing is opened."""
    settings, desk = load(), desk_of(load)
    if watching:
        collector = settings.collector
        watch(desk, collector.every_seconds, collector.sweep_blobs_after_hours, stop_on_signal(), also=finish)
        return
    moved = collect_once(desk)
    finish(desk)
    swept = sweep(desk, settings.collector.sweep_blobs_after_hours)
    click.echo(f"{moved.parcels} reports, {moved.letters} letters in; {moved.answers} answers out; {swept} blobs swept")
    if moved.left:
        raise click.ClickException(f"{moved.left} sendings could not be taken whole and stay in the letterbox")
