"""A paper leaves: one asks, another looks at the very paper and agrees; of other records it is asked again."""

import io

import pytest
from docx import Document

from tests.desk.workbench.pages.inspector import KINDS, Inspector
from tests.stories.test_two_persons import answers, waiting


@pytest.fixture
def inspector(world):
    one = Inspector.at_work(world)
    one.imports_example("A", KINDS)
    return one


def takes_out(officer, number, what):
    page = officer.goes(f"case/{number}/workbench/papers" + ("" if what == "data" else f"/see/{what}"))
    form = page.form(f"/papers/out/{what}")
    officer.sends(form, form.pairs)
    return officer.answer


def asks(officer, text):
    """Follow the link from the page that holds the paper back, and ask."""
    page = officer.goes(officer.page.link("请第二人同意"))
    form = page.forms[-1]
    return officer.sends(form, form.filled(text=text))


def test_a_working_paper_leaves_with_two_and_not_once_the_records_changed(world, inspector):
    number, lin = inspector.number, world.officer("lin")
    assert takes_out(inspector, number, "working").status_code == 409
    asks(inspector, "报请负责人阅。")
    assert takes_out(inspector, number, "working").status_code == 409
    (address,) = waiting(lin)
    page = lin.goes(address)
    assert "报请负责人阅" in page.text
    assert "核查工作底稿" in lin.goes(page.link("看要导出的文书")).text
    answers(lin, address, "agree", "看过。")
    answer = takes_out(inspector, number, "working")
    assert answer.status_code == 200
    assert "草稿" not in "".join(line.text for line in Document(io.BytesIO(answer.get_data())).paragraphs)
    assert takes_out(inspector, number, "data").status_code == 409, "agreed to the paper, not to the data"
    inspector.imports_example("A", ("observations",))
    assert takes_out(inspector, number, "working").status_code == 409, "agreed to other records"
    trail = inspector.opens(number).text
    assert "第二人同意 · 导出" in trail


def test_data_for_others_leaves_with_two(world, inspector):
    number, lin = inspector.number, world.officer("lin")
    takes_out(inspector, number, "data")
    asks(inspector, "交第三方评估。")
    (address,) = waiting(lin)
    assert "没有姓名" in lin.goes(address).text
    answers(lin, address, "agree", "同意。")
    assert takes_out(inspector, number, "data").mimetype == "application/octet-stream"


def test_a_refused_export_stays_held(world, inspector):
    number, lin = inspector.number, world.officer("lin")
    takes_out(inspector, number, "working")
    asks(inspector, "报请负责人阅。")
    (address,) = waiting(lin)
    answers(lin, address, "refuse", "还没有核完。")
    assert takes_out(inspector, number, "working").status_code == 409


def test_when_the_records_change_before_the_second_person_looks_nothing_is_agreed(world, inspector):
    number, lin = inspector.number, world.officer("lin")
    takes_out(inspector, number, "working")
    asks(inspector, "报请负责人阅。")
    inspector.imports_example("A", ("observations",))
    (address,) = waiting(lin)
    answers(lin, address, "agree", "同意。")
    assert lin.answer.status_code == 422
    assert takes_out(inspector, number, "working").status_code == 409


@pytest.mark.parametrize("about", ["", "nonsense", "working-zz", "data-1", "x" * 100])
def test_nobody_can_ask_for_nonsense(inspector, about):
    inspector.goes(f"case/{inspector.number}/ask/export?about={about}")
    assert inspector.answer.status_code in (409, 422)
