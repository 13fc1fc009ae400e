"""The form of parameters: it reads the cell, offers what the story has, and writes only what changed."""

import ast

import pytest

import samestory as ss
from samestory.errors import RunError
from samestory.notebooks.notebook import notebook_files, read
from samestory.notebooks.parameters import declared, declared_in
from samestory.workbench.form import ParametersForm, written

CELL = """# the story
story: str = "harbour-fire"  # a story
coder: str = ""  # « whose »
most: int = 12; share = 0.5
article: str | None = None
answers: dict = {"H07": "H06",
    "H09": "H08"}  # a denial
is_long = True
outlets: list[str] = ["Ostvar"]
"""


@pytest.fixture(scope="module")
def form():
    return ParametersForm(CELL, {})


def told(form, do="read", source=None, **values):
    return form.answer({"id": 3, "do": do, "source": source, "values": values})


def test_the_form_offers_what_the_chosen_story_has(form):
    fields = {field["name"]: field for field in told(form)["fields"]}
    assert list(fields) == [one.name for one in form.known]
    story = ss.load_story("harbour-fire")
    assert [key for key, _ in fields["story"]["choices"]] == ss.stories()
    assert [key for key, _ in fields["coder"]["choices"]] == ["", *story.coders()]
    assert [key for key, _ in fields["article"]["choices"]] == ["null", *story.articles["article_id"]]
    assert fields["outlets"]["choices"][0][0] == sorted(story.articles["outlet"])[0]
    assert fields["most"]["choices"] == [] and fields["most"]["help"] == ""
    other = {field["name"]: field for field in told(form, story="mali-drones")["fields"]}
    assert len(other["article"]["choices"]) == 123


def test_only_what_changed_is_written_and_comments_stay(form):
    made = told(form, "write", story="mali-drones", article="x-1", answers='{"C23": "C01"}', is_long="false", most="12")
    assert made["source"] == CELL.replace("harbour-fire", "mali-drones").replace("= None", '= "x-1"').replace(
        '{"H07": "H06",\n    "H09": "H08"}', '{"C23": "C01"}'
    ).replace("True", "False")
    assert told(form, "write", article="null")["source"] == CELL


@pytest.mark.parametrize("value", ['a "quoted" name', "it's", "\\", "нафта", "\u202e", "</script>", "a\nb", "'\""])
def test_any_text_written_is_read_back(value):
    made = written(CELL, {"coder": value, "outlets": [value], "answers": {value: [1, None, 2.5, True]}})
    values = {
        node.target.id: ast.literal_eval(node.value) for node in ast.parse(made).body if hasattr(node, "annotation")
    }
    assert values["coder"] == value and values["outlets"] == [value]
    assert values["answers"] == {value: [1, None, 2.5, True]}


def test_a_value_is_refused_in_the_words_of_a_run(form):
    said = told(form, "write", most="many", story="harbor-fire")["faults"]
    assert said[0] == "the parameters cell: parameter 'most': 'many' (str) given, int wanted"
    assert "no story 'harbor-fire'. Did you mean 'harbour-fire'?" in said[1]
    assert "has no parameter 'mots'. Did you mean 'most'?" in told(form, "write", mots="3")["faults"][0]


@pytest.mark.parametrize(
    "message",
    [None, {}, {"id": 1}, {"id": 1, "do": "run"}, {"id": 1, "do": "read", "source": 5},
     {"id": 1, "do": "write", "values": [1]}, {"id": 1, "do": "write", "values": {"most": 3}},
     {"id": 1, "do": "read", "source": "import os"},
     {"id": 1, "do": "read", "source": "x" * 200_000}],
)  # fmt: skip
def test_a_message_that_is_none_is_answered_with_a_fault(form, message):
    assert form.answer(message)["fault"]


def test_every_committed_notebook_can_be_put_into_a_form(form):
    for path in notebook_files().values():
        cells = read(path)["cells"]
        source = next(cell["source"] for cell in cells if "parameters" in cell["metadata"].get("tags", []))
        fields = told(form, source=source)
        assert fields["faults"] == [] and len(fields["fields"]) == len(declared(path))
        assert written(source, {one.name: one.default for one in declared_in(cells, path.name)}) == source


def test_where_nobody_can_click_it_is_a_table_of_the_values_of_the_run():
    shown = ParametersForm(CELL, {"most": 7})
    assert shown.table.set_index("name")["value"][["most", "story"]].tolist() == ["7", '"harbour-fire"']
    assert set(shown._repr_mimebundle_()) == {"text/plain", "text/html"}
    with pytest.raises(RunError, match="no cell with parameters was run before"):
        ss.parameters_form()
