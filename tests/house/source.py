"""The source of the house, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTAL = ROOT / "portal"


def modules(under: Path = PORTAL) -> Iterator[Path]:
    """Every Python file of the product (migration scripts are history, not house)."""
    for path in sorted(under.rglob("*.py")):
        if "versions" not in path.parts:
            yield path


def imports(path: Path) -> set[str]:
    """The dotted names a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def roots(path: Path) -> set[str]:
    """The top-level packages a module imports."""
    return {name.split(".")[0] for name in imports(path)}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, its docstring not counted: advice to callers is not what makes a function long."""
    start = node.lineno
    if ast.get_docstring(node) is not None and len(node.body) > 1:
        doc = node.body[0]
        return (node.end_lineno or start) - start + 1 - ((doc.end_lineno or 0) - doc.lineno + 1)
    return (node.end_lineno or start) - start + 1


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
