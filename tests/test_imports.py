"""Arrows go one way: a layer imports only from layers before it, and no measure imports another measure."""

import ast
from pathlib import Path

import samestory

PACKAGE = Path(samestory.__file__).parent

# Layers in order: a layer may import every layer above its own line, and nothing below it.
ORDER = (
    {
        "errors",
        "paths",
        "yamlfile",
        "lazy",
        "live",
        "order",
        "statistics",
        "correction",
        "gazetteer",
        "cache",
        "waiting",
    },
    {"schema", "languages"},
    {"text", "copies", "notes", "html", "notebooks"},
    {"engine", "simulate", "invent"},
    {"intake"},
    {"coding"},
    {"story"},
    {"plotting", "fetch"},
    {"questions"},
    {"report", "workbench"},
    {"runs"},
    {"teaching"},
    {"cli"},
    {"__init__", "__main__"},
)
ALLOWED = {layer: set().union(*ORDER[:at]) | ORDER[0] for at, layers in enumerate(ORDER) for layer in layers}


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[tuple[str, str]]:
    """(layer, whole module) of everything the file imports from this package."""
    found = set()
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.level:
            base = parts[: len(parts) - node.level]
            module = (node.module or "").split(".") if node.module else []
            names = [[*base, *module]] if module else [[*base, alias.name] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "samestory":
            module = node.module.split(".")[1:]
            names = [module] if module else [[alias.name] for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [a.name.split(".")[1:] for a in node.names if a.name.split(".")[0] == "samestory"]
        found |= {(name[0], ".".join(name[:2])) for name in names if name}
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


def test_every_layer_has_its_place():
    assert {layer_of(path) for path in FILES} == set(ALLOWED)


def test_imports_go_one_way():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in FILES
        for layer, module in imported(path)
        if layer != layer_of(path) and layer not in ALLOWED[layer_of(path)]
    ]
    assert wrong == []


def test_no_question_imports_another():
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {module}"
        for path in (PACKAGE / "questions").rglob("*.py")
        for layer, module in imported(path)
        if layer == "questions" and module.split(".")[1:] != [path.parent.name]
    ]
    assert wrong == []


def test_the_rule_sees_a_forbidden_import(tmp_path, monkeypatch):
    layer = tmp_path / "schema"
    layer.mkdir()
    (layer / "bad.py").write_text("from ..plotting import show_figure\nimport samestory.runs\n")
    monkeypatch.setattr("test_imports.PACKAGE", tmp_path)
    assert {layer for layer, _ in imported(layer / "bad.py")} == {"plotting", "runs"}
