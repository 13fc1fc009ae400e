"""The shape that a ``manifest.json`` must have before anything in it is used."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

import pydantic

from ..errors import printable

Name = Annotated[str, pydantic.Field(min_length=1, max_length=1000)]
Digest = Annotated[str, pydantic.Field(pattern=r"^[0-9a-f]{64}$")]


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise ValueError("not a path inside the result")
    return name


class Manifest(pydantic.BaseModel):
    """What is read of a manifest; further keys are for people."""

    model_config = pydantic.ConfigDict(extra="ignore", strict=True)

    run: Name
    notebook: Name
    status: Literal["ok", "failed"]
    end: Annotated[str, pydantic.Field(max_length=40)]
    files: dict[Annotated[Name, pydantic.AfterValidator(_inside)], Digest]
    story: Name | None = None
    parameters: dict[str, Any] = {}
    digests: dict[str, Digest | None] = {}
    versions: dict[str, str | None] = {}
    figures: list[dict[str, Any]] = []
    error: str = ""
    number: Annotated[int, pydantic.Field(ge=1, le=2**53)] | None = None
    previous: Annotated[str, pydantic.Field(max_length=40)] | None = None
    reasons: list[Annotated[str, pydantic.Field(max_length=2000)]] = []
    seconds: float = 0.0
    start: Annotated[str, pydantic.Field(max_length=40)] = ""


def wrong_shape(manifest: Any) -> str:
    """What is wrong with a manifest as read from JSON, in one line; empty if nothing is."""
    if not isinstance(manifest, dict):
        return "has a wrong shape: it must be an object with the keys of a manifest"
    try:
        Manifest.model_validate(manifest)
    except pydantic.ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part)[:60] for part in first["loc"])
        return printable(f"has a wrong shape{f' at {where}' if where else ''}: {first['msg']}")
    return ""
