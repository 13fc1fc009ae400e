"""Notebook files as they are written: their cells, the parameters they declare, and values checked against these."""
