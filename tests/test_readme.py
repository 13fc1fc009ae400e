"""The README tells the truth: its numbers are computed, its notebooks and commands are there."""

import re

import nbformat
import pytest
from typer.testing import CliRunner

import samestory as ss
from samestory import paths
from samestory.cli import app

README = (paths.home() / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN = "\n".join(README.splitlines()[:45])


def test_the_two_commands_and_a_figure_are_on_the_first_screen():
    assert "make figures" in FIRST_SCREEN and "make test" in FIRST_SCREEN
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", FIRST_SCREEN)
    assert (paths.home() / picture).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_table_of_notebooks_lists_each_with_its_title():
    listed = dict(re.findall(r"\| \[`(\w+)`\]\(notebooks/\w+\.ipynb\) \| (.+?) \|", README))
    there = {}
    for path in sorted(paths.notebooks().glob("*.ipynb")):
        first = nbformat.read(path, 4).cells[0].source.splitlines()[0]
        there[path.stem] = first.removeprefix("# ")
    assert listed == there


def test_counts_of_the_shipped_stories():
    mali, harbour = ss.load_story("mali-drones"), ss.load_story("harbour-fire")
    articles = mali.articles
    pages, outlets, languages = len(articles), articles["outlet"].nunique(), articles["language"].nunique()
    assert f"ledger of {pages} pages of {outlets} outlets in {languages} languages" in README
    assert f"page: {len(harbour.articles)} articles in four languages" in README
    assert harbour.articles["language"].nunique() == 4


def test_what_the_first_figure_is_said_to_show():
    story = ss.load_story("mali-drones")
    near = ss.sources.comparison_set(story.table("chains"), story.articles, story.settings.focus)
    steps = ss.claims.hardening(
        story.table("claims"), story.table("families"), story.settings.focus, near["article_id"]
    )
    made = steps[steps["status"].isin(["asserted", "attributed", "hedged"])]
    said = f"{(made['step'] == 'hardened').sum()} of its {len(made)} claims more firmly"
    assert said in README and ss.sources.comparison_note(near).replace(": ", " (") in " ".join(README.split())


@pytest.mark.parametrize("command", ["run", "check", "refresh", "list", "stories", "new", "validate"])
def test_every_command_is_there_and_in_the_readme(command):
    assert f"samestory {command}" in README
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0


def test_every_place_named_in_the_table_of_additions_exists():
    for place in re.findall(r"`((?:lib|seeds|notebooks)/[\w/.]+)`", README):
        assert (paths.home() / place).exists(), place


def test_the_python_example_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102
    assert "figure hardening:" in capsys.readouterr().out


def test_a_notebook_reads_no_story_but_those_of_its_parameters():
    """A run is made anew when a story changes that a parameter names; another read on the side would go unnoticed."""
    for path in sorted(paths.notebooks().rglob("*.ipynb")):
        code = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code")
        named = re.findall(r"load_story\((.*?)\)", code)
        assert all(re.fullmatch(r"(\w+_)?story(, coder=coder)?", one) for one in named), path.name
        assert len(set(named)) == len(named), path.name
