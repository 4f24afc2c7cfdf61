"""The doctor asks a real server what it keeps, what it logs, and as whom the door enters."""

import pytest

from portal.doctor import Door, examine
from portal.doctor.server import private
from portal.settings import load
from portal.web.database import Database
from tests import databases

pytestmark = pytest.mark.postgresql_only

# The server of the tests does without these two, and the doctor must say so.
ALWAYS = {"fsync = off", "full_page_writes = off"}
QUIET = {"log_error_verbosity": "terse"}


@pytest.fixture
def complaints(world):
    """What is said of the letterbox's database: `complaints("public", Door.PUBLIC, log_statement="all")`."""
    address = world.settings.letterbox.database

    def said(role, door=Door.PUBLIC, **changed):
        name = Database(address).engine.url.database
        with Database(address).altering() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} RESET ALL")
            for setting, value in (QUIET | changed).items():
                connection.exec_driver_sql(f"ALTER DATABASE {name} SET {setting} = '{value}'")
        settings = load(world.folder / "config.toml")
        entered = databases.as_role(address, role) if role else address
        letterbox = settings.letterbox.model_copy(update={"database": entered})
        found = examine(settings.model_copy(update={"letterbox": letterbox}), [door])
        return [str(one.wrong) for one in found if one.where == "[letterbox] database"]

    return said


def beyond(wrong):
    return [one for one in wrong if not any(one.startswith(always) for always in ALWAYS)]


def test_a_server_that_forgets_after_a_power_cut_is_named(complaints):
    found = complaints("public")
    assert beyond(found) == []
    assert len(found) == len(ALWAYS)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous_commit", "off"),
        ("log_statement", "all"),
        ("log_statement", "mod"),
        ("log_min_duration_statement", "0"),
        ("log_min_duration_sample", "100"),
        ("log_transaction_sample_rate", "0.5"),
        ("log_parameter_max_length_on_error", "-1"),
        ("log_error_verbosity", "verbose"),
    ],
)
def test_each_setting_that_loses_or_tells_is_named(complaints, setting, value):
    (found,) = beyond(complaints("public", **{setting: value}))
    assert found.startswith(setting)


def test_entering_as_the_owner_is_named_twice_on_the_street(complaints):
    found = beyond(complaints(""))
    assert [one.split(" ")[0] for one in found] == ["entered", "the"]
    assert "parcels, slips, letters" in found[1]


def test_the_desks_own_roles_are_no_complaint_and_one_of_them_on_the_street_is(complaints):
    assert beyond(complaints("collector", Door.DESK)) == []
    assert beyond(complaints("desk", Door.DESK)) == []
    (found,) = beyond(complaints("collector"))
    assert "may read what is sealed" in found


@pytest.mark.parametrize(
    ("host", "mode", "safe"),
    [
        ("/run/postgresql", "prefer", True),
        ("127.0.0.1", "disable", True),
        ("::1", "prefer", True),
        ("localhost", "prefer", True),
        ("db.example.invalid", "prefer", False),
        ("db.example.invalid", "require", False),
        ("db.example.invalid", "verify-ca", False),
        ("db.example.invalid", "verify-full", True),
        ("192.0.2.7", "", False),
    ],
)
def test_a_way_over_the_network_must_check_whom_it_speaks_to(host, mode, safe):
    assert private(host, mode) is safe


def test_a_server_that_is_gone_is_named_once(world):
    gone = world.settings.letterbox.database.replace("dbname", "").replace("?host=", "_gone?host=")
    letterbox = world.settings.letterbox.model_copy(update={"database": gone})
    found = examine(world.settings.model_copy(update={"letterbox": letterbox}), [Door.PUBLIC])
    assert [one.wrong for one in found if one.where == "[letterbox] database"] == ["cannot be used (Unavailable)"]
