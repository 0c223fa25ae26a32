"""Draw a golden scene as SVG: the README's picture, or any other, to look at.

Usage: python scripts/picture.py [SCENE] [--size 80x24] [--output docs/screen.svg]

Blocks are drawn as rectangles and letters in whatever fixed-width font the viewer has: the file
links to nothing.
"""

import argparse
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hrguide.screen.canvas import Canvas, Tone  # noqa: E402
from hrguide.screen.draw import draw  # noqa: E402
from hrguide.screen.frame import frame  # noqa: E402
from tests.screen.scenes import SCENES, SETTING  # noqa: E402

CELL_W, CELL_H, MARGIN = 9.6, 20.0, 16.0
PAPER, INK = "#101418", "#d8dee4"
# The 256-colour palette's values of canvas.COLOURS_256.
INKS = {
    Tone.PLAIN: INK,
    Tone.QUIET: "#949494",
    Tone.STRONG: "#ffffff",
    Tone.COURSE: "#00af87",
    Tone.EASE: "#ff5f00",
    Tone.PUSH: "#00afff",
    Tone.REST: "#5fafaf",
    Tone.WARN: "#ffaf00",
    Tone.ASK: "#d787d7",
}
BLOCKS = {"█": 1.0, "░": 0.28}


def picture(canvas: Canvas) -> str:
    """The canvas as one self-contained SVG."""
    width = canvas.width * CELL_W + 2 * MARGIN
    height = canvas.height * CELL_H + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace" '
        f'font-size="16">',
        f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>',
    ]
    for row in range(canvas.height):
        for column, text, tone, reverse in canvas.runs(row):
            parts.extend(_run(row, column, text, tone, reverse))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _run(row: int, column: int, text: str, tone: Tone, reverse: bool) -> list[str]:
    colour = INKS[tone]
    top = MARGIN + row * CELL_H
    parts = []
    if reverse:
        parts.append(_rect(MARGIN + column * CELL_W, top, len(text) * CELL_W, colour, 1.0))
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _kind(text[end]) == _kind(text[start]):
            end += 1
        left = MARGIN + (column + start) * CELL_W
        piece = text[start:end]
        if piece[0] in BLOCKS:
            parts.append(_rect(left, top, len(piece) * CELL_W, colour, BLOCKS[piece[0]]))
        elif piece.strip():
            ink = PAPER if reverse else colour
            weight = "" if tone in (Tone.PLAIN, Tone.QUIET) else ' font-weight="bold"'
            parts.append(
                f'<text x="{left:g}" y="{top + 15:g}" fill="{ink}"{weight} xml:space="preserve" '
                f'textLength="{len(piece) * CELL_W:g}">{escape(piece)}</text>'
            )
        start = end
    return parts


def _kind(letter: str) -> str:
    return letter if letter in BLOCKS else " " if letter == " " else "text"


def _rect(left: float, top: float, width: float, colour: str, opacity: float) -> str:
    clear = "" if opacity == 1.0 else f' opacity="{opacity:g}"'
    # Half a unit of overlap hides the seams between rows.
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{CELL_H + 0.5:g}" '
        f'fill="{colour}"{clear}/>'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Draw a golden scene as SVG.")
    parser.add_argument("scene", nargs="?", default="on-course", choices=sorted(SCENES))
    parser.add_argument("--size", default="80x24", help="columns x rows")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "screen.svg")
    asked = parser.parse_args()
    columns, rows = (int(part) for part in asked.size.split("x"))
    moment, remembered = SCENES[asked.scene]
    drawn = picture(draw(frame(moment, SETTING, remembered), columns, rows))
    asked.output.parent.mkdir(parents=True, exist_ok=True)
    asked.output.write_text(drawn, encoding="utf-8")
    print(f"{asked.scene} at {asked.size}: {asked.output}")


if __name__ == "__main__":
    main()
