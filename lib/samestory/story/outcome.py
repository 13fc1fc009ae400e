"""What a step of loading returns: its value, its faults and its remarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The value of one step, with one line for each fault that a person must mend and each remark worth knowing."""

    value: T
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
