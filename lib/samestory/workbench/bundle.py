"""What a notebook is given to show: a table everywhere, and a widget beside it where a person can click."""

from __future__ import annotations

from typing import Any

from ..plotting.prose import Prose


def static_bundle(shown: Prose) -> dict[str, str]:
    """The table as the MIME bundle that runs and committed notebooks keep."""
    return {"text/plain": shown.plain, "text/html": shown.html}


def live_bundle(shown: Prose, widget: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The MIME bundle of the widget, with the table for front ends that cannot show one; and its metadata."""
    made = widget._repr_mimebundle_()
    data, about = made if isinstance(made, tuple) else (made, {})
    return data | static_bundle(shown), about
