"""One small system, told by facts and lists: what the tests of questions ask about.

RXX is a region, QXX its partnership and then its board, Y01 a commissioning group and then a sub-ICB location of it.
"""

from pathlib import Path

from tests.register.files import facts, load, practice, practices

FACTS = """
RXX,lifespan,since,2013-04-01,,open
RXX,role,since,2013-04-01,,RO209
RXX,name,since,2013-04-01,,NHS England Islands
QXX,lifespan,since,2016-04-01,,open
QXX,role,interval,2016-04-01,2022-07-01,RO262
QXX,role,since,2022-07-01,,RO318
QXX,name,since,2016-04-01,,"Isles, Skerries & St. Bride's Partnership"
QXX,name,since,2022-07-01,,"NHS Isles, Skerries and St. Bride's Integrated Care Board"
QXX,region,since,2016-04-01,,RXX
Y01,lifespan,since,2021-04-01,,open
Y01,role,interval,2021-04-01,2022-07-01,RO98
Y01,role,since,2022-07-01,,RO319
Y01,name,since,2021-04-01,,NHS Isles CCG
Y01,name,since,2022-07-01,,NHS Isles and Skerries ICB - Y01
Y01,gss_code,since,2021-04-01,,E38000999
Y01,system,since,2021-04-01,,QXX
1X1,lifespan,interval,2013-04-01,2021-04-01,open
1X1,role,interval,2013-04-01,2021-04-01,RO98
1X1,name,since,2013-04-01,,NHS North Isle CCG
X02,lifespan,interval,2013-04-01,2021-04-01,open
X02,printed_name,sighting,2021-04-30,,SOUTH ISLE CCG
1X1,successor,since,2021-04-01,,Y01,,merger
X02,successor,since,2021-04-01,,Y01,,merger
1W1,successor,since,2013-04-03,,1X1
U10001,role,since,2019-07-01,,RO272
U10001,name,since,2019-07-01,,Skerries Network
U10001,commissioner,since,2019-07-01,,Y01
P10001,network,since,2021-05-01,,U10001
P10001001,role,since,2015-01-01,,RO96
P10001001,operator,since,2015-01-01,,P10001
C01,successor,since,2001-02-03,,C02
C02,successor,since,2002-02-03,,C03
C03,successor,since,2003-02-03,,C01
C03,successor,since,2003-02-03,,D01
E01999991,successor,since,2021-03-21,,E01999992,,S
"""


def isle(folder: Path) -> None:
    """Load it: the facts, and four lists of practices."""
    facts(folder, "isle", *(_row(line) for line in FACTS.split("\n") if line))
    load(folder / "isle")
    both = practice("P10001", "1X1", name="OLD SURGERY"), practice("P10002", "1X1")
    practices(folder, "2016", *both, practice("P10003", "X02"), practice("P10004", "X02", setting="25"))
    practices(
        folder, "2021-04", practice("P10001", "Y01", "20210401", name="NEW SURGERY"),
        practice("P10002", "Y01", "20210401"), practice("P10003", "Y01", "20210401"),
        practice("P10004", "Y01", "20210401", setting="25"),
    )  # fmt: skip
    practices(
        folder, "2021-11", practice("P10001", "Y01", "20210401", name="NEW SURGERY"),
        practice("P10002", "Y01", "20210401", status="D"), practice("P10003", "Y01", "20210401", closed="20210930"),
        practice("P10004", "Y01", "20210401", setting="25"), practice("P10005", "Y01", "20210501", setting=""),
    )  # fmt: skip
    for name, day in (("2016", "2016-01-31"), ("2021-04", "2021-04-30"), ("2021-11", "2021-11-30")):
        load(folder / name, published=day)


def _row(line: str) -> str:
    """A line with eight columns and the day on which it was published: the first it speaks of, or the end."""
    text, quote, name = line.partition('"')
    cells = text.split(",")
    start = cells[3]
    day = cells[4] or start
    if quote:
        cells[5] = name.rstrip('"').replace(",", ";;")
    return ",".join([*cells, *[""] * (8 - len(cells)), day])
