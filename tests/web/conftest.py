"""A small door with one room, made by the real factory."""

import pytest
from flask import flash, render_template_string, request, session
from wtforms import BooleanField, FieldList, FormField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.web.factory import make_app
from portal.web.forms import PlainForm, RowForm
from portal.web.language import N_, load_translations
from portal.web.room import Room

CANARY = "CANARY-7f3a-云雀"

PAGE = """{% extends "shared/base.html" %}{% import "shared/_forms.html" as forms %}
{% block title %}{{ _("提示") }}{% endblock %}
{% block main %}<h1>{{ _("提示") }}</h1>{{ forms.errors_summary(form) }}
{{ forms.field(form.name, help="h", optional=True) }}{{ forms.field(form.story, rows=4) }}
{{ forms.tick(form.sure, help="why") }}{{ forms.choices(form.kind, helps={"a": "first"}) }}
{% for row in form.rows %}{{ forms.field(row.day) }}{% endfor %}{% endblock %}"""


class SightingForm(RowForm):
    day = StringField(N_("提示"), validators=[InputRequired("required")])


class SampleForm(PlainForm):
    name = StringField(N_("提示"), validators=[InputRequired("required"), Length(max=3, message="too_long:%(max)d")])
    story = TextAreaField(N_("提示"), validators=[Length(min=2, message="too_short:%(min)d")])
    sure = BooleanField(N_("提示"), validators=[InputRequired("tick")])
    kind = RadioField(N_("提示"), choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    rows = FieldList(FormField(SightingForm), N_("提示"), min_entries=1, max_entries=2)


class DoorError(Exception): ...


def fill(_door):
    form = SampleForm()
    form.validate_on_submit()
    return render_template_string(PAGE, form=form)


def greet(door, who):
    return f"{door} {who} {request.query_string.decode()}"


def fail(_door, how):
    match how:
        case "session":
            session["x"] = 1
        case "flash":
            flash("x")
        case "named":
            raise DoorError(CANARY)
        case _:
            raise RuntimeError(CANARY + how)


@pytest.fixture
def build():
    """Make an app with the sample room; keyword arguments go to the factory."""

    def make(errors=None, **given):
        options = {
            "face": "door",
            "template_rooms": ("shared",),
            "site": "资料室",
            "leave_to": "https://elsewhere.example/",
        }
        app = make_app("portal.sample", translations=load_translations(), errors=errors, **{**options, **given})
        room = Room("sample", "DOOR")
        room.both("/", fill)
        room.get("/greet/<who>", greet)
        room.get("/fail/<how>", fail)
        room.post("/send", send)
        app.register_blueprint(room.blueprint)
        return app

    return make


def send(_door):
    return "sent " + request.form.get("x", "")


@pytest.fixture
def client(build):
    return build().test_client()
