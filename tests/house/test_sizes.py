"""Size rot starts in views and conftest. The house measures itself."""

import ast
import statistics

from tests.house.source import PORTAL, ROOT, functions, length, modules, name

BANNED_NAMES = {"utils.py", "helpers.py", "misc.py", "manager.py", "common.py"}
TOP_LEVEL = {
    "app.py", "portal", "templates", "keys", "tests", "config.example.toml", "README.md", "Makefile", "pyproject.toml",
    "requirements", ".ci", "docs", "deploy", "LICENSE", "CHANGELOG.md", "SECURITY.md", ".gitignore",
}  # fmt: skip
MADE_LOCALLY = {".git", ".venv", "var", "config.toml", "build"}


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_longer_than_300_lines_and_the_median_stays_small():
    sizes = {name(path): lines(path) for path in [*modules(), ROOT / "app.py"]}
    assert {path: size for path, size in sizes.items() if size > 300} == {}
    assert statistics.median(size for size in sizes.values() if size) <= 110


def test_no_function_is_longer_than_50_lines_and_no_view_longer_than_20():
    long = {
        f"{name(path)}:{function.name}": length(function)
        for path in modules()
        for function in functions(path)
        if length(function) > (20 if path.name == "views.py" else 50)
    }
    assert long == {}


def test_conftests_stay_within_120_lines():
    assert {name(path): lines(path) for path in (ROOT / "tests").rglob("conftest.py") if lines(path) > 120} == {}


def test_every_room_has_a_name():
    assert [name(path) for path in modules() if path.name in BANNED_NAMES] == []


def test_the_top_level_is_the_owners_card_and_what_a_build_needs():
    found = {path.name for path in ROOT.iterdir()} - MADE_LOCALLY
    assert {entry for entry in found - TOP_LEVEL if not entry.startswith(".")} == set()
    assert {"app.py", "portal", "templates", "keys", "tests", "config.example.toml", "README.md"} <= found


def test_every_public_function_and_class_advises_its_caller():
    """Public by path and by name. Records, views and forms speak by what they declare."""
    silent = []
    for path in modules():
        if path.name in {"views.py", "records.py", "forms.py"} or path.name.startswith("_"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent += [
            f"{name(path)}:{node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
            and not (isinstance(node, ast.ClassDef) and path.is_relative_to(PORTAL / "settings.py"))
        ]
    assert silent == []
