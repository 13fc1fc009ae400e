"""The README tells the truth: its numbers are computed, its notebooks and commands are there."""

import importlib.util
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
    picture, *_ = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", FIRST_SCREEN)
    assert (paths.home() / picture).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_the_table_of_notebooks_lists_each_with_its_title():
    listed = dict(re.findall(r"\| \[`(\w+)`\]\(notebooks/\w+\.ipynb\) \| (.+?) \|", README))
    there = {}
    for path in sorted(paths.notebooks().glob("*.ipynb")):
        first = nbformat.read(path, 4).cells[0].source.splitlines()[0]
        there[path.stem] = first.removeprefix("# ")
    assert listed == there, "the table of notebooks in README.md needs one row a notebook, with its title"


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
    assert said in " ".join(README.split())
    counts = near["relation"].value_counts()
    text = f"({counts['nearer']} closer to the origin, {counts['unsourced']} that name no outlet or agency as their"
    readme = " ".join(README.split())
    assert f"compared with {len(near) - 1} other articles" in readme and text in readme


@pytest.mark.parametrize("command", ["run", "check", "refresh", "list", "stories", "new", "validate", "code", "intake"])
def test_every_command_is_there_and_in_the_docs(command):
    assert f"## samestory {command}\n" in (paths.home() / "docs" / "commands.md").read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0


def test_every_place_named_in_the_table_of_additions_exists():
    table = (paths.home() / "docs" / "extending.md").read_text(encoding="utf-8")
    places = [place.split("<")[0] for place in re.findall(r"`((?:lib|seeds|notebooks|tests)/[\w/.<>]+)`", table)]
    assert len(places) > 8
    for place in places:
        assert (paths.home() / place).exists(), place


def test_the_findings_are_what_the_measures_say():
    story = ss.load_story("mali-drones")
    events = ss.sources.independence(story.articles, story.table("families"), story.joined("chains"), by="event")
    row = events.set_index("event").loc["denial_oct"]
    assert f"{row.n_articles} articles report Kyiv's denial. They are {row.n_families} copy families" in README
    assert f"go back to {row.n_origins} origins" in README
    values = ss.numbers.values(story.joined("numbers"), story.articles, families=story.table("families"))
    dead = values[values["quantity"] == "tinz_wagner_dead"]
    assert (ss.numbers.conflicts(dead)["kind"] == "conflict").any()


def test_the_readme_is_short_and_its_pictures_and_links_exist():
    assert len(README.splitlines()) <= 120
    for place in re.findall(r"\]\(((?!http)[^)\s]+)\)", README):
        assert (paths.home() / place).exists(), place


@pytest.mark.parametrize("page", sorted(paths.home().glob("docs/*.md")), ids=lambda page: page.stem)
def test_links_of_the_docs_exist(page):
    for link in re.findall(r"\]\(((?!http)[^)\s]+)\)", page.read_text(encoding="utf-8")):
        place, _, anchor = link.partition("#")
        target = page.parent / place if place else page
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)", target.read_text(encoding="utf-8"), re.MULTILINE)
            made = {re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-") for heading in headings}
            assert anchor in made, f"{link}: no such heading in {target.name}"


def test_the_made_pages_of_the_docs_are_up_to_date():
    spec = importlib.util.spec_from_file_location("make_docs", paths.home() / "docs" / "make.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    for name, make in made.PAGES.items():
        there = (paths.home() / "docs" / name).read_text(encoding="utf-8")
        assert there == make().rstrip() + "\n", f"docs/{name} is out of date: run make docs"


def test_the_glossary_has_at_most_30_terms():
    lines = (paths.home() / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith("| ")]) - 1 <= 30


def test_the_python_example_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102
    assert "figure rates:" in capsys.readouterr().out


def loaded(code):
    """What is given to ``load_story``, also by a loop over a tuple of names."""
    loops = r"load_story\((\w+)\) for \1 in \(([\w, ]+)\)"
    code = re.sub(loops, lambda loop: " ".join(f"load_story({name.strip()})" for name in loop[2].split(",")), code)
    return re.findall(r"load_story\((.*?)\)", code)


def test_a_notebook_reads_no_story_but_those_of_its_parameters():
    """A run is repeated if a story changes that a parameter names; a change of another story would go unnoticed.

    The lessons of teaching/ are no runs; they read the story they are about.
    """
    for path in sorted(paths.notebooks().glob("*.ipynb")):
        named = loaded("\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"))
        ours = [one for one in named if not one.startswith("folder")]  # a copy that the page itself makes and changes
        assert all(re.fullmatch(r"(\w+_)?story(, coder=coder)?", one) for one in ours), path.name
        assert len(named) == len(ours) or path.stem == "14_coding", path.name
        assert len(set(ours)) == len(ours), path.name
