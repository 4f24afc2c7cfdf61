"""The never-arrows that import-linter cannot draw (the others are contracts in pyproject.toml)."""

import subprocess
import sys

import pytest

from tests.house.source import PORTAL, ROOT, imports, modules, name, roots

PURE = ("rules.py", "chain.py", "matching.py", "telltales.py", "transitions.py", "table.py")
HASHING = {"hashlib", "hmac"}
MAY_HASH = (
    "portal/age/",
    "portal/sealing/",
    "portal/desk/audit/chain.py",
    "portal/blobs/digests.py",
    "portal/backup/digesting.py",
)
ABOVE_THE_DOORS = ("portal/demonstration/", "portal/doctor/", "portal/backup/")
READS_SETTINGS = {"app.py", "portal/commands.py", "portal/public/__init__.py", "portal/desk/__init__.py"}


def of_the_house(path):
    return name(path)


@pytest.mark.parametrize("path", list(modules()), ids=of_the_house)
def test_pure_files_are_pure(path):
    if path.name in PURE:
        assert roots(path) & {"flask", "sqlalchemy", "werkzeug", "wtforms"} == set()
        assert not any(entry.startswith("portal.letterbox") for entry in imports(path))


@pytest.mark.parametrize("path", list(modules()), ids=of_the_house)
def test_views_know_neither_the_database_nor_another_rooms_records(path):
    if path.name == "views.py":
        assert "sqlalchemy" not in roots(path)
        assert not any(part == "records" for entry in imports(path) for part in entry.split("."))


@pytest.mark.parametrize("path", list(modules()), ids=of_the_house)
def test_hashes_are_made_where_they_are_argued(path):
    if not name(path).startswith(MAY_HASH):
        assert roots(path) & HASHING == set(), "move it to sealing, where the attack is written beside it"


@pytest.mark.parametrize("path", list(modules()), ids=of_the_house)
def test_settings_are_handed_in_not_fetched(path):
    reader = name(path) in READS_SETTINGS or name(path).startswith(ABOVE_THE_DOORS) or path.name == "commands.py"
    if not reader and path != PORTAL / "settings.py":
        assert not any(entry.startswith("portal.settings") for entry in imports(path))
        text = path.read_text(encoding="utf-8")
        assert "current_app.config" not in text
        assert "os.environ" not in text
        assert "getenv(" not in text


def test_the_street_door_never_loads_the_desk(tmp_path):
    """In a fresh interpreter, without any key: the door comes up closed, and no desk code with it."""
    config = tmp_path / "config.toml"
    config.write_text("[deployment]\nmode = 'production'\n", encoding="utf-8")
    code = (
        "import sys, app\n"
        f"door = app.public({str(config)!r})\n"
        "loaded = [name for name in sys.modules if name.startswith('portal.desk')]\n"
        "assert not loaded, loaded\n"
        "names = door.jinja_env.list_templates()\n"
        "assert names and not [n for n in names if not n.startswith(('public/', 'shared/'))], names\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


HEAVY = {"alembic", "docx", "PIL", "pikepdf", "pypdfium2", "python_calamine"}
"""What serves commands and children only: no door that waits for visitors has it in memory."""


@pytest.mark.parametrize("door", ["public", "desk"])
def test_a_door_that_waits_has_loaded_nothing_heavy(door):
    code = f"import sys, portal.{door}\nprint(*{HEAVY!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
