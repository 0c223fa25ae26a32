"""The sheet by matplotlib: whole, the same each time, and not fooled by a name."""

import importlib.util
import re

import pytest

from hrguide.report.plots import draw
from tests.report.page_rides import hostile, ridden

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(
        importlib.util.find_spec("matplotlib") is None, reason="the extra `plots` is not installed"
    ),
]


@pytest.mark.parametrize("name", ["full", "strapless", "never started"])
def test_every_ride_makes_a_picture(name: str) -> None:
    content = draw(*ridden(name), "png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (1240, 1753), "A4 at 150 dots an inch"


def test_one_sheet_of_pdf_the_same_each_time() -> None:
    content = draw(*ridden("full"), "pdf")
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    assert b"CreationDate" not in content
    assert draw(*ridden("full"), "pdf") == content


def test_dollar_signs_are_no_mathematics() -> None:
    """`$\\frac$` as a name would be a parse error."""
    from hrguide.report.ridden import ride_again
    from hrguide.report.summary import sum_up

    again = ride_again(hostile(r"$\frac$ \N{PILE OF POO} 李"))
    assert draw(again, sum_up(again), "png").startswith(b"\x89PNG")
