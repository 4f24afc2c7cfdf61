"""html-validate, installed by `npm ci` in tests/npm: whether what the doors send is HTML as the standard has it."""

import json
import shutil
import subprocess
from pathlib import Path

from portal.demonstration.running import ROOT
from tests.loopback import unavailable

FOLDER = Path(__file__).parents[1] / "npm"
COMMAND = FOLDER / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"

# "standard" is the conformance of the HTML standard and nothing of taste.
RULES = {"root": True, "extends": ["html-validate:standard"], "rules": {}}


def faults(folder: Path) -> list[str]:
    """Every fault of the pages in `folder` (*.html), as "page:line: rule: why"."""
    node = shutil.which("node") or shutil.which("node", path=ROOT / ".venv" / "bin")
    if node is None or not COMMAND.is_file():
        unavailable("NOT TESTED FOR VALID HTML: there is no html-validate (run `npm ci` in tests/npm)")
    (folder / ".htmlvalidate.json").write_text(json.dumps(RULES), encoding="utf-8")
    command = [node, str(COMMAND), "--formatter", "json", "--ext", "html", "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    found = json.loads(ran.stdout)
    return [
        f"{Path(page['filePath']).stem}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for page in found
        for fault in page["messages"]
    ]
