"""Random tables of the shapes that are published, and their releases. The same seed gives the same ones."""

from random import Random

from indicators.rules.disclosure import Equation, Table, release

THRESHOLDS = (6, 6, 6, 6, 5, 10)
# Nought, small, middling and large counts, and how often each comes: far more small ones than life has.
SIZES = ((0, 0), (1, 5), (6, 40), (40, 400))
HOW_OFTEN = (20, 25, 35, 20)


def count(random):
    """A count."""
    return random.randint(*random.choices(SIZES, HOW_OFTEN)[0])


def adding_up(leaves, made_of, **fields):
    """A table of `leaves` (counts by name) and of the totals `made_of` (parts by name, in order)."""
    counts = dict(leaves)
    equations = []
    for total, *parts in made_of:
        counts[total] = sum(counts[part] for part in parts)
        equations.append(Equation(total, tuple(parts)))
    return Table(counts, tuple(equations), **fields)


def row(random):
    """A few counts and their total."""
    parts = range(random.randint(2, 8))
    return [adding_up({part: count(random) for part in parts}, [("total", *parts)])]


def grid(random):
    """Rows and columns with both margins and the grand total."""
    return [grid_of(random, random.randint(2, 4), random.randint(2, 4))]


def grid_of(random, how_many_rows, how_many_columns):
    """A grid of this size."""
    rows, columns = range(how_many_rows), range(how_many_columns)
    return adding_up(
        {(i, j): count(random) for i in rows for j in columns},
        [
            *((("row", i), *((i, j) for j in columns)) for i in rows),
            *((("column", j), *((i, j) for i in rows)) for j in columns),
            ("all", *(("row", i) for i in rows)),
            ("all", *(("column", j) for j in columns)),
        ],
    )


def hierarchy(random):
    """Three levels: wards, districts and the county."""
    wards = {i: range(random.randint(2, 4)) for i in range(random.randint(2, 4))}
    streets = {(i, j): range(random.randint(2, 3)) for i in wards for j in wards[i]}
    return [
        adding_up(
            {(*ward, k): count(random) for ward in streets for k in streets[ward]},
            [
                *((ward, *((*ward, k) for k in streets[ward])) for ward in streets),
                *((i, *((i, j) for j in wards[i])) for i in wards),
                ("county", *wards),
            ],
        )
    ]


def year(random):
    """A year as it is published: each quarter with the year to date, by district and for the county."""
    districts = range(random.randint(1, 4))
    quarters = {(i, k): count(random) for i in districts for k in range(1, 5)}
    return [adding_up(*_up_to(quarters, districts, last)) for last in range(1, 5)]


def _up_to(quarters, districts, last):
    leaves = {name: number for name, number in quarters.items() if name[1] <= last}
    periods = range(1, last + 1)
    to_date = [
        ((i, "to", k), (i, "to", k - 1) if k > 2 else (i, 1), (i, k)) for i in (*districts, "all") for k in periods[1:]
    ]
    county = [(("all", k), *((i, k) for i in districts)) for k in periods]
    county_to_date = [(("all", "to", k), *((i, "to", k) for i in districts)) for k in periods[1:]]
    return leaves, [*county, *to_date, *county_to_date]


def released(random, shape):
    """The tables of a shape, each with what `release` made of it after the ones before."""
    tables = shape(random)
    threshold = random.choice(THRESHOLDS)
    done = []
    for table in tables:
        table = Table(table.counts, table.equations, threshold=threshold)
        done.append((table, release(table, [safe for _, safe in done])))
    return done


def sample(seed, shape, how_many):
    """`how_many` tables of a shape and their releases."""
    random = Random(seed)  # noqa: S311
    found = []
    while len(found) < how_many:
        found += released(random, shape)
    return found[:how_many]
