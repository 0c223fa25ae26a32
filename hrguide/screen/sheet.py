"""A page of a question drawn at a size: title, paragraphs, keys; more pages where it does not fit.

Comes in: a Sheet and a width and height. Goes out: a `Canvas`. The wording is never cut and never
shortened for a small screen: what does not fit follows on the next page, so that one wording is
read by everybody. It knows no key and no answer.
"""

from dataclasses import dataclass
from typing import Final

from hrguide.screen.canvas import Canvas, Tone, cells, wrap

FULL_WIDTH: Final = 80
FULL_HEIGHT: Final = 24
_FRAME_ROWS: Final = 6  # the program's name, the prompt, the strap, and air between them
_MORE: Final = "space: more"
_BETWEEN_KEYS: Final = "   "


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that wrap. key: stands before them, in a column of its own; marked: it is chosen."""

    text: str
    tone: Tone = Tone.PLAIN
    key: str = ""
    marked: bool = False


BLANK: Final = Paragraph("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of paper. prompt: what can be pressed now, and what was typed. status: the strap.

    head: beside the program's name on a full screen.
    """

    title: str
    body: tuple[Paragraph, ...]
    prompt: str
    status: str = ""
    head: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    tone: Tone
    key: str = ""
    indented: bool = False


def page_count(sheet: Sheet, width: int, height: int) -> int:
    """How many pages the sheet takes at this size; 1 or more."""
    return len(_pages(sheet, width, height))


def draw_sheet(sheet: Sheet, width: int, height: int, *, page: int = 0) -> Canvas:
    """The page at this size; a page that is not there is the last one."""
    canvas = Canvas(width, height)
    pages = _pages(sheet, width, height)
    page = min(page, len(pages) - 1)
    full = _is_full(width, height)
    left = _margin(full)
    row = 0
    if full:
        canvas.put(0, 1, "hrguide", Tone.STRONG)
        canvas.put_right(0, sheet.head, Tone.QUIET)
        canvas.put(height - 1, 1, sheet.status, Tone.QUIET)
        row = 2
    for text in wrap(sheet.title, _inner(width)):
        canvas.put(row, left, text, Tone.EASE if sheet.urgent else Tone.STRONG)
        row += 1
    row += full
    key_width = _key_width(sheet)
    for each in pages[page]:
        canvas.put(row, left, each.key, Tone.ASK)
        canvas.put(row, left + key_width * each.indented, each.text, each.tone)
        row += 1
    last = page == len(pages) - 1
    prompt = sheet.prompt if last else f"{_MORE}   ({page + 1} of {len(pages)})"
    prompts = wrap_prompt(prompt, width - left)
    # below the words, where the eye is; a small screen keeps it in one place
    row = min(row + 1, height - 2) if full else height - len(prompts)
    for text in prompts:
        canvas.put(row, left, text, Tone.ASK)
        row += 1
    return canvas


def wrap_prompt(prompt: str, width: int) -> list[str]:
    """The prompt in as few rows as it takes; what belongs to one key stays together."""
    rows: list[str] = []
    for part in prompt.split(_BETWEEN_KEYS):
        longer = f"{rows[-1]}{_BETWEEN_KEYS}{part}" if rows else part
        if rows and cells(longer) <= width:
            rows[-1] = longer
        else:
            rows += [part] if cells(part) <= width else wrap(part, width)
    return rows


def _is_full(width: int, height: int) -> bool:
    return width >= FULL_WIDTH and height >= FULL_HEIGHT


def _margin(full: bool) -> int:
    return 2 if full else 0


def _inner(width: int) -> int:
    """Columns for words."""
    return width - _margin(_is_full(width, FULL_HEIGHT)) - 1


def _key_width(sheet: Sheet) -> int:
    """The keys' column and a blank or two, 0 where nothing has a key."""
    keys = [cells(paragraph.key) for paragraph in sheet.body if paragraph.key]
    return max(keys) + 2 if keys else 0


def _pages(sheet: Sheet, width: int, height: int) -> list[list[_Row]]:
    """Rows by page; a paragraph moves on whole unless it is longer than a page."""
    full = _is_full(width, height)
    inner = _inner(width)
    titles = len(wrap(sheet.title, inner))
    prompts = len(wrap_prompt(sheet.prompt, width - _margin(full)))
    room = max(1, height - titles - (_FRAME_ROWS if full else prompts))
    pages: list[list[_Row]] = [[]]
    for paragraph in sheet.body:
        rows = _rows(paragraph, inner, _key_width(sheet))
        if not paragraph.text and (not full or not pages[-1]):
            continue  # air between paragraphs is for those who have room
        if len(pages[-1]) + len(rows) > room and pages[-1]:
            pages.append([])
        for row in rows:
            if len(pages[-1]) == room:
                pages.append([])
            pages[-1].append(row)
    return pages


def _rows(paragraph: Paragraph, width: int, key_width: int) -> list[_Row]:
    if not paragraph.text:
        return [_Row("", Tone.PLAIN)]
    tone = Tone.STRONG if paragraph.marked else paragraph.tone
    if not paragraph.key:
        return [_Row(text, tone) for text in wrap(paragraph.text, width)]
    texts = wrap(paragraph.text, width - key_width)
    return [
        _Row(text, tone, "" if at else paragraph.key, indented=True)
        for at, text in enumerate(texts)
    ]
