"""The page where officers say where they want to be reminded."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.desk.desk import Desk
from portal.desk.officers.doorkeeper import DeskRoom, needs
from portal.desk.officers.rules import Right, Who
from portal.desk.reminding import actions
from portal.desk.reminding.forms import AddressForm
from portal.desk.reminding.rules import NotAnAddress


def room(desk: Desk) -> Blueprint:
    """The room of the reminders."""
    reminding = DeskRoom("reminding", desk)
    reminding.both("/me/reminders", address)
    return reminding.blueprint


@needs(Right.OWN_PAGE)
def address(desk: Desk, who: Who) -> ResponseReturnValue:
    with desk.database.reading() as session:
        form, wrong = AddressForm(address=actions.address_of(session, who)), False
    if form.validate_on_submit():
        try:
            with desk.database.writing() as session:
                actions.keep_address(session, who, form.address.data or "")
            return redirect(url_for("officers.me"), 303)
        except NotAnAddress:
            wrong = True
    page = render_template("desk/reminding/address.html", form=form, wrong=wrong)
    return page, 422 if wrong or form.errors else 200
