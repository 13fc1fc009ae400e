"""Outlets and agencies of the world, as facts: domain, name, country, further names. A new one is a line of YAML."""

from .match import MATCHES, outlet_identity, outlet_matcher, without_edition
from .outlets import Outlet, outlet_at, outlet_named, outlets

__all__ = [
    "MATCHES",
    "Outlet",
    "outlet_at",
    "outlet_identity",
    "outlet_matcher",
    "outlet_named",
    "outlets",
    "without_edition",
]
