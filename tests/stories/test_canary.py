"""The canary of every run: after a whole story no file of the deployment holds a word of it (T1, T2)."""

import logging
import tempfile
from pathlib import Path

from tests.canary import CANARIES, canary_report, found_in


def temporary_files():
    """What other programs leave behind in the temporary folders, ours included if we did."""
    for folder in {Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm")}:
        for path in folder.glob("*"):
            if path.is_file() and path.stat().st_size < 50_000_000:
                yield str(path), path.read_bytes()


def test_after_a_whole_story_no_file_holds_a_word_of_it(world, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    reporter, files = canary_report(world)
    world.collects()
    lin = world.officer("lin")
    (number,) = lin.numbers()
    lin.registers(number)
    lin.replies(number, CANARIES["reply"])
    lin.decides(number, "accept", text=CANARIES["reason"])
    lin.downloads(number, 0, 2)
    world.collects()
    reporter.mailbox()
    reporter.writes_letter(CANARIES["letter"], files=files)
    world.collects()
    assert CANARIES["letter"] in lin.opens(number).text

    secrets = [world.people["lin"].passphrase, world.people["lin"].totp_secret]
    assert found_in(world.every_byte(), reporter.code, secrets) == []
    assert found_in(temporary_files(), reporter.code, secrets) == []
    said = [("log", caplog.text.encode()), *(("terminal", text.encode()) for text in capfd.readouterr())]
    assert found_in(said, reporter.code, secrets) == []


def test_the_canary_would_be_seen(world):
    """The check can fail: written to a file in any spelling, the canary is found."""
    from tests.canary import spellings

    for number, form in enumerate(spellings(CANARIES["name"])):
        (world.folder / f"leak-{number}").write_bytes(b"xx" + form + b"xx")
        assert found_in(world.every_byte(), "none")[0] == (f"leak-{number}", "name")
        (world.folder / f"leak-{number}").unlink()
