"""What colleagues write to each other about a case: a note that mentions one, a task with a day, through the pages."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.canary import CANARIES, found_in


@pytest.fixture
def shared(world):
    """A registered report that lin and zhou can open. (number, lin, zhou)."""
    world.reporter().reports(offices=["yunling"])
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.grants(number, "zhou")
    return number, lin, world.officer("zhou")


def writes(officer, number, text, strikes=""):
    page = officer.goes(f"case/{number}/notes/write" + (f"?strikes={strikes}" if strikes else ""))
    form = page.forms[-1]
    return officer.sends(form, form.filled(text=text))


def sets(officer, number, title, assignee, due, text=""):
    form = officer.goes(f"case/{number}/tasks/set").forms[-1]
    return officer.sends(form, form.filled(title=title, assignee=assignee, due=due.isoformat(), text=text))


def ends(officer, number, slot, text="已经办好。"):
    form = officer.goes(f"case/{number}/tasks/{slot}/done").forms[-1]
    return officer.sends(form, form.filled(text=text))


def test_a_note_mentions_a_colleague_who_is_told_without_a_word_of_it(world, shared):
    number, lin, zhou = shared
    page = writes(lin, number, "@zhou 三月十日的会议记录在办公室,请看看谁签的字。")
    assert lin.answer.status_code == 200
    assert "会议记录在办公室" in page.text
    assert "示范员林" in page.text
    assert world.clock.today().isoformat() in page.text
    page = zhou.queue()
    assert f"{number} 的笔记里有人提到您" in page.text
    assert "会议记录" not in page.text, "the queue opens nothing"
    assert "提到您" not in lin.queue().text
    page = zhou.goes(page.link("的笔记里有人提到您"))
    assert "会议记录在办公室" in page.text
    assert "提到您" not in zhou.queue().text, "seen"
    assert "会议记录在办公室" in zhou.opens(number).text, "it stands on the case, too"
    assert "写内部笔记" in zhou.page.text
    assert "第1条" in zhou.page.text


def test_opening_the_case_is_looking_too(shared):
    number, lin, zhou = shared
    writes(lin, number, "@zhou 请看。")
    zhou.opens(number)
    assert "提到您" not in zhou.queue().text


@pytest.mark.parametrize("login", ["mao", "xu", "nobody", "zhao"])
def test_who_cannot_open_the_case_is_not_mentioned_and_the_page_says_whom(shared, login):
    number, lin, _ = shared
    page = writes(lin, number, f"@zhou @{login} 请看。")
    assert lin.answer.status_code == 422
    assert "只能提到持有本件密钥的同事" in page.text
    assert page.text.partition("这里没有这些登录名")[2][1:].startswith(f"{login} ")
    assert page.forms[-1].value("text") == f"@zhou @{login} 请看。", "what was typed is not lost"
    assert "还没有笔记" in lin.goes(f"case/{number}/notes").text


def test_a_note_is_corrected_by_a_new_one_and_both_stay(shared):
    number, lin, zhou = shared
    writes(lin, number, "签字的是办公室主任。")
    form = lin.goes(f"case/{number}/notes/write?strikes=1").forms[-1]
    assert form.value("text") == "签字的是办公室主任。"
    page = lin.sends(form, form.filled(text="签字的是办公室副主任。"))
    for words in ("签字的是办公室主任。", "已由第2条更正", "签字的是办公室副主任。", "更正第1条"):
        assert words in page.text
    assert "签字的是办公室主任。</s>" in page.html
    for officer, slot in ((lin, "1"), (zhou, "2"), (lin, "99"), (lin, "x"), (lin, "-1")):
        form = officer.goes(f"case/{number}/notes/write?strikes={slot}").forms[-1]
        page = officer.sends(form, form.filled(text="改。"))
        assert officer.answer.status_code == 422, slot
        assert "只能更正自己写的笔记" in page.text


def test_a_task_is_set_reminded_of_and_done_with_a_word(world, shared):
    number, lin, zhou = shared
    today = world.clock.today()
    page = sets(lin, number, "调取两份考勤", zhou.id(), today + timedelta(days=1), "先派出单位,后接收单位。")
    assert lin.answer.status_code == 200
    for words in ("调取两份考勤", "示范员周", "示范员林 布置", "先派出单位"):
        assert words in page.text
    page = zhou.queue()
    assert f"{number} 有交给您的任务" in page.text
    assert "还有" in page.text
    assert "考勤" not in page.text
    assert "任务" not in lin.queue().text
    world.passes(days=5)
    zhou, lin = world.officer("zhou"), world.officer("lin")
    assert "超期" in zhou.queue().text
    page = ends(zhou, number, 1, " ")
    assert zhou.answer.status_code == 422
    page = ends(zhou, number, 1, "两份都已调取,封存在核查里。")
    assert "两份都已调取" in page.text
    assert "任务" not in zhou.queue().text
    page = ends(lin, number, 1)
    assert lin.answer.status_code == 422
    assert "已经记录完成" in page.text
    page = lin.opens(number)
    assert "两份都已调取" in page.text
    assert "第1项 完成" in page.text


def test_open_tasks_are_shown_before_a_decision_that_ends_the_case_and_not_before_others(world, shared):
    number, lin, zhou = shared
    sets(lin, number, "核对花名册", zhou.id(), world.clock.today() + timedelta(days=30))
    for decision in ("decline", "refer", "merge"):
        page = lin.goes(f"case/{number}/decide/{decision}")
        assert "本件还有 1 项任务没有完成" in page.text, decision
        assert "示范员周" in page.text
        assert "核对花名册" not in page.text
    assert "项任务没有完成" not in lin.goes(f"case/{number}/decide/accept").text
    lin.decides(number, "accept", text="受理。")
    zhou.assesses(number)
    assert "本件还有 1 项任务没有完成" in zhou.goes(f"case/{number}/decide/direct_close").text
    assert "1 项任务未完成" in world.officer("mao").goes("register").text


def test_nothing_is_written_before_registration_or_about_a_closed_file(world, shared):
    number, lin, _ = shared
    world.reporter().reports(offices=["yunling"])
    world.collects()
    (fresh,) = set(lin.numbers()) - {number}
    for place in ("notes", "notes/write", "tasks/set"):
        lin.goes(f"case/{fresh}/{place}")
        assert lin.answer.status_code == 409, place
    form = lin.goes(f"case/{number}/notes/write").forms[-1]
    with world.desk.database.writing() as session:
        session.execute(text("UPDATE cases SET state = 'archived' WHERE number = :v1"), {"v1": number})
    lin.sends(form, form.filled(text="晚了一步。"))
    assert lin.answer.status_code == 422
    page = lin.goes(f"case/{number}/notes")
    assert "还没有笔记" in page.text
    assert "写笔记" not in page.text


def test_the_same_404_for_who_holds_no_slip_and_for_what_is_not_there(world, shared):
    number, lin, zhou = shared
    sets(lin, number, "核对花名册", zhou.id(), world.clock.today())
    xu = world.officer("xu")
    for place in ("notes", "notes/write", "tasks/set", "tasks/1/done"):
        xu.goes(f"case/{number}/{place}")
        assert xu.answer.status_code == 404, place
        xu.goes(f"case/2026-999999/{place}")
        assert xu.answer.status_code == 404, place
    for slot in ("2", "0", "99999999999999999999"):
        lin.goes(f"case/{number}/tasks/{slot}/done")
        assert lin.answer.status_code == 404, slot


def test_a_task_is_not_given_to_who_cannot_open_the_case(world, shared):
    number, lin, _ = shared
    form = lin.goes(f"case/{number}/tasks/set").forms[-1]
    ids = form.choices["assignee"]
    xu = world.officer("xu")
    assert xu.id() not in ids
    pairs = [*form.filled(title="查", due=world.clock.today().isoformat()), ("assignee", xu.id())]
    page = lin.sends(form, pairs)
    assert lin.answer.status_code == 422
    assert "不能选这位同事" in page.text
    assert "还没有任务" in lin.goes(f"case/{number}/notes").text


def test_who_neither_has_nor_set_a_task_does_not_end_it_but_who_leads_may(world, shared):
    number, lin, zhou = shared
    lin.grants(number, "xu")
    xu = world.officer("xu")
    sets(lin, number, "核对花名册", lin.id(), world.clock.today())
    page = ends(xu, number, 1)
    assert xu.answer.status_code == 422
    assert "您的角色不能" in page.text
    ends(zhou, number, 1, "林不在,我来办的。")
    assert zhou.answer.status_code == 200
    assert "林不在" in zhou.page.text


def test_no_word_of_notes_and_tasks_stands_anywhere_in_clear(world, shared):
    number, lin, zhou = shared
    writes(lin, number, f"@zhou {CANARIES['reason']}")
    sets(lin, number, CANARIES["name"], zhou.id(), world.clock.today(), CANARIES["letter"])
    ends(zhou, number, 1, CANARIES["reply"])
    assert found_in(world.every_byte(), "no code") == []


def test_a_note_moved_to_another_case_is_shown_as_unreadable(world, shared):
    """T2: somebody who can write the database exchanges the notes of two cases."""
    number, lin, _ = shared
    world.reporter().reports(offices=["yunling"])
    world.collects()
    (other,) = set(lin.numbers()) - {number}
    lin.registers(other)
    for one in (number, other):
        writes(lin, one, f"只说{one}的事。")
    with world.desk.database.writing() as session:
        rows = session.connection().exec_driver_sql("SELECT id, sealed FROM case_items WHERE kind = 'note'").all()
        for (to, _), (_, sealed) in zip(rows, reversed(rows), strict=True):
            session.execute(text("UPDATE case_items SET sealed = :v1 WHERE id = :v2"), {"v1": sealed, "v2": to})
    page = lin.goes(f"case/{number}/notes")
    assert "这条笔记无法读出" in page.text
    assert "只说" not in page.text
