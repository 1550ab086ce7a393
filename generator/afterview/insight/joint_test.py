"""Test all skills together for a change, before any single one gets a word; alone knows the joint test.

An interviewer in a good mood is generous with every skill: an interview's ratings move as one, so whole interviews
are put in every other order, each with the ratings that it has. The statistic is W, the sum over the skills of
Mann-Kendall's S. With a(i, j) = sum over the skills that both rated of sign(x_j - x_i), W is the sum of a over all
pairs, the earlier first.
"""

import hashlib
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement

from afterview.insight.kendall import approximate_p, compute_s
from afterview.model.insight import Gate

EXACT_INTERVIEWS = 12
"""Up to this many interviews every order is counted: all 479,001,600, in about 20 ms."""

DRAWN_INTERVIEWS = 64
"""Up to this many interviews orders are drawn at random; it costs about 80 ms there. Beyond,
the normal approximation is off by less than .01, except where nearly all ratings are the same."""

DRAWS = 10_000

_LANE = 32
_ONES = int.from_bytes(b"\1\0\0\0" * DRAWS, "little")
_TOPS = _ONES << _LANE - 1

_Ratings = Mapping[str, int]
_Leads = Sequence[Sequence[int]]


def compute_gate(interviews: Sequence[_Ratings], steps: int) -> Gate:
    """Test the interviews' ratings, oldest first, by skill, on a scale of ``steps``; p is one-sided, each way.

    Exact up to ``EXACT_INTERVIEWS``; then (1 + hits) / (1 + DRAWS) over random orders, always the same for the same
    ratings; beyond ``DRAWN_INTERVIEWS`` the normal approximation with the exact variance of W, in linear time.
    """
    rated = tuple(ratings for ratings in interviews if ratings)
    if len(rated) <= EXACT_INTERVIEWS:
        rising, falling = count_orders(rated)
    elif len(rated) <= DRAWN_INTERVIEWS:
        rising, falling = draw_orders(rated, steps)
    else:
        rising, falling = approximate_p(compute_w(rated), compute_variance(rated))
    return Gate(interviews=len(rated), s=compute_w(rated), p_rising=rising, p_falling=falling)


def compute_w(rated: Sequence[_Ratings]) -> int:
    """Compute W, the sum of S over the skills, of interviews in their order."""
    return sum(compute_s(values) for values in _by_skill(rated).values())


def _by_skill(rated: Sequence[_Ratings]) -> Mapping[str, Sequence[int]]:
    values: dict[str, list[int]] = {}
    for ratings in rated:
        for slug, value in ratings.items():
            values.setdefault(slug, []).append(value)
    return values


def _pair_leads(rated: Sequence[_Ratings]) -> _Leads:
    """Return max(a(i, j), 0) for each i and j.

    Of a pair, one order leads by |a| and the other by nothing, so W is twice the sum of the leads of an order, minus
    the sum of |a|: to compare orders by W is to compare them by their leads, which are never negative.
    """
    return [[max(0, sum((y > x) - (y < x) for x, y in _shared(one, two))) for two in rated] for one in rated]


def _shared(one: _Ratings, two: _Ratings) -> Sequence[tuple[int, int]]:
    return [(value, two[slug]) for slug, value in one.items() if slug in two]


def _sum_leads(leads: _Leads) -> int:
    """Sum up the leads of the order that the interviews have."""
    return sum(lead for place, row in enumerate(leads) for lead in row[place + 1 :])


def count_orders(rated: Sequence[_Ratings]) -> tuple[float, float]:
    """Return both one-sided p of W, by counting all orders of the interviews.

    The orders are counted by their leads, adding one interview after another to every set of earlier ones. What a
    set's orders lead by is a polynomial held in one big integer, a slot a coefficient, so adding an interview to a set
    is one shift: 2^n n shifts instead of n! orders.
    """
    leads = _pair_leads(rated)
    reached = _sum_leads(leads)
    size = len(leads)
    orders = math.factorial(size)
    width = orders.bit_length() + 1
    gains = [[0] * (1 << size) for _ in leads]
    counts = [1] + [0] * ((1 << size) - 1)
    for chosen in range(1, 1 << size):
        lowest = (chosen & -chosen).bit_length() - 1
        rest = chosen & (chosen - 1)
        for place in range(size):
            gains[place][chosen] = gains[place][rest] + leads[lowest][place]
            if chosen >> place & 1:
                before = chosen ^ (1 << place)
                counts[chosen] += counts[before] << gains[place][before] * width
    polynomial = counts[-1]
    total = sum(map(sum, leads))
    slots = [polynomial >> slot * width & (1 << width) - 1 for slot in range(total + 1)]
    return (sum(slots[reached:]) / orders, sum(slots[: reached + 1]) / orders)


def draw_orders(rated: Sequence[_Ratings], steps: int) -> tuple[float, float]:
    """Return both one-sided p of W, from orders drawn at random on a scale of ``steps``.

    All are drawn at once: each is a lane of 32 bits in big integers, with a random key an interview. The order of the
    keys is the order of the interviews. With the lane's top bit set in the minuend, a subtraction leaves it set exactly
    where no borrow was needed: one subtraction compares two interviews in every order.
    """
    leads = _pair_leads(rated)
    drawn = random.Random(_seed(rated, steps))  # noqa: S311 - not for security: it must draw the same every time
    # The lowest 7 bits are the interview's own place: no two keys of a lane are ever equal.
    keep = _ONES * (0x7FFFFFFF & ~0x7F)
    keys = [int.from_bytes(drawn.randbytes(DRAWS * _LANE // 8), "little") & keep | _ONES * i for i in range(len(leads))]
    later = [key | _TOPS for key in keys]
    sums: dict[int, int] = {}
    for one, row in enumerate(leads):
        for two, lead in enumerate(row):
            if lead:
                sums[lead] = sums.get(lead, 0) + ((later[two] - keys[one] & _TOPS) >> _LANE - 1)
    led = sum(lead * lanes for lead, lanes in sums.items())
    bound = _ONES * _sum_leads(leads)
    as_high = ((led | _TOPS) - bound & _TOPS).bit_count()
    as_low = ((bound | _TOPS) - led & _TOPS).bit_count()
    return ((1 + as_high) / (1 + DRAWS), (1 + as_low) / (1 + DRAWS))


def _seed(rated: Sequence[_Ratings], steps: int) -> int:
    """Digest the ratings, and nothing else, so that the same ratings always draw the same orders.

    A rating counts from the middle of the scale, signed so that the first one off the middle is positive: ratings
    and their mirror image draw the same orders, and get mirrored words.
    """
    signed = [[(slug, 2 * ratings[slug] - steps - 1) for slug in sorted(ratings)] for ratings in rated]
    first = next((value for row in signed for _, value in row if value), 1)
    text = "\n".join(" ".join(f"{slug}:{value if first > 0 else -value}" for slug, value in row) for row in signed)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "big")


def compute_variance(rated: Sequence[_Ratings]) -> float:
    """Compute the variance of W over all orders: a third of (sum of a(i, j)^2 over pairs, plus sum of r(i)^2).

    r(i) is the sum of a(i, j) over j. Both sums come from counts of ratings, so the time is linear in the interviews.
    """
    counts = {slug: Counter(values) for slug, values in _by_skill(rated).items()}
    above = {
        (slug, value): sum(count * ((step > value) - (step < value)) for step, count in steps.items())
        for slug, steps in counts.items()
        for value in steps
    }
    rows = sum(sum(map(above.__getitem__, ratings.items())) ** 2 for ratings in rated)
    return (_sum_squares(rated) + rows) / 3


def _sum_squares(rated: Sequence[_Ratings]) -> int:
    # The square of a sum over skills is a sum over pairs of skills, each counted from how often two steps met.
    met = Counter(pair for ratings in rated for pair in combinations_with_replacement(sorted(ratings.items()), 2))
    by_skills: dict[tuple[str, str], dict[tuple[int, int], int]] = {}
    for ((slug, value), (other, second)), count in met.items():
        by_skills.setdefault((slug, other), {})[value, second] = count
    total = 0
    for (slug, other), cells in by_skills.items():
        # Every pair of interviews is met twice, once from each side, and so is every pair of different skills.
        concordance = sum(
            count * number * ((c > a) - (c < a)) * ((d > b) - (d < b))
            for (a, b), count in cells.items()
            for (c, d), number in cells.items()
        )
        total += concordance // 2 if slug == other else concordance
    return total
