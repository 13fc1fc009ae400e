"""Change keys of ``story.yaml`` and leave its comments and all other lines as they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ..errors import StoryError
from ..yamlfile import read_yaml, validated
from .settings import Settings


def read_settings(path: Path) -> Settings:
    """The settings of one story.

    Raises
    ------
    StoryError
        The file cannot be read or has faults, all of them named.
    """
    settings, faults = validated(Settings, read_yaml(path), path.name)
    if settings is None:
        raise StoryError("\n".join([f"{path.name}: mend it first", *(f"- {fault}" for fault in faults)]), faults)
    return settings


def edit_settings(path: Path, update: dict[str, Any]) -> None:
    """Set keys of story.yaml; nothing else in the file changes.

    Raises
    ------
    StoryError
        The file cannot be read.
    """
    if not update:
        return
    read_yaml(path)  # bounded, and no aliases or tags, before the file is read a second time
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"))
    except YAMLError as error:
        raise StoryError(f"{path.name}: not readable as YAML: {' '.join(str(error).split())[:200]}") from None
    for key, value in update.items():
        data[key] = value
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            yaml.dump(data, stream)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
