"""A case brought to its end, and looking for what is left of it."""

from sqlalchemy import inspect

from tests import databases
from tests.canary import canary_report
from tests.stories.test_two_persons import answers, waiting

TEN_YEARS = 3653


def sealed_bytes(world):
    """A piece from the middle of everything sealed that lies in the two databases and stores, by where it lies."""
    pieces = {}
    for database in (world.desk.database, world.desk.letterbox):
        with database.reading() as session:
            for table in ("case_slips", "case_items", "requests", "holds", "outbox", "answers", "letters"):
                rows = inspect(session.connection()).has_table(table)
                found = session.connection().exec_driver_sql(f"SELECT sealed FROM {table}") if rows else ()  # noqa: S608
                pieces |= {(table, number): row.sealed[-80:-16] for number, row in enumerate(found)}
    for store in (world.desk.blobs, world.desk.letterbox_blobs):
        for name in store.names():
            with store.open(name) as content:
                pieces["blob", name] = content.read()[-80:-16]
    return pieces


def still_there(world, pieces):
    # How long a server keeps removed rows is its own matter (docs/retention.md): there, what can be asked for.
    files = [(name, content) for name, content in world.every_byte() if not databases.removed_rows_too(name)]
    return [where for where, piece in pieces.items() if any(piece in content for _, content in files)]


def files_away(world):
    """A concluded case full of canaries with letters, replies and files, filed away. (reporter, number)."""
    reporter, files = canary_report(world)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, "请问会议记录在哪里?", files=files[:1])
    world.collects()
    reporter.writes_letter("在办公室。", files=files[:1])
    world.collects()
    lin.decides(number, "accept", text="属于受理范围。")
    lin.grants(number, "zhou")
    zhou = world.officer("zhou")
    zhou.concludes(number)
    zhou.decides(number, "feedback", reason="in_person", text="已当面反馈。", day=world.clock.today().isoformat())
    archives(world, number)
    assert world.desk_states()[number] == "archived"
    world.collects()
    return reporter, number


def archives(world, number):
    """Who keeps the register files the case away."""
    mao = world.officer("mao")
    form = mao.goes("register").form(f"/register/{number}/archive")
    mao.sends(form, form.pairs)


def asks(officer, number, kind, text="保管期满,按期销毁。"):
    form = officer.goes(f"retention/{number}/ask/{kind}").forms[-1]
    return officer.sends(form, form.filled(text=text))


def destroys(world, number):
    """Mao asks, zhou agrees."""
    mao, zhou = world.officer("mao"), world.officer("zhou")
    asks(mao, number, "delete")
    return answers(zhou, waiting(zhou)[0], "agree", "同意。")
