"""YAML is read by libyaml if it reads it as ruamel does: same values, same lines, same columns."""

import pytest

from samestory import yamlfile
from samestory.errors import StoryError
from samestory.languages.model import FOLDER
from samestory.paths import home
from samestory.yamlfile import parse_yaml

SHIPPED = sorted([*FOLDER.glob("*.yaml"), *(home() / "seeds").glob("*/*.yaml")])


def by_ruamel(monkeypatch, text, **options):
    with monkeypatch.context() as patch:
        patch.setattr(yamlfile, "_parsed_fast", lambda *given: None)
        return parse_yaml(text, "x.yaml", **options)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_files_are_read_fast_and_alike(path, monkeypatch):
    text = path.read_text(encoding="utf-8")
    fast = yamlfile._parsed_fast(text, "x.yaml", True, 1)
    assert fast is not None and fast == by_ruamel(monkeypatch, text, typed=True)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "title: A: b\n",
        "published: 2024-10\nid: 1.10\nclock: 10:30\nyes: no\nold: 0o7\nsum: 1_000\nbinary: 0b1\n",
        "author:\ntitle: x\n",
        "a: [b?, 'c', \"d\\x41\"]\n",
        "a: ~\nb: null\nc: True\nd: .inf\ne: 1e3\nf: 010\n",
        "a: &x b\nc: *x\n",
        "? a\n: b\n",
        "a: 1\na: 2\n",
        "a: \x85b\n",
        "a: b\u2028c\n",
        '["a":, b]\n',
        "a: |\n  two\n  lines\nb: >-\n  folded\n  text\n",
        "a: b # comment\n# comment\n\nc: d#e\n",
        "<<: {a: b}\n",
        "a: !!str 1\nb: ! 2\n",
        "a: =\n",
        "--- \na: b\n...\n",
        "%YAML 1.1\n---\na: yes\n",
        "",
        "a:\tb\n",
        "\ufeffa: b\n",
    ],
)
def test_either_parser_gives_the_same_values_or_the_same_fault(text, typed, monkeypatch):
    def said(parse):
        try:
            found = parse()
        except StoryError as error:
            return str(error)
        return repr(found.data), found.lines, found.columns

    given = said(lambda: parse_yaml(text, "x.yaml", typed=typed, first_line=3))
    assert given == said(lambda: by_ruamel(monkeypatch, text, typed=typed, first_line=3))
