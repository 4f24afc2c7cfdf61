"""axe-core, installed by `npm ci` in tests/npm: the rules of WCAG 2.2 AA, asked of a page as it stands."""

from pathlib import Path

from tests.loopback import unavailable

SOURCE = Path(__file__).parents[1] / "npm" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Nothing is fetched again (preload), and only what is wrong is reported.
_RUN = """(rules) => axe.run(document, {
  runOnly: rules, preload: false, resultTypes: ['violations'], rules: {'target-size': {enabled: true}},
}).then((result) => result.violations.flatMap((fault) => fault.nodes.map(
  (node) => `${fault.id}: ${node.target.join(' ')}: ${(node.any[0] || node.all[0] || node.none[0] || {}).message}`)))"""


def prepare(context) -> None:
    """Have axe at hand in every page of `context`. The browser puts it there, so the page's policy stays in force."""
    if not SOURCE.is_file():
        unavailable("NOT TESTED WITH AXE: there is no axe-core (run `npm ci` in tests/npm)")
    context.add_init_script(path=SOURCE)


def violations(page):
    """Every fault of the page by WCAG 2.2 AA, as "rule: element: why"."""
    return page.evaluate(_RUN, {"type": "tag", "values": _TAGS})


def contrast_violations(page):
    """Only the rules that depend on colour; for the second colour scheme of a page already looked at."""
    return page.evaluate(_RUN, {"type": "rule", "values": ["color-contrast", "link-in-text-block"]})
