import re

from wtforms import IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from portal.web.forms import FAULT_WORDS, Fault, RowForm, fault_words, faults

GOOD = {"name": "甲", "story": "经过", "sure": "y", "kind": "a", "rows-0-day": "2026-03-10"}


def test_a_form_without_faults_has_no_summary(client):
    text = client.post("/zh/", data=GOOD).text
    assert 'id="errors"' not in text
    assert "aria-invalid" not in text
    assert 'value="甲"' in text


def test_faults_stand_in_the_summary_and_beside_the_field_and_nothing_is_lost(client):
    text = client.post("/zh/", data={**GOOD, "name": "甲乙丙丁", "sure": "", "rows-0-day": ""}).text
    assert "有3处需要您看一下" in text
    assert '<a href="#name">提示\uff1a写得太长了\uff0c最多3个字。</a>' in text
    assert '<a href="#rows-0-day">第1条 · 提示\uff1a请填写这一项。</a>' in text
    assert 'value="甲乙丙丁"' in text
    assert 'aria-describedby="name-help name-error"' in text
    assert text.count('aria-invalid="true"') == 3
    for target in re.findall(r'href="#([\w-]+)"', text):
        assert f'id="{target}"' in text


def test_the_summary_speaks_english_too(client):
    text = client.post("/en/", data={**GOOD, "name": ""}).text
    assert "1 thing needs your attention" in text
    assert "Notice: Please fill this in." in text


def test_too_many_rows_are_said_of_the_list(client):
    rows = {f"rows-{n}-day": "x" for n in range(4)}
    assert client.post("/zh/", data={**GOOD, **rows}).status_code == 200


def test_the_browser_neither_cuts_nor_checks_by_itself(client):
    text = client.get("/zh/").text
    for attribute in ("maxlength", "minlength", " required"):
        assert attribute not in text


def test_choices_and_ticks_are_labelled(client):
    text = client.post("/zh/", data={**GOOD, "kind": "z"}).text
    assert '<label for="kind-0">A</label>' in text
    assert 'id="kind-0-help">first' in text
    assert 'class="field choices wrong" id="kind"' in " ".join(text.split())
    assert "请从列出的选项里选择" in text


class Plain(RowForm):
    number = IntegerField()
    one = SelectField(choices=[SelectChoice("a", "A")])
    some = SelectMultipleField(choices=[SelectChoice("a", "A")], coerce=int)
    needed = StringField(validators=[DataRequired()])
    long = StringField(validators=[Length(max=2)])
    short = StringField(validators=[Length(min=2)])
    exact = StringField(validators=[Length(min=2, max=2)])
    between = StringField(validators=[Length(min=1, max=2)])
    listed = StringField(validators=[AnyOf(["x"])])
    own = StringField(validators=[InputRequired("choose")])


def test_every_sentence_of_the_library_becomes_a_code_of_ours():
    class Data(dict):
        def getlist(self, key):
            return [self[key]]

    data = Data(number="x", one="z", some="q", long="abc", short="a", exact="a", between="abc", listed="y")
    form = Plain(formdata=data)
    form.validate()
    assert form.errors == {
        "number": ["not_a_number"],
        "one": ["not_a_choice"],
        "some": ["not_a_choice"],
        "needed": ["required"],
        "long": ["too_long:2"],
        "short": ["too_short:2"],
        "exact": ["exactly:2"],
        "between": ["too_long:2"],
        "listed": ["invalid"],
        "own": ["choose"],
    }


def test_a_code_nobody_knows_still_has_words():
    assert fault_words("no_such_code") == fault_words("invalid")
    assert fault_words("too_many:3") == "太多了\uff0c最多3项。"
    assert all(fault_words(code) for code in FAULT_WORDS)


def test_a_stale_token_is_a_fault_of_the_page_not_of_a_field(build):
    app = build(face="desk", session_key=b"k" * 32)
    text = app.test_client().post("/zh/", data=GOOD).text
    assert '<a href="#main">页面打开得太久了。内容都还在\uff0c请再提交一次。</a>' in text
    assert Fault("x", "", "w").line == "w"


def test_a_list_can_be_at_fault_as_a_whole():
    from wtforms import FieldList
    from wtforms.validators import ValidationError

    def never(_form, _field):
        raise ValidationError("too_many:2")

    class WithRows(RowForm):
        rows = FieldList(StringField(validators=[InputRequired("required")]), "甲", validators=[never], min_entries=1)

    form = WithRows()
    form.validate()
    first = next(iter(faults(form)))
    assert (first.target, first.words) == ("rows", "太多了\uff0c最多2项。")
