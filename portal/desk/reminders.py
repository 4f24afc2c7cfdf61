"""`portal desk reminders`: tell officers by mail that there is something due, and never what."""

import click

from portal.desk.audit.actions import COMMAND, Act
from portal.desk.commands import Load, desk_of, one_line
from portal.desk.reminding.actions import to_remind
from portal.desk.reminding.mailing import NoMail, Relay, send


@click.command()
@click.pass_obj
@one_line
def reminders(load: Load) -> None:
    """Send a mail without content to everyone who has a term or a task near or over. Run it once every working day."""
    section, desk = load().mail, desk_of(load)
    if not section.host or not section.sender:
        raise click.ClickException("no mail server is set; see [mail] in config.example.toml")
    with desk.database.reading() as session:
        addresses = to_remind(session, desk)
    relay = Relay(section.host, section.port, section.sender, section.tls, section.ca if section.ca.name else None)
    try:
        sent = send(relay, addresses, desk.clock.now())
    except NoMail as failed:
        raise click.ClickException(str(failed)) from None
    with desk.database.writing() as session:
        desk.ledger.record(session, actor=COMMAND, act=Act.COMMAND, note=f"desk reminders {sent.taken}")
    click.echo(f"{sent.taken} mails sent")
    if sent.refused:
        raise click.ClickException(f"the server refused {sent.refused} addresses")
