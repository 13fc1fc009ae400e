"""Dates as printed: the day, how sure, and never an hour that is not there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.errors import SamestoryError
from samestory.intake import precision_of
from samestory.intake.dates.months import names_of
from samestory.intake.dates.reading import date_fields, day_first_of, read_date
from samestory.intake.dates.words import LANGUAGES, MONTHS
from samestory.intake.record import Options


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("13 novembre 2018", "2018-11-13"),
        ("1er mars 2013", "2013-03-01"),
        ("November 13, 2018 Tuesday", "2018-11-13"),
        ("December 19, 1991, Sunday, An Edition", "1991-12-19"),
        ("13. November 2018 Dienstag", "2018-11-13"),
        ("5. Jänner 2019", "2019-01-05"),
        ("samedi 1 août 2020", "2020-08-01"),
        ("15. Febr. 2020", "2020-02-15"),
        ("3rd of May 2020", "2020-05-03"),
        ("3 de mayo de 2020", "2020-05-03"),
        ("14 мая 2024 г.", "2024-05-14"),
        ("14 жовтня 2024", "2024-10-14"),
        ("2018 Nov 13", "2018-11-13"),
        ("13-Nov-2018", "2018-11-13"),
        ("Nov. 13, 2018", "2018-11-13"),
        ("13.11.2018", "2018-11-13"),
        ("03.04.2024", "2024-04-03"),
        ("13/11/2018", "2018-11-13"),
        ("11/13/2018", "2018-11-13"),
        ("03/03/2024", "2024-03-03"),
        ("2018-11-13", "2018-11-13"),
        ("2018/11/13", "2018-11-13"),
        ("20181113", "2018-11-13"),
        ("November 2018", "2018-11"),
        ("Mai 2020", "2020-05"),
        ("2018-11", "2018-11"),
        ("11/2018", "2018-11"),
        ("No. 11/2018", None),  # may be the number of an issue
        ("Winter 2018", None),
        ("Q3 2018", None),
        ("2018", None),
        ("13 November", None),
        ("31 February 2018", None),
        ("13/13/2018", None),
        ("13 May 1599", None),
        ("13 May 2200", None),
        ("13.11.18", None),
        ("13 Nov 18", None),
        ("", None),
        ("published yesterday", None),
        ("November 13, 2018; updated 5 May 2020", "2018-11-13"),
        ("2018-11-13, first printed 5 May 1999", "2018-11-13"),
    ],
)
def test_days_and_months(shown, published):
    read = read_date(shown)
    assert read.published == published
    assert read.precision == ("unknown" if published is None else {7: "month", 10: "day"}[len(published)])
    assert read.time_shown is None


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("2018-11-13T08:00:00Z", "2018-11-13T08:00:00+00:00"),
        ("2020-05-03T10:11:12.345-03:30", "2020-05-03T10:11:12-03:30"),
        ("2020-05-03 10:11+02", "2020-05-03T10:11+02:00"),
        ("Tue, 13 Nov 2018 08:00:00 +0100", "2018-11-13T08:00:00+01:00"),
        ("Tue, 13 Nov 18 08:00:00 GMT", "2018-11-13T08:00:00+00:00"),
        ("13 Nov 75 08:00 GMT", "1975-11-13T08:00+00:00"),
        ("Tue Nov 13 08:00:00 +0000 2018", "2018-11-13T08:00:00+00:00"),
        ("20241014T083000Z", "2024-10-14T08:30:00+00:00"),
        ("July 1, 2019 Monday 9:20 AM GMT", "2019-07-01T09:20+00:00"),
        ("July 3, 2019 Wednesday 12:02 AM GMT", "2019-07-03T00:02+00:00"),
        ("Oct 28, 2016 2:30 p.m. EDT", "2016-10-28T14:30-04:00"),
        ("March 1, 2018, 5:05 pm ET", "2018-03-01T17:05-05:00"),
        ("May 5, 2020, 10:15 (GMT+2)", "2020-05-05T10:15+02:00"),
        ("5. Juli 2019, 09.31 Uhr MESZ", "2019-07-05T09:31+02:00"),
        ("14.10.2024 18:30 МСК", "2024-10-14T18:30+03:00"),
    ],
)
def test_hours_with_their_zone(shown, published):
    assert (read_date(shown).published, read_date(shown).precision) == (published, "minute")
    assert precision_of(published) == "minute"


@pytest.mark.parametrize(
    ("shown", "time_shown"),
    [
        ("mardi 13 novembre 2018 - 08:00", "08:00"),
        ("13 November 2018 18 h 30", "18 h 30"),
        ("13.11.2018, 8 Uhr", "8 Uhr"),
        ("November 13, 2018 9 AM GMT", "9 AM GMT"),  # no minute
        ("November 13, 2018 9:20 AM BST", "9:20 AM BST"),  # of London or of Dhaka
        ("2018-11-13T00:00:00Z", "00:00:00Z"),  # midnight stands where no hour is known
        ("20181113080000", "08:00:00"),
        ("2018-11-13T08Z", "08Z"),  # hours of ISO 8601 without minutes
        ("2018-11-13T08+01:00", "08+01:00"),
        ("2018-11-13T08, page 4", "08"),
        ("20181113T08Z", "08Z"),
        ("2018-11-13T0800", "0800"),
    ],
)
def test_an_hour_that_does_not_count_stays_as_shown(shown, time_shown):
    read = read_date(shown)
    assert (read.published, read.precision, read.time_shown) == ("2018-11-13", "day", time_shown)


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("2018-11-13T0830Z", "2018-11-13T08:30+00:00"),
        ("2018-11-13T083015+0100", "2018-11-13T08:30:15+01:00"),
        ("20181113T083015+0100", "2018-11-13T08:30:15+01:00"),
    ],
)
def test_the_short_forms_of_iso_8601(shown, published):
    assert read_date(shown).published == published


@pytest.mark.parametrize("shown", ["2018-11-13T083Z", "2018-11-13T25Z", "2018-11-13T08.5Z"])
def test_what_is_no_hour_of_iso_8601_is_none(shown):
    assert (read_date(shown).published, read_date(shown).time_shown) == ("2018-11-13", None)


@pytest.mark.parametrize(
    ("letters", "offset"),
    [
        *(("UT", "+00:00"), ("UTC", "+00:00"), ("WET", "+00:00"), ("CET", "+01:00"), ("MESZ", "+02:00")),
        *(("EEST", "+03:00"), ("МСК", "+03:00"), ("WAT", "+01:00"), ("JST", "+09:00"), ("HKT", "+08:00")),
        *(("EST", "-05:00"), ("EDT", "-04:00"), ("CST", "-06:00"), ("MDT", "-06:00"), ("PST", "-08:00")),
    ],
)
def test_letters_of_a_zone_are_hours_from_utc(letters, offset):
    assert read_date(f"14 October 2024 08:30 {letters}").published == f"2024-10-14T08:30{offset}"


def test_a_zone_of_the_user_settles_hours_without_one():
    assert read_date("13 novembre 2018 - 08:00", zone="Europe/Paris").published == "2018-11-13T08:00+01:00"
    assert read_date("November 13, 2018 9:20 AM BST", zone="Europe/London").published == "2018-11-13"  # GMT in November
    assert read_date("July 13, 2018 9:20 AM BST", zone="Europe/London").published == "2018-07-13T09:20+01:00"
    assert read_date("July 13, 2018 9:20 AM GMT", zone="Asia/Tokyo").published == "2018-07-13T09:20+00:00"
    twice = read_date("2024-10-27 02:30", zone="Europe/Paris")  # the clock showed it twice that night
    assert (twice.published, twice.time_shown) == ("2024-10-27", "02:30")
    with pytest.raises(SamestoryError, match=r"no time zone 'Paris'.*Europe/Paris"):
        read_date("2024-10-27 02:30", zone="Paris")


def test_day_or_month_first_is_never_guessed():
    read = read_date("03/04/2024")
    assert (read.published, read.precision, read.form) == (None, "unknown", "cannot tell day from month")
    assert read_date("03/04/2024", day_first=True).published == "2024-04-03"
    assert read_date("03/04/2024", day_first=False).published == "2024-03-04"
    assert read_date("03/04/2024", languages=("fr",)).published == "2024-04-03"
    assert read_date("25/04/2024", day_first=False).published == "2024-04-25"  # the number decides against the option
    assert day_first_of(["03/04/2024", "25/04/2024"]) is True
    assert day_first_of(["03/04/2024", "04/25/2024", "May 5, 2024"]) is False
    assert day_first_of(["03/04/2024"]) is None
    assert day_first_of(["25/04/2024", "04/25/2024"]) is None


def test_fields_keep_what_was_shown():
    fields, fault = date_fields(" 13 novembre\u00a02018 - 08:00", Options())
    assert fields == {"published": "2018-11-13", "date_shown": "13 novembre 2018 - 08:00", "time_shown": "08:00"}
    assert fault is None
    fields, fault = date_fields("03/04/2024", Options())
    assert fields == {"date_shown": "03/04/2024"}
    assert fault == "date '03/04/2024' not read: cannot tell day from month"
    assert date_fields("03/04/2024", Options(day_first=False))[0]["published"] == "2024-03-04"
    assert date_fields(None, Options()) == ({}, None)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300) | st.text(alphabet="0123456789 .,:/-+TZhamp", max_size=80))
def test_any_text_gives_a_date_or_a_reason(shown):
    read = read_date(shown)
    if read.published is None:
        assert read.precision == "unknown" and read.form
    else:
        assert precision_of(read.published) == read.precision


def test_long_texts_take_no_long_time():
    assert read_date("1" * 1_000_000).published is None
    assert read_date("5 " * 1_000_000).published is None


def test_a_language_without_names_is_refused():
    with pytest.raises(SamestoryError, match="no names of months for xx"):
        read_date("5 May 2020", languages=("xx",))


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("14 de outubro de 2024", "2024-10-14"),
        ("2 set 2024", "2024-09-02"),
        ("poniedziałek, 14 października 2024 r.", "2024-10-14"),
        ("2 maart 2016 woensdag", "2016-03-02"),
        ("14 ottobre 2024", "2024-10-14"),
        ("2024年10月14日 08:30", "2024-10-14"),
        ("2024년 10월 14일", "2024-10-14"),
        ("2024年10月", "2024-10"),
        ("١٤ أكتوبر ٢٠٢٤", "2024-10-14"),
        ("14 تشرين الأول 2024", "2024-10-14"),
        ("14 EKIM 2024", "2024-10-14"),
        ("14 Kasım 2024", "2024-11-14"),
        ("14 octombrie 2024", "2024-10-14"),
        ("2024. október 14.", "2024-10-14"),
        ("2024. 10. 14.", "2024-10-14"),
        ("14. října 2024", "2024-10-14"),
        ("14 Οκτωβρίου 2024", "2024-10-14"),
        ("14 באוקטובר 2024", "2024-10-14"),
        ("१४ अक्टूबर २०२४", "2024-10-14"),
        ("14 tháng 10 năm 2024", "2024-10-14"),
        ("2024 m. spalio 14 d.", "2024-10-14"),
        ("2024. gada 14. oktobris", "2024-10-14"),
        ("14. lokakuuta 2024", "2024-10-14"),
        ("14 d’octubre de 2024", "2024-10-14"),
        ("14 ตุลาคม 2567", "2024-10-14"),  # Thai years
        ("14 ต.ค. 2567", "2024-10-14"),
        ("۲۳ مهر ۱۴۰۳", "2024-10-14"),  # Persian calendar
        ("1 فروردین 1403", "2024-03-20"),
        ("30 اسفند 1403", "2025-03-20"),
        ("30 اسفند 1402", None),  # a year of 365 days
        ("مهر 1403", None),  # a Persian month is in two of ours
        ("14 listopada 2024", None),  # November in Polish, October in Croatian
        ("03/04/2024", None),
    ],
)
def test_months_of_other_languages(shown, published):
    assert read_date(shown).published == published


@pytest.mark.parametrize(("language", "published"), [("pl", "2024-11-14"), ("hr", "2024-10-14")])
def test_a_stated_language_settles_a_name_of_two_months(language, published):
    assert read_date("14 listopada 2024", languages=(language,)).published == published


@pytest.mark.parametrize(
    ("shown", "hour"),
    [("2024年10月14日 下午3:05", "15:05"), ("2024年10月14日 上午3:05", "03:05"), ("14 أكتوبر 2024 3:05 م", "15:05")],
)
def test_words_for_half_of_the_day(shown, hour):
    assert read_date(shown, zone="UTC").published == f"2024-10-14T{hour}+00:00"


def test_months_of_at_least_thirty_languages():
    from babel import Locale

    read = {
        code
        for code in LANGUAGES
        if read_date(f"5 {Locale.parse(code).months['format']['wide'][1]} 2024", languages=(code,)).published
        == "2024-01-05"
    }
    assert len(read) >= 45, sorted(set(LANGUAGES) - read)


def test_a_name_of_the_short_lists_means_no_other_month_elsewhere():
    short, every = names_of(tuple(MONTHS)), names_of(LANGUAGES)
    assert {name: every[name] for name in short} == short
    assert set(short.values()) == set(range(1, 13))
