"""``samestory fetch`` on the command line."""

import pytest
from server import answer, page
from typer.testing import CliRunner

from samestory.cli import app

PAGE = page()


@pytest.fixture
def run(lab):
    def run(*words):
        return CliRunner().invoke(
            app, ["fetch", str(lab.folder), "--allow-local", "--no-archive", "--pause", "0.5", *words]
        )

    return run


def local(lab, path):
    return f"http://127.0.0.1:{lab.server.port}{path}"


def test_dry_run_asks_nobody(lab, run):
    lab.ledger(a=local(lab, "/1"), b="http://news.example/2", c="no address")
    result = run("--dry-run")
    assert result.exit_code == 0 and lab.server.seen == [] and not (lab.folder / "texts").exists()
    assert "b  news.example  http://news.example/2" in result.output and "c  no host  no address" in result.output
    assert "3 pages of 3 hosts would be asked for; nothing was fetched" in result.output


def test_exit_status(lab, run):
    lab.server.routes["/1"] = answer(PAGE)
    lab.ledger(a=local(lab, "/1"), b=local(lab, "/2"))
    result = run("--only", "b")
    assert result.exit_code == 1 and "b: failed: gone: status 404" in result.output
    assert "      1  gone: no longer there (404, 410, or it leads to the front page): b" in result.output
    assert run().exit_code == 0  # b is still gone, but a was had
    assert run("--strict", "--again").exit_code == 1


def test_without_allow_local_this_machine_is_not_asked(lab):
    lab.ledger(a=local(lab, "/1"))
    result = CliRunner().invoke(app, ["fetch", str(lab.folder), "--no-archive"])
    assert result.exit_code == 1 and lab.server.seen == []
    assert "127.0.0.1 is 127.0.0.1, not a public address (--allow-local fetches it nevertheless)" in result.output


def test_no_proxy_of_the_environment_is_used(lab, run, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    lab.server.routes["/1"] = answer(PAGE)
    lab.ledger(a=local(lab, "/1"))
    assert run().exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--pause", "0"], "pause is 0.0; allowed are 0.5 to 3,600"),
        (["--timeout", "0"], "timeout is 0.0; allowed are 1 to 3,600"),
        (["--max-bytes", "1000000000"], "max-bytes is 1000000000; allowed are 1,000 to 20,000,000"),
        (["--jobs", "0"], "jobs is 0; allowed are 1 to 32"),
        (["--contact", "a\r\nX-Evil: 1"], "contact: give a mail address"),
        (["--contact", "a) (b"], "contact: give a mail address"),
        (["--only", "b"], "no article 'b'"),
    ],
)
def test_wrong_options_are_said_before_anybody_is_asked(lab, run, words, said):
    lab.ledger(a=local(lab, "/1"))
    result = run(*words)
    assert result.exit_code == 1 and said in str(result.exception) and lab.server.seen == []
