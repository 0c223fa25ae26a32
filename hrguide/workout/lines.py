"""The lines of a whiteboard text: indent, bullet, words; comments and blank lines seen.

Comes in: text as people paste it (tabs, CRLF, a byte order mark, typographic dashes and quotes).
Goes out: one `Line` for each line that says something. Every sign is replaced by at most one
sign, so a column always means the column in the text. It refuses control characters, which a
terminal would obey.
"""

import re
from dataclasses import dataclass
from typing import Final

from hrguide.workout.signs import DASH, is_control, is_picture, is_space, plain_sign
from hrguide.workout.workout import WorkoutError

TAB: Final = 4  # columns to a tab stop; only the order of indents matters [J]
MAX_LINE: Final = 1000  # signs; no coach writes more in a line, and every error quotes from one
MAX_LINES: Final = 4000  # product.md allows 2,000 steps; labels and rounds come on top [J]

_BREAK = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r"#|//")
_MARKS = re.escape("-*+·•‣●○■□▪◦▶∙" + DASH)
_BULLET = re.compile(
    rf"(?:[{_MARKS}]+|\(?[0-9]{{1,2}}[.)](?=\s)|\(?[a-z][.)](?=\s)|\[[ x]?\](?=\s))\s*"
)
_RULE = re.compile(rf"[-{DASH}=_*~]+")  # a drawn line parts as a blank one does


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that says something.

    number: 1-based. indent: columns before the bullet or the first word. raw: the whole line as
    written; plain: the same in lower case and simple signs, of the same length. start, end:
    half-open bounds of the words in both, without bullet and comment. after_blank: a blank line
    stands before it.
    """

    number: int
    indent: int
    bulleted: bool
    after_blank: bool
    raw: str
    plain: str
    start: int
    end: int

    def said(self, start: int, end: int) -> str:
        """The words from start to end as written, white space made single."""
        shown = "".join(" " if is_space(sign) else sign for sign in self.raw[start:end])
        return " ".join(shown.split())

    def step_text(self, start: int, end: int) -> str:
        """What a step calls itself: like `said`, without a bullet that stands in a list."""
        return self.said(without_bullets(self.plain, start, end), end)

    def error(
        self, start: int, end: int, *, hint: str, problem: str = "cannot read"
    ) -> WorkoutError:
        """An error about the signs from start to end (0-based, half-open) of this line."""
        words = self.said(start, end)
        return WorkoutError(
            line=self.number, column=start + 1, words=words, hint=hint, problem=problem
        )


def read_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that say something. Raises WorkoutError for control characters."""
    lines: list[Line] = []
    blank = False
    for number, raw in enumerate(_BREAK.split(text.removeprefix("\ufeff")), start=1):
        _refuse_control(raw, number)
        plain = "".join(plain_sign(sign) for sign in raw)
        if not plain.strip() or _RULE.fullmatch(plain.strip()):
            blank = True
            continue
        comment = _COMMENT.search(plain)
        end = len(plain[: comment.start()].rstrip() if comment else plain.rstrip())
        if not plain[:end].strip():
            continue  # a comment is not a blank line: it ends no rounds
        lines.append(_line(number, raw, plain, end, after_blank=blank))
        blank = False
        if len(lines) > MAX_LINES:
            hint = f"A workout has at most {MAX_LINES} lines. Write rounds."
            raise lines[-1].error(lines[-1].start, end, hint=hint, problem="too many lines, from")
    return tuple(lines)


def _line(number: int, raw: str, plain: str, end: int, *, after_blank: bool) -> Line:
    first = len(plain) - len(plain.lstrip())
    start = without_bullets(plain, first, end)
    if end - start > MAX_LINE:
        raise WorkoutError(
            line=number,
            column=start + MAX_LINE + 1,
            words=" ".join(raw[start + MAX_LINE : start + MAX_LINE + 20].split()),
            hint=f"A line holds at most {MAX_LINE} signs. Write one step a line.",
            problem="a line too long, at",
        )
    return Line(
        number=number,
        indent=len(raw[:first].expandtabs(TAB)),
        bulleted=start > first,
        after_blank=after_blank,
        raw=raw,
        plain=plain,
        start=start,
        end=end,
    )


def without_bullets(plain: str, start: int, end: int) -> int:
    """Where the words begin: bullets may stand one behind the other ("- [ ] 3 min easy")."""
    while (bullet := _bullet_end(plain, start, end)) > start:
        start = bullet
    return start


def _bullet_end(plain: str, start: int, end: int) -> int:
    bullet = _BULLET.match(plain, start, end)
    if bullet:
        return bullet.end()
    if start < end and is_picture(plain[start]):
        return end - len(plain[start + 1 : end].lstrip())
    return start


def _refuse_control(raw: str, number: int) -> None:
    for column, sign in enumerate(raw, start=1):
        if is_control(sign):
            raise WorkoutError(
                line=number,
                column=column,
                words=f"U+{ord(sign):04X}",
                hint="Is this a text file? Save it as plain UTF-8 text.",
                problem="a sign no text should hold:",
            )
