"""What several formats share: encodings, addresses, column names, markup, layouts of press databases."""
