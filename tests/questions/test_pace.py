"""Days, lags and leads of outlets: counts by hand, what the medium allows, a planted lead, and none by chance."""

import numpy as np
import pandas as pd
import pytest

import samestory as ss
from samestory.questions.timeline.measures import lags
from samestory.questions.timeline.pace import lag_distributions, lead_lag, volume


def articles(rows):
    table = pd.DataFrame(rows, columns=["article_id", "outlet", "published", "published_precision"])
    return table.assign(published=pd.to_datetime(table["published"], utc=True, format="ISO8601"))


FOUR = articles(
    [
        ("wire", "Wire", "2024-05-01T08:00", "minute"),
        ("site", "Site", "2024-05-01T09:00", "minute"),
        ("paper", "Paper", "2024-05-01T10:00", "minute"),
        ("next", "Paper", "2024-05-02T05:00", "minute"),
        ("day", "Paper", "2024-05-02", "day"),
        ("never", "Site", None, "unknown"),
    ]
)
MEDIUM = FOUR.assign(medium=FOUR["outlet"].map({"Paper": "print", "Site": "online"}))


def pairs(*ends):
    return pd.DataFrame(ends, columns=["source_article_id", "target_article_id"])


def test_a_newspaper_cannot_take_over_what_is_two_hours_old():
    given = pairs(("wire", "site"), ("wire", "paper"), ("wire", "next"), ("site", "wire"), ("wire", "never"))
    found = lags(given, MEDIUM).set_index(["source_article_id", "target_article_id"])["reach"]
    assert found[("wire", "site")] == "possible"
    assert found[("wire", "paper")] == "too early"
    assert found[("wire", "next")] == "possible"
    assert found[("site", "wire")] == "too early"  # against time
    assert found[("wire", "never")] == "cannot tell"
    assert lags(given, FOUR)["reach"].isin(["unknown medium", "too early"]).all()
    assert lags(pairs(("next", "day")), MEDIUM)["reach"].tolist() == ["cannot tell"]  # tied
    assert lags(pairs(("wire", "paper")), MEDIUM, least_hours={"print": 1})["reach"].tolist() == ["possible"]
    with pytest.raises(ss.errors.TableError, match="least_hours: print: -1"):
        lags(given, MEDIUM, least_hours={"print": -1})


def test_lags_between_outlets_count_known_pairs_only_and_families_once():
    given = pairs(("wire", "site"), ("wire", "paper"), ("wire", "next"), ("wire", "day"), ("wire", "never"))
    table = lag_distributions(lags(given, MEDIUM), MEDIUM).set_index(["source_outlet", "target_outlet"])
    whole = table.loc[("all outlets", "all outlets")]
    assert whole[["n_pairs", "n_open", "n_too_early", "n_known", "n_votes"]].tolist() == [5, 1, 1, 3, 3]
    paper = table.loc[("Wire", "Paper")]
    assert (paper["n_known"], paper["n_too_early"], paper["is_few"]) == (2, 1, True)
    minute = 1 / 60
    assert paper["shortest_low_hours"] == pytest.approx(16 - minute)  # the day begins 16 hours after
    assert paper["longest_high_hours"] == pytest.approx(40)
    assert paper["median_low_hours"] == pytest.approx((21 + 16) / 2 - minute)
    families = pd.DataFrame({"article_id": ["next", "day"], "family_id": "one"})
    once = lag_distributions(lags(given, MEDIUM), MEDIUM, families=families)
    assert once.loc[0, ["n_known", "n_votes"]].tolist() == [3, 2]


def test_volume_is_a_share_of_the_outlets_articles_with_a_known_day():
    families = pd.DataFrame({"article_id": ["next", "day"], "family_id": "one"})
    table = volume(FOUR, families=families).set_index(["group", "day"])
    second = table.loc[("Paper", pd.Timestamp("2024-05-02", tz="UTC"))]
    assert second[["n_articles", "n_families", "n_group_articles", "n_group_families"]].tolist() == [2, 1, 3, 2]
    assert (second["article_share"], second["family_share"]) == (2 / 3, 1 / 2)
    assert table.loc["Site", "n_undated_articles"].tolist() == [1]


def daily(counts, begin="2024-01-01"):
    """A table of volumes: one series of counts an outlet."""
    days = pd.date_range(begin, periods=len(next(iter(counts.values()))), tz="UTC")
    rows = [(name, day, n) for name, series in counts.items() for day, n in zip(days, series, strict=True) if n]
    table = pd.DataFrame(rows, columns=["group", "day", "n_families"])
    blank = dict.fromkeys(["article_share", "family_share"], 1.0) | {"article_ids": ""}
    counted = ["n_articles", "n_group_articles", "n_group_families"]
    return table.assign(**dict.fromkeys(counted, table["n_families"]), n_undated_articles=0, **blank)


def test_a_planted_lead_of_two_days_is_found_in_its_direction_only():
    random = np.random.default_rng(5)
    leader = random.poisson(3, 200)
    follower = random.poisson(0.4 + np.roll(leader, 2))
    series = {"Leader": leader, "Follower": follower, "Other": random.poisson(3, 200)}
    table = lead_lag(daily(series), n_resamples=999)
    found = table[table["verdict"] == "leads"]
    assert found[["leader", "follower", "lag_days"]].values.tolist() == [["Leader", "Follower", 2]]
    assert found["correlation"].item() > 0.4
    assert set(table["verdict"]) == {"leads", "no lead found"}


def test_two_outlets_that_follow_the_same_events_and_week_lead_nobody():
    random = np.random.default_rng(6)
    common = 2 + 2 * np.sin(np.arange(300) / 30) + 2 * (np.arange(300) % 7 < 5)
    series = {name: random.poisson(common) for name in "ABCD"}
    assert lead_lag(daily(series), n_resamples=999)["verdict"].eq("no lead found").all()


def test_too_few_days_is_a_value_with_the_number_needed():
    table = lead_lag(daily({"A": [1] * 60, "B": [2] * 60}))
    assert (
        table[["verdict", "n_days", "n_days_needed", "n_active_needed"]].values.tolist()
        == [["too few", 60, 90, 20]] * 2
    )
    assert table["p_value"].isna().all()
    quiet = lead_lag(daily({"A": [1] * 120, "B": [1] * 10 + [0] * 110}))
    assert quiet["verdict"].eq("too few").all() and quiet["n_active"].eq(10).all()
    with pytest.raises(ss.errors.SamestoryError, match="max_days is 0"):
        lead_lag(daily({"A": [1] * 9}), max_days=0)


def test_figures_of_days_and_lags():
    ax = ss.timeline.plot_volume(volume(FOUR))
    assert [text.get_text() for text in ax.texts].count("2") == 1
    assert len(ax.patches) == len(volume(FOUR))
    table = lag_distributions(lags(pairs(("wire", "site"), ("wire", "next")), MEDIUM), MEDIUM)
    ax = ss.timeline.plot_lags(table)
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["all outlets", "Wire → Paper"]
    for plot, rows in ((ss.timeline.plot_volume, volume(FOUR)), (ss.timeline.plot_lags, table)):
        plot(rows.head(0)).figure.draw_without_rendering()
