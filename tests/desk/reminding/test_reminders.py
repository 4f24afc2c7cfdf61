"""Reminders through a real mail server: who gets one, that it says nothing, and that all are one size."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from click.testing import CliRunner

from portal.commands import main
from portal.desk.audit.actions import COMMAND, Act
from portal.desk.officers.rules import Right
from portal.desk.reminding.actions import to_remind
from portal.desk.reminding.mailing import NoMail, Relay, send
from portal.desk.reminding.rules import SIZE, Holder, NotAnAddress, address, mail, reminded
from tests.loopback import certificate, free_port

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


class Inbox:
    """Keeps what arrives; refuses mail to addresses that begin with `gone`."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, _server, _session, envelope, to, _options):  # noqa: N802  the server's own names
        if to.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.mails.append((envelope.rcpt_tos, envelope.original_content))
        return "250 OK"


@pytest.fixture
def server():
    """Starts mail servers on loopback; they end with the test."""
    running = []

    def start(**more):
        inbox = Inbox()
        port = free_port()
        running.append(Controller(inbox, hostname="127.0.0.1", port=port, **more))
        running[-1].start()
        return inbox, port

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def due(world):
    """A report that nobody opened in time, and four officers who want to be reminded."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    world.passes(days=10)
    for login in ("lin", "mao", "zhou", "sun"):
        wants(world, login, f"{login}@example.invalid")


def wants(world, login, typed):
    officer = world.officer(login)
    form = officer.goes("me/reminders").forms[-1]
    officer.sends(form, form.filled(address=typed))
    return officer


def runs(world, port, more=""):
    """`portal desk reminders` with a mail server on this port."""
    config = world.folder / "config.toml"
    text = config.read_text(encoding="utf-8").partition("[mail]")[0]
    config.write_text(f'{text}\n[mail]\nhost = "127.0.0.1"\nport = {port}\nsender = "desk@example.invalid"\n{more}\n')
    return CliRunner().invoke(main, ["--config", str(config), "desk", "reminders"])


def long_ago(world):
    """The command has the machine's clock: the term must be over for that one too."""
    with world.desk.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE cases SET next_due = '2026-01-05'")


def test_a_task_that_is_near_is_a_reason_too_and_one_that_is_done_or_far_is_none(world, server):
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "xu")
    for login in ("lin", "xu"):
        wants(world, login, f"{login}@example.invalid")
    xu, today = world.officer("xu"), world.clock.today()

    def addressed():
        with world.desk.database.reading() as session:
            return to_remind(session, world.desk)

    def sets(due):
        form = lin.goes(f"case/{number}/tasks/set").forms[-1]
        lin.sends(form, form.filled(title="核对花名册", assignee=xu.id(), due=due.isoformat()))

    sets(today + timedelta(days=60))
    assert addressed() == ()
    sets(today)
    assert addressed() == ("xu@example.invalid",)
    inbox, port = server()
    assert runs(world, port, 'tls = "none"').exit_code == 0
    ((to, content),) = inbox.mails
    assert to == ["xu@example.invalid"]
    assert len(content) == SIZE, "the same mail as for a term"
    form = xu.goes(f"case/{number}/tasks/2/done").forms[-1]
    xu.sends(form, form.filled(text="核对过了。"))
    assert addressed() == ()


def test_whoever_has_something_due_gets_one_mail_and_nobody_else(world, due, server):
    inbox, port = server()
    long_ago(world)
    done = runs(world, port, 'tls = "none"')
    assert done.exit_code == 0, done.output
    assert done.output == "2 mails sent\n"
    assert sorted(to for (to,), _ in inbox.mails) == ["lin@example.invalid", "mao@example.invalid"]
    with world.desk.database.reading() as session:
        assert "desk reminders 2" in list(world.desk.ledger.notes(session, COMMAND, Act.COMMAND))


def test_no_mail_says_anything_of_a_case_and_all_are_one_size(world, due, server):
    inbox, port = server()
    long_ago(world)
    (number,) = world.officer("lin").numbers()
    runs(world, port, 'tls = "none"')
    bodies = [content for _, content in inbox.mails]
    assert {len(content) for content in bodies} == {SIZE}
    said = [content.partition(b"\r\n\r\n")[2] for content in bodies]
    assert len(said) == 2
    assert said[0] == said[1]
    for content in bodies:
        for word in (number, "云岭", "范例", "超期"):
            assert word.encode() not in content
    subjects = {line for content in bodies for line in content.split(b"\r\n") if line.startswith(b"Subject:")}
    assert len(subjects) == 1


def test_nothing_due_sends_nothing(world, server):
    inbox, port = server()
    wants(world, "lin", "lin@example.invalid")
    done = runs(world, port, 'tls = "none"')
    assert (done.exit_code, done.output) == (0, "0 mails sent\n")
    assert inbox.mails == []


def test_an_address_that_the_server_refuses_keeps_nobody_else_from_theirs(world, due, server):
    inbox, port = server()
    long_ago(world)
    wants(world, "lin", "gone@example.invalid")
    done = runs(world, port, 'tls = "none"')
    assert done.exit_code == 1
    assert "1 mails sent" in done.output
    assert "refused 1 addresses" in done.output
    assert "gone" not in done.output
    assert len(inbox.mails) == 1


def test_without_a_server_the_command_says_what_to_set(world):
    config = str(world.folder / "config.toml")
    done = CliRunner().invoke(main, ["--config", config, "desk", "reminders"])
    assert done.exit_code == 1
    assert "no mail server is set" in done.output


def test_a_server_that_is_not_there_is_one_clear_line(world, due):
    long_ago(world)
    done = runs(world, 1, 'tls = "none"')
    assert done.exit_code == 1
    assert "127.0.0.1:1: ConnectionRefusedError" in done.output


def relay(port, tls, ca=None):
    return Relay("localhost", port, "desk@example.invalid", tls, ca)


def test_a_server_that_proves_its_name_is_spoken_to_in_private(server, tmp_path):
    cert, key = certificate(tmp_path)
    secret = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    secret.load_cert_chain(cert, key)
    inbox, port = server(tls_context=secret, require_starttls=True)
    assert send(relay(port, "starttls", cert), ["lin@example.invalid"], NOW).taken == 1
    assert len(inbox.mails) == 1


def test_a_server_that_cannot_prove_its_name_or_offers_no_tls_is_told_nothing(server, tmp_path):
    cert, key = certificate(tmp_path)
    secret = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    secret.load_cert_chain(cert, key)
    unproven, port = server(tls_context=secret)
    with pytest.raises(NoMail, match="SSLCertVerificationError"):
        send(relay(port, "starttls"), ["lin@example.invalid"], NOW)
    open_, plain_port = server()
    with pytest.raises(NoMail, match="SMTPNotSupportedError"):
        send(relay(plain_port, "starttls", cert), ["lin@example.invalid"], NOW)
    with pytest.raises(NoMail):
        send(relay(plain_port, "implicit", cert), ["lin@example.invalid"], NOW)
    assert unproven.mails == open_.mails == []


@pytest.mark.parametrize(
    "typed", ["lin@", "lin", "a@b\r\nBcc: x@y", "a b@c", "a@-c", "x" * 100 + "@c", "林@例", "<a@b>"]
)
def test_what_is_no_address_is_not_kept(world, typed):
    lin = wants(world, "lin", typed)
    if "\n" not in typed:
        assert lin.answer.status_code == 422
        assert "不像一个邮箱地址" in lin.page.text
    with pytest.raises(NotAnAddress):
        address(typed)


def test_an_emptied_address_is_forgotten(world):
    lin = wants(world, "lin", "lin@example.invalid")
    assert lin.goes("me/reminders").forms[-1].value("address") == "lin@example.invalid"
    wants(world, "lin", "other@example.invalid")
    wants(world, "lin", "")
    wants(world, "lin", "")
    with world.desk.database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM reminder_addresses").scalar() == 0


@pytest.mark.parametrize("length", range(3, 101))
def test_a_mail_is_the_same_size_whatever_the_address(length):
    to = "a" * (length - 2) + "@b"
    content = mail("desk@example.invalid", to, NOW, "0" * 32)
    assert len(content) == SIZE
    head = content.partition(b"\r\n\r\n")[0].decode()
    assert all(0 < len(line.strip()) <= 120 for line in head.split("\r\n"))


def test_a_case_with_a_handler_reminds_the_handler_and_who_leads():
    lead, other = frozenset({Right.LEAD}), frozenset({Right.REGISTER})
    holders = [
        Holder("xu", other, "xu"),
        Holder("lin", other, "xu"),
        Holder("zhou", lead, "xu"),
        Holder("he", other, None),
    ]
    assert reminded(holders) == {"xu", "zhou", "he"}
