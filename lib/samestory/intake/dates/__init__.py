"""Dates as articles print them: read, with their precision."""
