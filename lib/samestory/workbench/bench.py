"""The coding workbench: a widget where a person sits before the notebook, else a table of how far the coder is."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import SamestoryError
from ..live import is_live
from ..plotting.prose import Prose, show_table, show_text
from ..story import Story
from ..story.load import load_uncoded
from .session import Session

__all__ = ["code_by_hand"]

HERE = Path(__file__).parent


def code_by_hand(story: Story | str | Path, coder: str = "coder-1", *, blind: bool | None = None) -> Any:
    """Code articles by hand: the article at the left, the codebook at the right, by keyboard or mouse.

    Parameters
    ----------
    story
        A story, or its name or folder; automatic rows of the folder are then not read.
    coder
        Your name as a coder: small letters, digits, '.', '_', '-'. Decisions are written to
        ``coding/<table>.<coder>.csv`` of the story folder, each before the page says "saved".
    blind
        Whether suggestions and other coders are hidden; default: in the articles that ``coding/plan.csv`` has coded
        twice.

    Returns
    -------
    widget or Prose
        In JupyterLab, Notebook and VS Code the workbench; in a run or script a table of how far the coder is:
        ``table, articles, finished, rows``, counts of articles and of rows.

    Raises
    ------
    SamestoryError
        A name that cannot be a coder's, a coder who has no article in the coding plan, or whose rows are in files that
        are not the workbench's.

    Examples
    --------
    >>> ss.code_by_hand(story, "coder-1")
        table articles finished rows
       claims       31        0    0
      numbers       31        0    0
       labels       31        0    0
    citations       31        0    0
    coder-1 has finished 0 of 31 articles. To code, run this cell in JupyterLab: ...
    """
    loaded = story if isinstance(story, Story) else load_uncoded(story)
    session = Session(loaded, coder, blind)
    return _bench_class()(session) if is_live() else _progress(session)


def _progress(session: Session) -> Prose:
    table = session.progress()
    said = show_text(
        f"{session.coder} has finished {table['finished'].min()} of {len(session.order)} articles. To code, run this"
        f' cell in JupyterLab: `ss.code_by_hand("{session.story.name}", coder="{session.coder}")`.'
    )
    shown = show_table(table)
    return Prose(shown.html + said.html, f"{shown.plain}\n{said.plain}")


@cache
def _bench_class() -> type:
    """The widget; made at first use, so that no run has to load what only a front end needs."""
    import anywidget

    class Bench(anywidget.AnyWidget):
        """The workbench: it passes messages between the page and a ``Session``."""

        _esm = "".join((HERE / name).read_text(encoding="utf-8") for name in ("coding.js", "bench.js"))
        _css = "".join((HERE / name).read_text(encoding="utf-8") for name in ("coding.css", "bench.css"))

        def __init__(self, session: Session):
            super().__init__()
            self.session = session
            self._wanted: str | None = None
            self._at_work = threading.Lock()
            self.on_msg(lambda _, content, buffers: self.receive(content))

        def receive(self, content: Any) -> None:
            """Answer a message of the page; suggestions are looked for while the page goes on."""
            if isinstance(content, dict) and content.get("do") == "suggest":
                self._wanted = str(content.get("article"))
                threading.Thread(target=self._suggest, args=(self._wanted,), daemon=True).start()
                return
            self.send(self.session.answer(content))

        def _suggest(self, article_id: str) -> None:
            """Send suggestions for an article, if the person is still there when it is its turn."""
            with self._at_work:
                if self._wanted != article_id or article_id not in self.session.order:
                    return
                said: dict[str, Any] = {"kind": "suggestions", "article": article_id, "given": []}
                try:
                    said["given"] = self.session.suggestions(article_id)
                except SamestoryError as error:
                    said["error"] = str(error)
                except Exception as error:  # a fault of ours: coding goes on without suggestions
                    said["error"] = f"{type(error).__name__} while looking for suggestions"
                self.send(said)

    return Bench
