import io
import logging
import sys
from contextlib import redirect_stderr

import pytest

from portal.web.logs import DiscreetFormatter, DiscreetHandler, describe, install_logs
from tests.web.conftest import CANARY


@pytest.fixture
def log():
    """Run an act with a discreet logger of the given name and return what was written."""

    def write(name, act):
        logger = logging.Logger(name)  # noqa: LOG001  of this test alone
        logger.addHandler(DiscreetHandler())
        with redirect_stderr(io.StringIO()) as written:
            act(logger)
        return written.getvalue()

    return write


def broken(value):
    try:
        return {}[value]
    except KeyError as missing:
        raise ValueError(f"bad {value}") from missing


def test_an_error_is_its_class_and_place_and_nothing_else(log):
    def act(logger):
        try:
            broken(CANARY)
        except ValueError:
            logger.exception("could not read %s", CANARY)

    written = log("portal.sample", act)
    assert CANARY not in written
    assert written.count("\n") == 1
    assert written.startswith("ERROR portal.sample test_logs.py:")
    assert "could not read %s" in written
    assert "builtins.ValueError at test_logs.py:" in written
    assert "<- builtins.KeyError at test_logs.py:" in written


def test_messages_of_libraries_are_not_repeated(log):
    written = log("gunicorn.error", lambda logger: logger.warning("request from %s: %s", "203.0.113.9", CANARY))
    assert CANARY not in written
    assert "request" not in written
    assert log("portalx", lambda logger: logger.warning(CANARY)).count(CANARY) == 0


def test_a_message_that_is_no_template_is_dropped(log):
    assert log("portal", lambda logger: logger.info(ValueError(CANARY))).count(CANARY) == 0
    assert log("portal", lambda logger: logger.info("ready")).endswith("ready\n")


def test_exc_info_without_an_error_is_no_error(log):
    def act(logger):
        logger.error("no error at hand", exc_info=True)  # noqa: LOG014  the case in question

    assert log("portal", act).endswith("no error at hand\n")


def test_an_error_that_was_never_raised_or_goes_round_in_circles_can_be_described():
    assert describe(ValueError(CANARY)) == "builtins.ValueError at ?"
    first, second = ValueError(CANARY), KeyError(CANARY)
    first.__cause__, second.__cause__ = second, first
    assert describe(first) == "builtins.ValueError at ? <- builtins.KeyError at ?"


def test_the_place_of_ours_is_named_beside_the_library_that_failed():
    from portal.web.language import load_translations

    with pytest.raises(OSError, match=r"messages\.po") as caught:
        load_translations(__import__("pathlib").Path("/nonexistent") / CANARY)
    told = describe(caught.value)
    assert "portal/web/language.py:" in told
    assert "pathlib.py:" in told
    assert CANARY not in told


def test_the_root_logger_gets_one_handler_however_often_it_is_asked():
    root = logging.Logger("root")  # noqa: LOG001  of this test alone
    install_logs(root)
    install_logs(root)
    assert [type(handler) for handler in root.handlers] == [DiscreetHandler]
    assert isinstance(root.handlers[0].formatter, DiscreetFormatter)
    assert root.handlers[0].stream is sys.stderr


def test_an_unforeseen_error_of_a_request_is_logged_without_its_address_or_values(build, capsys):
    client = build().test_client()
    assert client.get(f"/zh/fail/{CANARY}?q={CANARY}").status_code == 500
    written = capsys.readouterr().err
    assert "builtins.RuntimeError" in written
    assert CANARY not in written
