"""The chain in people's words, which both pages of it say."""

from portal.desk.audit.actions import COLLECTOR, Act
from portal.desk.audit.words import act_text, actor_text
from portal.domain.text import Text


def test_what_is_known_is_told_in_words():
    assert act_text("open") == Text("打开办件", "Opened a case")
    assert actor_text(COLLECTOR, {}) == Text("收件程序", "Collector")
    assert actor_text("id", {"id": "范例甲"}) == Text("范例甲", "范例甲")


def test_what_is_not_known_stands_as_it_is():
    assert act_text("burn") == Text("burn", "burn")
    assert actor_text("id", {}) == Text("id", "id")


def test_no_two_acts_have_the_same_words():
    told = [act_text(act) for act in Act]
    assert len({text.zh for text in told}) == len({text.en for text in told}) == len(told)
