"""One folder a question: its measures, its figures and its overview. A question imports no other question."""
