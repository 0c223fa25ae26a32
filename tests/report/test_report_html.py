"""The page for a browser, read as a browser reads it: whole, harmless, and true."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from hrguide.bluetooth.heart_rate import decode_heart_rate
from hrguide.report import sentences
from hrguide.report.html import html_page
from hrguide.report.recovery import Fall, fall_words
from hrguide.report.ridden import ride_again
from hrguide.report.summary import sum_up
from tests.report.page_rides import ATTACK, RIDES, hostile, page_of, ridden

EVERY = pytest.mark.parametrize("name", list(RIDES))


class _Read(HTMLParser):
    """Tags with their attributes in order, and the words outside the style sheet."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.words.append(data)

    def all_of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def classed(self, kind: str) -> list[dict[str, str | None]]:
        return [each for _tag, each in self.tags if kind in (each.get("class") or "").split()]


def _read(name: str) -> _Read:
    return _Read(page_of(name))


@EVERY
def test_nothing_runs_and_nothing_is_fetched(name: str) -> None:
    read = _read(name)
    tags = {tag for tag, _attributes in read.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "a", "form", "use"}
    attributes = {key for _tag, each in read.tags for key in each}
    assert not attributes & {"src", "href", "srcset", "style", "action", "xlink:href"}
    assert not [key for key in attributes if key.startswith("on")]
    assert not re.search(r"url\(|@import|https?:", read.style)


@EVERY
def test_the_policy_lets_this_style_sheet_pass_and_nothing_else(name: str) -> None:
    read = _read(name)
    (policy,) = [
        each["content"]
        for each in read.all_of("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(read.style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_a_hostile_ride_makes_the_same_elements_as_a_plain_one() -> None:
    plain = ride_again(hostile("plain"))
    calm = _Read(html_page(plain, sum_up(plain)))
    wild = _read("hostile")
    assert [tag for tag, _each in wild.tags] == [tag for tag, _each in calm.tags]
    assert [sorted(each) for _tag, each in wild.tags] == [sorted(each) for _tag, each in calm.tags]
    said = "".join(wild.words)
    shown = ATTACK[:50]
    assert said.count(shown) >= 5, "title, heading, workout, origin, cue, version"
    assert "\u202e" not in page_of("hostile")
    assert "\x07" not in page_of("hostile")


@EVERY
def test_every_picture_can_be_read_aloud(name: str) -> None:
    read = _read(name)
    ids = [each["id"] for _tag, each in read.tags if "id" in each]
    assert len(ids) == len(set(ids))
    pictures = [each for each in read.all_of("svg") if each.get("aria-hidden") != "true"]
    assert len(pictures) == len(read.all_of("desc")) >= 2
    for each in pictures:
        assert each["role"] == "img"
        assert {each["aria-labelledby"], each["aria-describedby"]} <= set(ids)


@EVERY
def test_the_same_ride_makes_the_same_page(name: str) -> None:
    again = ride_again(RIDES[name]())
    assert html_page(again, sum_up(again)) == page_of(name)


def test_facts_a_therapist_looks_for() -> None:
    said = " ".join(_read("full").words)
    for words in ("6 \N{RIGHTWARDS ARROW} 4", "2 the morning after", "better", "Settled time in"):
        assert words in said, words


@EVERY
def test_every_step_and_rest_of_the_summary_stands_on_the_page(name: str) -> None:
    again, summary = ridden(name)
    said = " ".join(_read(name).words)
    work = [step for step in summary.steps if not step.is_rest]
    assert len(_read(name).all_of("tbody")) == bool(work)
    rows = [each for each in _read(name).all_of("th") if each.get("scope") == "row"]
    assert len(rows) == len(work)
    for step in summary.steps:
        if step.is_rest:
            assert fall_words(step, summary.machine) in said
    assert sentences.forecast_sentence(summary) in said
    assert again.ride.name in said


def test_own_like_rests_stand_beside_a_fall() -> None:
    again, summary = ridden("full")
    (rest,) = [step for step in summary.steps if step.is_rest]
    assert rest.from_bpm is not None
    earlier = [
        Fall(ride=ride, machine="bikeerg", from_bpm=rest.from_bpm, fell_bpm=17) for ride in "abc"
    ]
    assert "in 3 earlier rides like it 17" in html_page(again, summary, earlier)


def test_what_is_drawn_is_what_was() -> None:
    """Twice, for the wide page and the telephone: ranges, rests, gaps, cues, answers."""
    read, (_again, summary) = _read("full"), ridden("full")
    steps = [step for step in summary.steps if not step.is_rest]
    swatches = 1
    assert len(read.classed("range")) == 2 * len(steps) + swatches
    assert len(read.classed("resting")) == 2
    assert len(read.classed("gap")) == 2 * len(summary.signal.gaps) + swatches
    eased = sum(cue.cue == "ease" for cue in summary.cues)
    assert eased
    assert len(read.classed("mark-ease")) == 2 * eased + swatches
    assert len(read.classed("talked")) == 2
    assert len(read.classed("pulse")) == 2 + swatches
    assert [each.get("class") for each in read.classed("curve")] == [
        "curve one-1",
        "curve one-2",
        "curve one-1",
    ]


def test_a_gap_breaks_the_line() -> None:
    path = next(each["d"] for each in _read("full").classed("pulse") if "d" in each)
    assert path is not None
    assert path.count("M") >= 2


def test_beliefs_before_and_after() -> None:
    read, (again, _summary) = _read("learning"), ridden("learning")
    assert again.before is not None
    assert again.after is not None
    assert again.before.mean_bpm != again.after.mean_bpm
    said = "".join(read.words)
    assert f"after it about {again.after.mean_bpm:.0f}" in said
    assert len(read.classed("hill-before")) == len(read.classed("hill-after")) == 1
    assert len(read.classed("threshold")) == 4, "two papers, the legend, alpha1's 0.75"


def test_a_hill_holds_nearly_all_of_the_belief() -> None:
    again, _summary = ridden("learning")
    assert again.after is not None
    points = again.after.points
    mass = sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(points))
    assert mass == pytest.approx(1, abs=0.02)
    middle = sum(bpm * density for bpm, density in points) / sum(d for _bpm, d in points)
    assert middle == pytest.approx(again.after.mean_bpm, abs=0.5)


def test_without_a_strap_nothing_is_drawn_that_was_not_heard() -> None:
    read = _read("strapless")
    said = "".join(read.words)
    assert said.count("no heart rate: ridden by clock and talk") == 2
    assert not read.classed("pulse")
    assert not read.classed("gap")
    assert not read.classed("intervals")
    assert "Highest heart rate" not in said
    assert "never" not in said, "nobody knows whether it was in range"


def test_nobody_is_told_how_hard_where_nobody_was_guided() -> None:
    said = "".join(_read("imported").words)
    assert "Told how hard" not in said
    assert "Made from erg.csv" in said
    assert not _read("imported").classed("hill-after")


def test_beats_that_are_not_believed_are_crossed() -> None:
    again, _summary = ridden("long")
    bad = sum(not each.is_good for each in again.intervals)
    assert 0 < bad <= 150, "its heart rate leaps back every half minute"
    assert len(_read("long").classed("mark-bad")) == bad
    sent = sum(len(decode_heart_rate(packet.payload).rr_ticks) for packet in again.ride.packets)
    assert sent - 1 <= len(again.intervals) <= sent, "the last verdict may be waiting"


def test_what_paper_does_not_hold_is_told() -> None:
    said = "".join(_read("long").words)
    assert re.search(r"and \d+ more steps, left out on paper", said)
    assert re.search(r"and \d+ more lines, left out on paper", said)
    assert "left out on paper" not in "".join(_read("full").words)
