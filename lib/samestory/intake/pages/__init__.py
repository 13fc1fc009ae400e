"""Web pages: text, date, title and outlet of a saved page."""
