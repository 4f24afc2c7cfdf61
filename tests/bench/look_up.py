"""Reading five and ten answers with a receipt code. Floor: one select, as many openings and verified signatures."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlencode

from sqlalchemy import select

from portal.letterbox.records import answers
from portal.sealing import Receipt, SigningKey
from portal.sealing.signing import Context
from tests.bench.client import Job
from tests.bench.hand_in import SECONDS, compared
from tests.bench.load import AT_ONCE, Clients
from tests.bench.measure import Figure
from tests.bench.servers import Server, serving
from tests.world import Officer, World

REPLY = "您反映的情况已经收到,请问三月十日的会议由谁主持,有没有签到记录?请不要写出您自己的姓名。\n\n" * 3


def figures(world: World, door: Server, clients: Clients) -> Iterator[Figure]:
    for replies in (3, 8):
        yield from _of_mailbox(world, door, clients, replies)


def _of_mailbox(world: World, door: Server, clients: Clients, replies: int) -> Iterator[Figure]:
    code, messages = answered_report(world, replies), replies + 2
    typed = world.folder / f"code-{messages}.form"
    typed.write_text(urlencode({"code": code}), encoding="ascii")
    kind = "application/x-www-form-urlencoded"
    ours = Job("/zh/mailbox", str(typed), kind, expect="已受理", seconds=SECONDS)
    with serving(_floor(world, code), "/") as bare:
        sides = ((door, ours), (bare, replace(ours, path="/", expect=f"{messages} answers")))
        for server, job in sides:
            clients.ask(server, job, AT_ONCE)
        for at_once in (1, AT_ONCE):
            what = f"read a mailbox with {messages} answers, {at_once} at once"
            yield compared(what, clients, sides, at_once)


def answered_report(world: World, replies: int = 3) -> str:
    """The code of a report with two status cards and some replies, put there through both doors' pages."""
    world.collects()
    code = world.reporter().reports()
    lin, number = registered_newest(world)
    for _ in range(replies):
        lin.replies(number, REPLY)
    lin.decides(number, "accept", text="属于受理范围。")
    world.collects()
    return code


def registered_newest(world: World) -> tuple[Officer, str]:
    """Collect the report of a moment ago, and register it: its mailbox then has the first status card."""
    world.collects()
    lin = world.officer("lin")
    # What earlier parts handed in fills the first page by itself: the newest number is the report of a moment ago.
    number = max(href.rsplit("/", 1)[1] for href, _ in lin.goes("?sort=number").links if "/case/" in href)
    lin.registers(number)
    world.collects()
    return lin, number


def _floor(world: World, code: str) -> str:
    """The floor's application, told what ours must find out: which mailbox, which seed, a signature of the same kind.

    Its database holds the very same sealed answers.
    """
    receipt, office, message = Receipt.parse(code), SigningKey.generate(), REPLY.encode()
    keys = {
        "mailbox": receipt.locator_hash,
        "seed": receipt.reply_identity.seed.hex(),
        "office": office.verify_key.raw.hex(),
        "message": (Context.REPLY.encode() + b"\x00" + message).hex(),
        "signature": office.sign(Context.REPLY, message).hex(),
    }
    name = receipt.locator_hash[:8]
    keys_file, database = world.folder / f"floor-keys-{name}.json", world.folder / f"floor-answers-{name}.sqlite"
    keys_file.write_text(json.dumps(keys), encoding="ascii")
    with world.door.letterbox.reading() as session:
        mine = answers.c.locator_hash.startswith(receipt.locator_hash)
        rows = session.execute(select(answers.c.slot, answers.c.sealed).where(mine)).all()
    with closing(sqlite3.connect(database)) as made, made:
        made.execute("CREATE TABLE answers (mailbox, slot, sealed, PRIMARY KEY (mailbox, slot)) WITHOUT ROWID")
        made.executemany("INSERT INTO answers VALUES (?, ?, ?)", [(receipt.locator_hash, *row) for row in rows])
    return f"tests.bench.floors:look_up({str(database)!r}, {str(keys_file)!r})"
