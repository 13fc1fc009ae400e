"""Documents made to exhaust memory, or not what their ending says: a reason, and no more room than others take."""

import zipfile

import pytest

from samestory.intake import read_articles

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
WORDS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
TYPE = "application/vnd.oasis.opendocument.text"


def odt(path, content):
    """A small OpenDocument text without meta.xml, as some programs write it."""
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", TYPE)
        parts.writestr(
            "META-INF/manifest.xml",
            f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry m:full-path="/" m:media-type="{TYPE}"/>'
            '<m:file-entry m:full-path="content.xml" m:media-type="text/xml"/></m:manifest>',
        )
        parts.writestr(
            "content.xml",
            f'<o:document-content xmlns:o="{OFFICE}" xmlns:text="{WORDS}"><o:body><o:text>{content}</o:text></o:body>'
            "</o:document-content>",
        )


def test_a_space_repeated_two_thousand_million_times_is_one_space(tmp_path):
    odt(tmp_path / "a.odt", '<text:p>Two streets<text:s text:c="2000000000"/>were buried in mud.</text:p>')
    articles, _ = read_articles(tmp_path / "a.odt")
    assert "Two streets were buried in mud." in {*articles["text"], *articles["title"]}


def test_old_versions_and_a_table_of_contents_are_no_part_of_the_text(tmp_path):
    words = "<text:p>{}</text:p>"
    deleted = f"<text:changed-region><text:deletion>{words.format('It stood.')}</text:deletion></text:changed-region>"
    contents = f"<text:index-body>{words.format('1 The dam')}</text:index-body>"
    odt(
        tmp_path / "a.odt",
        f"<text:tracked-changes>{deleted}</text:tracked-changes>"
        f"<text:table-of-content>{contents}</text:table-of-content>"
        f"{words.format('The dam')}{words.format('It gave way at dawn.')}",
    )
    articles, _ = read_articles(tmp_path / "a.odt")
    assert articles[["title", "text"]].to_numpy().tolist() == [["The dam", "It gave way at dawn."]]


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_document_that_is_none_is_called_so_and_is_not_taken_for_an_archive(tmp_path, ending):
    with zipfile.ZipFile(tmp_path / f"a.{ending}", "w") as parts:
        parts.writestr("other.xml", "<a/>")
    articles, report = read_articles(tmp_path / f"a.{ending}")
    assert len(articles) == 0 and len(report.rejects) == 1
    assert report.rejects.loc[0, "file"] == f"a.{ending}" and "no reader" not in report.rejects.loc[0, "reason"]
