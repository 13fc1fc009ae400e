"""Arrows go one way: a layer imports only from layers before it, and no measure imports another measure."""

import ast
from pathlib import Path

import samestory

PACKAGE = Path(samestory.__file__).parent

# Each layer may import what is named; a new folder or module must be given its place here.
ALLOWED = {
    "errors": set(),
    "paths": set(),
    "prose": {"errors"},
    "findings": {"errors", "tables"},
    "highlighted": {"errors", "prose", "tables", "text"},
    "sidebyside": {"errors", "prose", "tables", "text"},
    "yamlfile": {"errors"},
    "languages": {"errors", "yamlfile"},
    "text": {"errors", "languages"},
    "gazetteer": {"errors", "yamlfile"},
    "tables": {"errors"},
    "statistics": {"errors"},
    "order": {"errors"},
    "engine": {"errors", "text", "gazetteer"},
    "links": {"errors", "tables", "engine"},
    "simulate": {"errors", "tables", "text"},
    "readers": {"errors", "yamlfile", "tables", "text", "languages", "gazetteer"},
    "intake": {"errors", "tables", "text", "languages", "order", "engine", "readers"},
    "coding": {"errors", "paths", "tables", "text", "languages", "gazetteer", "order"},
    "sources": {"errors", "tables", "languages", "gazetteer", "coding"},
    "story": {
        "errors",
        "paths",
        "yamlfile",
        "order",
        "tables",
        "text",
        "readers",
        "intake",
        "coding",
        "sources",
        "measures",
    },
    "fetch": {"errors", "paths", "yamlfile", "tables", "text", "readers", "intake", "story"},
    "measures": {
        "errors",
        "tables",
        "text",
        "languages",
        "statistics",
        "order",
        "engine",
        "gazetteer",
        "sources",
        "links",
    },
    "figures": {"errors", "tables", "text", "statistics"},
    "runs": {"errors", "paths", "yamlfile", "tables", "story", "figures"},
    "bench": {
        "errors",
        "paths",
        "tables",
        "text",
        "engine",
        "simulate",
        "measures",
        "readers",
        "intake",
        "story",
        "coding",
        "languages",
    },
    "cli": {"errors", "paths", "tables", "story", "measures", "runs", "intake", "fetch", "bench", "coding"},
    "__init__": {
        "errors",
        "statistics",
        "tables",
        "intake",
        "story",
        "measures",
        "figures",
        "prose",
        "findings",
        "simulate",
        "sidebyside",
        "sources",
        "coding",
        "highlighted",
    },
    "__main__": {"cli"},
}


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


def test_no_measure_imports_another_measure():
    wrong = [
        f"{path.name} imports {module}"
        for path in (PACKAGE / "measures").glob("[!_]*.py")
        for layer, module in imported(path)
        if layer == "measures"
    ]
    assert wrong == []


def test_the_rule_sees_a_forbidden_import(tmp_path, monkeypatch):
    layer = tmp_path / "tables"
    layer.mkdir()
    (layer / "bad.py").write_text("from ..figures import show\nimport samestory.runs\n")
    monkeypatch.setattr("test_imports.PACKAGE", tmp_path)
    assert {layer for layer, _ in imported(layer / "bad.py")} == {"figures", "runs"}


def test_files_have_one_purpose_and_a_bounded_size():
    long = {str(p.relative_to(PACKAGE)): n for p in FILES if (n := len(p.read_text().splitlines())) > 700}
    assert long == {}
