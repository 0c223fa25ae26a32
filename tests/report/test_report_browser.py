"""The page in a real browser: quiet, alone, readable by everybody, two sheets on paper.

Skipped where there is no Chromium; the accessibility check also where there is no axe-core
(`npm install --prefix build/browser axe-core`).
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.report.browser_page import AXE, Page, a_browser, browser_path
from tests.report.page_rides import RIDES, page_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.heavy,  # it is the browser that reads: one Python is enough
    pytest.mark.skipif(browser_path() is None, reason="there is no Chromium here"),
]
EVERY = pytest.mark.parametrize("name", list(RIDES))
PHONE, DESK = 390, 1100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def page(folder: Path) -> Iterator[Page]:
    with a_browser(folder / "profile") as opened:
        yield opened


def _file(folder: Path, name: str) -> Path:
    path = folder / f"{name}.html"
    path.write_text(page_of(name), encoding="utf-8")
    return path


@EVERY
def test_it_asks_for_nothing_and_complains_of_nothing(page: Page, folder: Path, name: str) -> None:
    page.events.clear()
    file = _file(folder, name)
    page.open(file)
    assert page.requests() == [file.resolve().as_uri()]
    assert page.complaints() == []
    assert page.ask("document.title").startswith("2026-11-22-sam")


@EVERY
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_sticks_out(page: Page, folder: Path, name: str, width: int) -> None:
    page.dress(width=width, dark=False)
    page.open(_file(folder, name))
    assert page.ask("document.documentElement.scrollWidth") == width
    shown = page.ask(
        "[...document.querySelectorAll('.wide, .narrow')].map(e => e.getClientRects().length)"
    )
    assert shown == ([0, 1] if width == PHONE else [1, 0]), "one paper at a time"


@EVERY
def test_words_stay_within_their_pictures(page: Page, folder: Path, name: str) -> None:
    page.dress(width=DESK, dark=False)
    page.open(_file(folder, name))
    outside = page.ask(
        """[...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(text => {
                const at = text.getBoundingClientRect();
                return at.width && (at.left < box.left - 1 || at.right > box.right + 1 ||
                    at.top < box.top - 1 || at.bottom > box.bottom + 3);
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []


def test_dark_is_dark_and_paper_is_light(page: Page, folder: Path) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    for dark, colour in ((False, "rgb(255, 255, 255)"), (True, "rgb(20, 23, 28)")):
        page.dress(width=DESK, dark=dark)
        page.open(_file(folder, "full"))
        assert page.ask(ground) == colour
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.ask(ground) == "rgb(255, 255, 255)"
    page.call("Emulation.setEmulatedMedia", media="")


@EVERY
def test_it_prints_on_two_sheets(page: Page, folder: Path, name: str) -> None:
    page.dress(width=DESK, dark=True)
    page.open(_file(folder, name))
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.printed()))
    assert 1 <= sheets <= 2


@pytest.mark.parametrize("name", ["full", "learning", "strapless", "imported", "never started"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed in build/browser")
def test_everybody_can_read_it(page: Page, folder: Path, name: str, width: int, dark: bool) -> None:
    page.dress(width=width, dark=dark)
    page.open(_file(folder, name))
    page.ask(f"{AXE.read_text(encoding='utf-8')}; 0")
    found = page.ask("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
    assert found == []
    assert page.ask("axe.run().then(r => r.passes.length)") > 15


def test_the_accessibility_check_can_fail(page: Page, folder: Path) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed in build/browser")
    path = folder / "bad.html"
    pale = page_of("full").replace('role="img"', 'role="nothing"').replace('lang="en"', "")
    path.write_text(pale, encoding="utf-8")
    page.open(path)
    page.ask(f"{AXE.read_text(encoding='utf-8')}; 0")
    assert page.ask("axe.run().then(r => r.violations.length)") >= 2
