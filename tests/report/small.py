"""Small story folders for the tests of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from samestory.story.skeleton import empty_codebook

TEXTS = {
    "es": [
        "El puerto sigue cerrado desde el jueves. El gobierno dice que cuatro personas murieron en el incendio.",
        "El puerto permanece cerrado. Según el gobierno, cuatro personas murieron en el incendio de la noche.",
        "El sindicato habla de nueve muertos en el incendio. El puerto sigue cerrado desde el jueves por la noche.",
        "Cuatro personas murieron en el incendio, según el gobierno. Los vecinos oyeron dos explosiones en la noche.",
        "El alcalde visitó a las familias. El puerto sigue cerrado desde el jueves, dijo el alcalde a la prensa.",
        "El puerto sigue cerrado desde el jueves. Nueve personas murieron en el incendio, afirma el sindicato.",
    ],
    "ar": [
        "قالت الحكومة إن أربعة أشخاص قتلوا في حريق الميناء. الميناء مغلق منذ يوم الخميس.",
        "الميناء مغلق منذ يوم الخميس. وقالت النقابة إن تسعة أشخاص قتلوا في حريق الميناء.",
        "قتل أربعة أشخاص في حريق الميناء بحسب الحكومة. وسمع السكان انفجارين في الليل.",
        "الميناء مغلق منذ يوم الخميس كما قال رئيس البلدية للصحافة يوم الجمعة.",
        "قالت النقابة إن تسعة أشخاص قتلوا في حريق الميناء. الميناء مغلق منذ يوم الخميس.",
        "أربعة أشخاص قتلوا في حريق الميناء، قالت الحكومة. الميناء مغلق منذ الخميس.",
    ],
}


def small_folder(into: Path, name: str, bodies: list[str], *, language: str = "es", **story: Any) -> Path:
    """A story folder without a claim in its codebook: one article of one outlet a day for each text."""
    folder = into / name
    (folder / "articles").mkdir(parents=True)
    said = {
        "title": "A fire in a port", "question": "What?", "invented": True, "languages": [language], "coder": "hand",
        "events": {"main": "all"}, "origin": "Made for a test.", "publish": "All.",
    }  # fmt: skip
    (folder / "story.yaml").write_text(_yaml(said | story), encoding="utf-8")
    (folder / "card.md").write_text("# Card\n", encoding="utf-8")
    (folder / "codebook.yaml").write_text(empty_codebook(), encoding="utf-8")
    for at, body in enumerate(bodies):
        head = {
            "article_id": f"a{at}", "outlet": f"Outlet {at}", "language": language, "title": f"Title {at}",
            "published": f"2024-01-{at + 1:02d}", "text_status": "full", "event": "main", "invented": True,
        }  # fmt: skip
        (folder / "articles" / f"a{at}.txt").write_text(f"---\n{_yaml(head)}---\n\n{body}\n", encoding="utf-8")
    return folder


def _yaml(values: dict[str, Any]) -> str:
    """JSON values are YAML; one key a line."""
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
