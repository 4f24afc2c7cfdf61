"""One command line, two doors: nothing of the other door is loaded, and the page in docs says what there is."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from portal.commands import main
from tests.house.source import ROOT


def tree(group=main, words=("portal",)):
    """Every command as (its words, the command)."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from tree(command, (*words, name))
        else:
            yield (*words, name), command


def page():
    """docs/commands.md as it must be."""
    parts = [
        "# Commands",
        "",
        "Made from the commands' own help; a test keeps this page equal to it. Exit code 0: done; 1: refused,",
        "or a check that failed; 2: wrong use. `--config FILE` before the command, or PORTAL_CONFIG, names the",
        "configuration.",
    ]
    for words, command in tree():
        context = click.Context(command, info_name=" ".join(words), max_content_width=100, terminal_width=100)
        help_text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts += ["", f"## {' '.join(words)}", "", "```text", help_text, "```"]
    return "\n".join(parts) + "\n"


def test_the_page_in_docs_is_what_the_commands_say():
    assert (ROOT / "docs/commands.md").read_text(encoding="utf-8") == page()


def test_every_command_says_what_it_does():
    assert [words for words, command in tree() if not (command.help or "").strip()] == []


@pytest.mark.parametrize("args", [[], ["--help"], ["officer", "--help"], ["roster", "--help"], ["db", "--help"]])
def test_help_needs_no_configuration(args):
    done = CliRunner().invoke(main, args)
    assert done.exit_code in (0, 2)
    assert "Commands:" in done.output


def test_a_place_in_the_table_that_is_no_command_is_found_at_once():
    from portal.commands import LazyGroup, Place

    group = LazyGroup("g", places={"x": Place("portal.commands:COMMANDS", "x")})
    with pytest.raises(TypeError, match="no command"):
        group.get_command(click.Context(group), "x")


@pytest.mark.parametrize(
    ("args", "never"),
    [
        (["roster", "check"], "portal.desk"),
        (["db", "upgrade", "--door", "letterbox"], "portal.desk"),
        (["office", "list"], "portal.public"),
        (["--help"], "portal.desk"),
    ],
)
def test_a_command_of_one_door_loads_nothing_of_the_other(tmp_path, args, never):
    config = tmp_path / "config.toml"
    config.write_text("[deployment]\nmode = 'production'\n", encoding="utf-8")
    code = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from portal.commands import main\n"
        f"done = CliRunner().invoke(main, ['--config', {str(config)!r}, *{args!r}])\n"
        "assert done.exception is None or isinstance(done.exception, SystemExit), done.exception\n"
        f"loaded = [name for name in sys.modules if name.startswith({never!r})]\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
