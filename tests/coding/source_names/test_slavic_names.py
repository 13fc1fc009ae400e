"""Russian and Ukrainian names of persons in real news, joined by the rules; measured on the topics kept for tests."""

import pandas as pd
import pytest
from gold import gold

from samestory.coding.source_names import joined_sources

# Precision and recall of pairs of mentions of one person; by spelling alone recall is .17 and .21.
FLOORS = {"covid-19": (0.94, 0.60), "russia_-_ukraine_war": (0.97, 0.82)}


def pairs(groups):
    return sum(n * (n - 1) // 2 for n in groups.size())


@pytest.mark.parametrize("topic", FLOORS)
def test_mentions_of_one_person_are_one_source_and_of_two_are_two(topic):
    folder = gold("slavicner_ru_uk")
    articles = pd.read_parquet(folder / "articles.parquet").rename(columns={"doc_id": "article_id", "lang": "language"})
    articles = articles[articles["story_id"] == topic].assign(outlet=None)
    mentions = pd.read_parquet(folder / "entity_mentions.parquet").rename(columns={"doc_id": "article_id"})
    mentions = mentions[(mentions["category"] == "PER") & mentions["article_id"].isin(articles["article_id"])]
    mentions = mentions.assign(cited=mentions["mention"].str.split().str.join(" "), kind="person")
    names = joined_sources(articles, {"citations": mentions})
    rows = zip(names["name"], names["source"], names["article_ids"], strict=True)
    source = {(article_id, name): said for name, said, ids in rows for article_id in ids.split("; ")}
    mentions = mentions.drop_duplicates(["article_id", "cited", "entity_id"])
    mentions = mentions[~mentions.duplicated(["article_id", "cited"], keep=False)]  # one name of two persons
    said = [source[place] for place in zip(mentions["article_id"], mentions["cited"], strict=True)]
    mentions = mentions.assign(source=said)
    both = pairs(mentions.groupby(["source", "entity_id"]))
    precision, recall = both / pairs(mentions.groupby("source")), both / pairs(mentions.groupby("entity_id"))
    assert precision >= FLOORS[topic][0]
    assert recall >= FLOORS[topic][1]
