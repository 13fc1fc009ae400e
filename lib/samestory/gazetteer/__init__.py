"""Outlets and agencies of the world, as facts: domain, name, country, further names. A new one is a line of YAML."""

from .outlets import Outlet, outlet_at, outlet_named, outlets

__all__ = ["Outlet", "outlet_at", "outlet_named", "outlets"]
