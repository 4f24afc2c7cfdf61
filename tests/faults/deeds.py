"""What people and the collector do, each with what must be true wherever it was cut short.

A deed prepares a world when it is made. `work` does it, telling what a person was shown; `check` gets that, looks at
what is there, does the deed again as a person would, and looks at the end. Both run in children: the deed itself never
changes.
"""

from contextlib import suppress

from sqlalchemy import func, select

from portal.desk.retention.finishing import finish
from portal.letterbox import slot as letterbox
from portal.letterbox.records import answers as shelves
from portal.letterbox.records import mailboxes
from portal.sealing import Receipt
from portal.web.database import Unavailable
from tests.canary import CANARIES, found_in
from tests.desk.retention.ending import TEN_YEARS, asks, files_away, sealed_bytes, still_there
from tests.desk.workbench.importing.tables import example
from tests.desk.workbench.pages.inspector import KINDS, Inspector
from tests.faults.invariants import audited, cases, holds, items, leaves_nothing, waiting_in_letterbox
from tests.stories.test_enclosures import NOTICE, fetches
from tests.stories.test_exports import asks as asks_for_export
from tests.stories.test_exports import takes_out
from tests.stories.test_two_persons import answers, waiting

LIST = (CANARIES["filename"], CANARIES["file"].encode() * 40)
SOUND = ("录音.mp3", b"ID3" + CANARIES["file"].encode() * 9000)
TOLD = {"summary": CANARIES["summary"], "subject_name": CANARIES["name"]}
SHOWN = "200"


class Deed:
    """One deed in one world."""

    def __init__(self, world) -> None:
        self.world = world

    def registered(self):
        """A report that lin registered: the reporter, lin, the number."""
        reporter = self.world.reporter()
        reporter.reports(offices=["yunling"], originals=[SOUND], **TOLD)
        self.world.collects()
        lin = self.world.officer("lin")
        (number,) = lin.numbers()
        lin.registers(number)
        return reporter, lin, number

    def collects(self) -> None:
        """The collector as it runs: what fails is tried again the next time."""
        with suppress(Unavailable, OSError):
            self.world.collects()


class HandsIn(Deed):
    """A report with one file to be cleaned and one that is sent as it is."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter = world.reporter()
        self.reporter.begins(["yunling"])
        self.reporter.writes(**TOLD)
        self.form = self.reporter.page.form("/report/send")

    def _sends(self) -> None:
        self.reporter.sends(
            self.form, self.form.pairs, button=("do", "send"), files=[("files", LIST), ("originals", SOUND)]
        )

    def work(self, tell) -> None:
        self._sends()
        if self.reporter.answer.status_code == 200:
            tell(self.reporter.page.form("/report/saved").value("code"))

    def check(self, told) -> None:
        left = list(self.world.every_byte())
        holds(self.world)
        for code in told:
            assert waiting_in_letterbox(self.world)[0] == 1, "a receipt for nothing"
            assert self._has_mailbox(code)
        self._sends()
        assert self.reporter.answer.status_code == 200, self.reporter.page.text
        code = self.reporter.page.form("/report/saved").value("code")
        assert told in ([], [code])
        assert found_in(left, code) == []
        assert waiting_in_letterbox(self.world)[0] == 1
        nothing_yet = self.reporter.mailbox(code).text
        self.world.collects()
        assert cases(self.world) == 1
        lin = self.world.officer("lin")
        (number,) = lin.numbers()
        lin.registers(number)
        self.world.collects()
        assert self.reporter.mailbox(code).text != nothing_yet
        assert CANARIES["summary"] in lin.opens(number).text
        assert sorted(lin.downloads(number, 0, slot) for slot in (1, 2)) == sorted([LIST[1], SOUND[1]])
        holds(self.world, code)
        leaves_nothing(self.world)

    def _has_mailbox(self, code) -> bool:
        """Asked of the letterbox: until an office says something, the page for any code is the same."""
        with self.world.desk.letterbox.reading() as session:
            return letterbox.mailbox_at(session, Receipt.parse(code).locator_hash) is not None


class WritesLetter(Deed):
    """A reporter adds a letter with a file."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter, _, _ = self.registered()
        world.collects()
        self.form = self.reporter.mailbox().form("/mailbox/letter")
        self.pairs = self.form.filled(code=self.reporter.code, text=CANARIES["letter"])

    def _sends(self) -> None:
        self.reporter.sends(self.form, self.pairs, button=("do", "send"), files=[("files", LIST)])

    def work(self, tell) -> None:
        self._sends()
        tell(str(self.reporter.answer.status_code))

    def check(self, told) -> None:
        holds(self.world, self.reporter.code)
        if told == [SHOWN]:
            assert waiting_in_letterbox(self.world)[1] == 1
        self._sends()
        assert self.reporter.answer.status_code == 200
        assert waiting_in_letterbox(self.world)[1] == 1
        self.world.collects()
        assert items(self.world, "letter") == 1
        holds(self.world, self.reporter.code)
        leaves_nothing(self.world)


class Collects(Deed):
    """Two reports, one with files, and a letter to a case that is there already."""

    def __init__(self, world) -> None:
        super().__init__(world)
        reporter, _, _ = self.registered()
        reporter.writes_letter(CANARIES["letter"], files=[LIST])
        world.reporter().reports(originals=[SOUND], **TOLD)
        world.reporter().reports(**TOLD)
        self.before = audited(world, "collect")

    def work(self, _tell) -> None:
        self.collects()

    def check(self, _told) -> None:
        holds(self.world)
        parcels, letters, _ = waiting_in_letterbox(self.world)
        assert cases(self.world) + parcels >= 3, "a parcel is lost"
        assert items(self.world, "letter") + letters >= 1, "a letter is lost"
        self.world.collects()
        assert waiting_in_letterbox(self.world)[:2] == (0, 0)
        assert cases(self.world) == 3
        assert items(self.world, "letter") == 1
        assert audited(self.world, "collect") == self.before + 3
        holds(self.world)
        leaves_nothing(self.world)


class Registers(Deed):
    """An officer registers a case, which tells the reporter."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter = world.reporter()
        self.reporter.reports(offices=["yunling"], **TOLD)
        world.collects()
        self.lin = world.officer("lin")
        (self.number,) = self.lin.numbers()

    def work(self, tell) -> None:
        self.lin.registers(self.number)
        tell(str(self.lin.answer.status_code))

    def check(self, told) -> None:
        holds(self.world, self.reporter.code)
        state = self.world.desk_states()[self.number]
        assert state == "registered" or told != [SHOWN]
        if state != "registered":
            self.lin.registers(self.number)
        assert self.world.desk_states()[self.number] == "registered"
        assert audited(self.world, "register") == 1
        self.world.collects()
        assert waiting_in_letterbox(self.world) == (0, 0, 1)
        holds(self.world, self.reporter.code)


class Grants(Deed):
    """An officer gives a colleague the key to a case."""

    def __init__(self, world) -> None:
        super().__init__(world)
        _, self.lin, self.number = self.registered()
        self.zhou, self.before = world.officer("zhou"), audited(world, "grant")

    def work(self, tell) -> None:
        self.lin.grants(self.number, "zhou")
        tell(str(self.lin.answer.status_code))

    def check(self, told) -> None:
        holds(self.world)
        given = self.zhou.numbers() == [self.number]
        assert audited(self.world, "grant") == self.before + given
        assert given or told != [SHOWN]
        if not given:
            self.lin.grants(self.number, "zhou")
        assert CANARIES["summary"] in self.zhou.opens(self.number).text
        assert audited(self.world, "grant") == self.before + 1
        holds(self.world)


class GrantsSeveral(Deed):
    """The same for several cases at once."""

    def __init__(self, world) -> None:
        super().__init__(world)
        for _ in range(3):
            world.reporter().reports(offices=["yunling"], **TOLD)
        world.collects()
        self.lin, self.zhou = world.officer("lin"), world.officer("zhou")
        self.before = audited(world, "grant")
        self.numbers = sorted(self.lin.numbers())
        for number in self.numbers:
            self.lin.registers(number)
        self.lin.goes("grant?" + "&".join(f"cases={number}" for number in self.numbers))
        self.form = self.lin.page.forms[-1]
        self.pairs = self.form.filled(cases=self.form.choices["cases"], colleague=self.zhou.id())

    def work(self, tell) -> None:
        self.lin.sends(self.form, self.pairs, to="/zh/grant")
        tell(str(self.lin.answer.status_code))

    def check(self, told) -> None:
        holds(self.world)
        given = self.zhou.numbers()
        assert audited(self.world, "grant") == self.before + len(given), (
            "a key without its line, or a line without its key"
        )
        assert len(given) == 3 or told != [SHOWN]
        self.lin.sends(self.form, self.pairs, to="/zh/grant")
        assert sorted(self.zhou.numbers()) == self.numbers
        assert audited(self.world, "grant") == self.before + 3
        for number in self.numbers:
            assert CANARIES["summary"] in self.zhou.opens(number).text


class Replies(Deed):
    """An officer answers the reporter, with a file."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter, self.lin, self.number = self.registered()
        world.collects()

    def work(self, tell) -> None:
        self.lin.replies(self.number, CANARIES["reply"], files=[NOTICE])
        tell(str(self.lin.answer.status_code))

    def check(self, told) -> None:
        holds(self.world, self.reporter.code)
        sent = items(self.world, "copy")
        assert sent == 1 or told != [SHOWN]
        if not sent:
            self.lin.replies(self.number, CANARIES["reply"], files=[NOTICE])
        self.world.collects()
        arrives_once(self.world, self.reporter)
        assert audited(self.world, "reply") == 1
        leaves_nothing(self.world)


class Delivers(Deed):
    """The collector carries an answer with a file to the letterbox."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter, self.lin, self.number = self.registered()
        self.lin.replies(self.number, CANARIES["reply"], files=[NOTICE])

    def work(self, _tell) -> None:
        self.collects()

    def check(self, _told) -> None:
        holds(self.world, self.reporter.code)
        self.world.collects()
        arrives_once(self.world, self.reporter)
        leaves_nothing(self.world)


def arrives_once(world, reporter) -> None:
    assert reporter.mailbox().text.count(CANARIES["reply"]) == 1
    assert fetches(reporter, 2, 1).get_data() == NOTICE[1]
    holds(world, reporter.code)


class Exports(Deed):
    """A working paper leaves the office, to which two agreed before."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.inspector = Inspector.at_work(world)
        self.inspector.imports_example("A", KINDS)
        takes_out(self.inspector, self.inspector.number, "working")
        asks_for_export(self.inspector, "报请负责人阅。")
        lin = world.officer("lin")
        answers(lin, waiting(lin)[0], "agree", "看过。")
        self.form = self.inspector.goes(f"case/{self.inspector.number}/workbench/papers/see/working").form(
            "/out/working"
        )
        self.before = audited(world, "export")

    def _takes(self) -> int:
        self.inspector.sends(self.form, self.form.pairs)
        return self.inspector.answer.status_code

    def work(self, tell) -> None:
        tell(str(self._takes()))

    def check(self, told) -> None:
        holds(self.world)
        recorded = audited(self.world, "export") - self.before
        assert recorded == 1 or told != [SHOWN], "a paper left without a line"
        assert self._takes() == 200
        assert audited(self.world, "export") == self.before + recorded + 1
        holds(self.world)


class ImportsBatch(Deed):
    """A file of records is brought in and accepted: original, reading and rows as sealed blobs."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.inspector = Inspector.at_work(world)
        self.inspector.uploads("attendance.csv", example("A", "attendance_sending"))
        self.form = self.inspector.page.form(self.inspector.answer.request.path)

    def _accepts(self):
        return self.inspector.sends(self.form, self.form.pairs, button=("do", "accept"))

    def work(self, tell) -> None:
        self._accepts()
        tell(str(self.inspector.answer.status_code))

    def check(self, told) -> None:
        holds(self.world)
        accepted = "已接受" in self.inspector.bench().text
        assert accepted or told != [SHOWN]
        if not accepted:
            assert "已接受" in self._accepts().text
        holds(self.world)
        leaves_nothing(self.world)


class Destroys(Deed):
    """The second person agrees that a case is destroyed, and the collector finishes it."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter, self.number = files_away(world)
        world.passes(days=TEN_YEARS)
        asks(world.officer("mao"), self.number, "delete")
        self.zhou = world.officer("zhou")
        (self.address,) = waiting(self.zhou)
        self.before = sealed_bytes(world)

    def work(self, tell) -> None:
        answers(self.zhou, self.address, "agree", "同意。")
        tell(str(self.zhou.answer.status_code))
        finish(self.world.desk)

    def check(self, told) -> None:
        holds(self.world, self.reporter.code)
        there = self.number in self.world.desk_states()
        assert not (there and told == [SHOWN])
        if there:
            answers(self.zhou, self.address, "agree", "同意。")
        finish(self.world.desk)
        assert self.number not in self.world.desk_states()
        assert finish(self.world.desk).left == 0
        assert still_there(self.world, self.before) == []
        assert self.world.desk.blobs.names() == self.world.desk.letterbox_blobs.names() == []
        assert not self.zhou.numbers()
        holds(self.world, self.reporter.code)


class ClosesMailbox(Deed):
    """The holder of a code closes a mailbox for good."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter, _, _ = self.registered()
        world.collects()
        page = self.reporter.goes("mailbox/close")
        asked = [("code", self.reporter.code)]
        self.form = self.reporter.sends(page.form("/mailbox/close"), asked, button=("do", "ask")).form("/mailbox/close")

    def _sends(self) -> None:
        self.reporter.sends(self.form, self.form.pairs, button=("do", "yes"))

    def work(self, tell) -> None:
        self._sends()
        tell(str(self.reporter.answer.status_code))

    def check(self, told) -> None:
        boxes, said = self._left()
        assert boxes == said, "the answers go with their mailbox"
        assert not (boxes and told == [SHOWN])
        self._sends()
        assert self.reporter.answer.status_code == 200
        self.world.collects()
        assert self._left() == (0, 0), "what the desk still has to say finds no mailbox"
        holds(self.world, self.reporter.code)

    def _left(self) -> tuple[int, int]:
        with self.world.desk.letterbox.reading() as session:
            boxes, said = (session.scalar(select(func.count()).select_from(table)) for table in (mailboxes, shelves))
        return boxes, said


class TakesOver(Deed):
    """The office above confirms that a case arrived: from that commit on it is there and nowhere else."""

    def __init__(self, world) -> None:
        super().__init__(world)
        self.reporter = world.reporter()
        self.reporter.reports(offices=["wangxi"], originals=[SOUND], **TOLD)
        world.collects()
        self.chen, wu, self.lin = (world.officer(login) for login in ("chen", "wu", "lin"))
        (number,) = self.chen.numbers()
        self.chen.registers(number)
        self.chen.grants(number, "wu")
        wu.answers(self.chen.offers(number, "yunling"))
        world.collects()
        (address,) = self.lin.transfers()
        self.form = self.lin.goes(address).form("/take")

    def work(self, tell) -> None:
        self.lin.sends(self.form, self.form.pairs)
        tell(str(self.lin.answer.status_code))

    def check(self, told) -> None:
        holds(self.world, self.reporter.code)
        assert cases(self.world) == 1
        assert bool(self.chen.numbers()) != bool(self.lin.numbers()), "in one office, never in both or in none"
        if not self.lin.numbers():
            assert told != [SHOWN]
            self.lin.sends(self.form, self.form.pairs)
        assert self.chen.numbers() == []
        (number,) = self.lin.numbers()
        self.lin.registers(number)
        assert self.lin.downloads(number, 0, 1) == SOUND[1]
        self.world.collects()
        assert "现在由云岭省纪检监察机关" in self.reporter.mailbox().text
        holds(self.world, self.reporter.code)


DEEDS: tuple[type[Deed], ...] = (
    HandsIn,
    WritesLetter,
    Collects,
    Registers,
    Grants,
    GrantsSeveral,
    Replies,
    Delivers,
    Exports,
    ImportsBatch,
    Destroys,
    ClosesMailbox,
    TakesOver,
)
"""Every deed that is cut short."""
