"""What tests share: a small sound story folder to damage; and which files `make test-fast` leaves out."""

import functools
import gc
import os
from pathlib import Path

import pytest
from browser import browser  # noqa: F401
from example import example_story
from hypothesis import is_hypothesis_test, settings

from samestory import cache, paths
from samestory.story import load

os.environ["SAMESTORY_TEXTS"] = "no"  # what somebody fetched for a shipped story is not what is tested
os.environ["SAMESTORY_MODELS"] = os.devnull  # nor is what somebody trained
cache.FEWEST = 1_000_000  # nor what was kept: a test may put another function in the place of one


def read_once(read):
    """A shipped story is read once a process: no test changes one, and a Story hands out copies of its tables."""
    kept = {}

    @functools.wraps(read)
    def read_story(folder, **options):
        if folder.parent != paths.PACKAGE.parents[1] / "seeds":
            return read(folder, **options)
        key = (folder, *sorted(options.items()))
        if key not in kept:
            kept[key] = read(folder, **options)
        story, faults = kept[key]
        return story, list(faults)

    return read_story


load.read_story = read_once(load.read_story)

# Files that start kernels, kill processes, fuzz, or measure growth or public sets. `make test` runs them too.
SLOW = (
    "bench/",
    "coding/test_attribution_bounds.py",
    "fetch/test_watch_kill.py",
    "intake/test_fuzz.py",
    "intake/formats/test_page_gold.py",
    "intake/formats/test_press_gold.py",
    "runs/test_lab_browser.py",
    "runs/test_page_browser.py",
    "report/test_report_story.py",
    "report/test_write_report.py",
    "runs/test_run_check.py",
    "runs/test_run_command.py",
    "runs/test_run_fork.py",
    "runs/test_run_hostile.py",
    "runs/test_run_kill.py",
    "runs/test_run_machine.py",
    "runs/test_run_made.py",
    "runs/test_run_mornings.py",
    "runs/test_run_refresh.py",
    "runs/test_run_store.py",
    "runs/test_run_unattended.py",
    "runs/test_site.py",
    "runs/test_site_kill.py",
    "runs/test_site_browser.py",
    "runs/test_site_hostile.py",
    "runs/test_site_search.py",
    "seeds/test_harbour_fire_unseen.py",
    "teaching/test_class.py",
    "test_mutation.py",
    "test_own_story.py",
    "text/test_bounds.py",
    "workbench/test_adjudication_browser.py",
    "workbench/test_bench_browser.py",
    "workbench/test_explore_browser.py",
    "workbench/test_explored.py",
    "workbench/test_hand_kill.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the slow files, and those that measure how time grows with length; slow files come first.

    So two processes that share the files end at about the same time. Growth is measured by `make faults` only, which
    also tries four times as many examples of each property.
    """
    here, fewer = Path(__file__).parent, set()
    slow = {item.path for item in items if item.path.relative_to(here).as_posix().startswith(SLOW)}
    is_long = "SAMESTORY_ROUND" in os.environ
    for item in items:
        if item.path in slow or "grows" in item.name:
            item.add_marker("slow")
        if "grows" in item.name and not is_long:
            item.add_marker(pytest.mark.skip(reason="measures how time grows with length; `make faults` runs it"))
        function = getattr(item, "obj", None)
        if is_hypothesis_test(function) and function not in fewer and not is_long:
            fewer.add(function)
            usual = function._hypothesis_internal_use_settings
            function._hypothesis_internal_use_settings = settings(usual, max_examples=-(-usual.max_examples // 4))
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The collector of garbage leaves alone what the test files made: half a million objects, seen each time."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many processes were killed, and what became of their results."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    rows = [said for one in reports if one.when == "call" for name, said in one.user_properties if name == "kills"]
    if not rows:
        return
    rows.append(["all", sum(row[1] for row in rows), sum(row[2] for row in rows)])
    terminalreporter.write_line(f"{'kill -9 of':22} killed recovered lost")
    for who, killed, recovered in rows:
        terminalreporter.write_line(f"{who:22} {killed:6,} {recovered:9,} {killed - recovered:4,}")


@pytest.fixture
def small_story(tmp_path: Path) -> Path:
    """A small sound story folder: one article, one claim, one row of coding."""
    return example_story("small", tmp_path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project folder of its own: seeds, notebooks and outputs apart from the checkout's."""
    for name in ("seeds", "notebooks", "outputs"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("SAMESTORY_HOME", str(tmp_path))
    return tmp_path
