"""Sign-ins an attacker would like to keep: an older one after a newer, a passphrase tried and left."""

from sqlalchemy import func, select

from portal.desk.audit.records import AuditLine
from portal.desk.officers.records import SessionRecord
from tests.world import Officer


def test_signing_in_again_ends_the_sign_in_before_it(world):
    """Whoever copied the first cookie must not stay inside when the officer signs in anew, and out."""
    lin = world.officer("lin")
    copied = lin.browser.get_cookie("sitting").value
    lin.signs_in()
    thief = world.desk_app.test_client()
    thief.set_cookie("sitting", copied)
    assert thief.get("/zh/me").status_code == 303
    with world.desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SessionRecord)) == 1


def test_a_right_passphrase_stands_in_the_chain_even_if_no_code_follows(world):
    """Somebody who has the key file's passphrase, but not the phone, is the warning one wants to read."""
    thief = Officer(world, "lin", "zh")
    form = thief.goes("sign-in").forms[-1]
    thief.sends(form, form.filled(login="lin", passphrase=thief.credentials.passphrase))
    with world.desk.database.reading() as session:
        newest = session.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()
    assert newest.act == "half-signed-in"
    assert "口令正确" in world.officer("shen").goes("audit").text


def test_numbers_that_no_file_has_are_no_page(world):
    world.reporter().reports()
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    for sending, slot in ((10**25, 1), (0, 10**25), (501, 1), (0, 201)):
        lin.goes(f"case/{number}/file/{sending}/{slot}")
        assert lin.answer.status_code == 404
