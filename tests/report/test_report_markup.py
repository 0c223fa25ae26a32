"""Nothing that a ride says can become markup."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrguide.plain_text import clean
from hrguide.report.markup import Markup, coordinate, element, joined


class _Read(HTMLParser):
    """What a browser makes of it: tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.said = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.said += data


@given(st.text(), st.text())
def test_words_stay_words(words: str, value: str) -> None:
    """Whatever stands there: one element, one attribute, the same letters."""
    read = _Read(str(element("p", words, title=value)))
    assert read.tags == [("p", [("title", clean(value))])]
    assert read.said == clean(words)


@pytest.mark.parametrize(
    "attack",
    [
        "</script><svg onload=alert(1)>",
        '"><img src=x onerror=alert(1)>',
        "' onmouseover='alert(1)",
        "<!--",
        "]]><script>",
        "&lt;script&gt;",
    ],
)
def test_known_attacks(attack: str) -> None:
    read = _Read(str(element("text", attack, class_=attack)))
    assert [tag for tag, _attributes in read.tags] == ["text"]
    assert read.said == attack
    assert read.tags[0][1] == [("class", attack)]


def test_hidden_and_turning_letters_are_gone() -> None:
    assert str(element("p", "a\x00b\u202ec\x1b[31m")) == "<p>abc[31m</p>"


def test_markup_is_not_escaped_twice() -> None:
    assert str(element("p", element("b", "1 < 2"))) == "<p><b>1 &lt; 2</b></p>"
    assert str(joined(["<", Markup("<br>"), None])) == "&lt;<br>"


def test_attributes() -> None:
    made = element("line", x1=0.04, y1=-0.04, stroke_width=2, class_=None, hidden=True, name="n")
    assert str(made) == '<line x1="0" y1="0" stroke-width="2" hidden name="n"></line>'
    assert str(element("meta", charset="utf-8")) == '<meta charset="utf-8">'


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.04, "0"), (10.0, "10"), (10.26, "10.3"), (-3.5, "-3.5")]
)
def test_a_coordinate_has_a_tenth(value: float, text: str) -> None:
    assert coordinate(value) == text
