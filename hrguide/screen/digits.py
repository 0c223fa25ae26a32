"""Five-row letters that are read from two metres.

Comes in: a word. Goes out: five strings of blocks and blanks. Each letter is drawn on a grid of
square dots, three wide (M, N, W and the signs more); a dot is two cells wide where there is room
(a terminal's cell is about twice as high as wide), one cell where there is not.
"""

from typing import Final

ROWS: Final = 5
INK: Final = "█"

_DRAWN: Final = """
0 ### #.# #.# #.# ###
1 .#. ##. .#. .#. ###
2 ### ..# ### #.. ###
3 ### ..# ### ..# ###
4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###
6 ### #.. ### #.# ###
7 ### ..# ..# ..# ..#
8 ### #.# ### #.# ###
9 ### #.# ### ..# ###
A ### #.# ### #.# #.#
B ##. #.# ##. #.# ##.
C ### #.. #.. #.. ###
D ##. #.# #.# #.# ##.
E ### #.. ##. #.. ###
F ### #.. ##. #.. #..
G ### #.. #.# #.# ###
H #.# #.# ### #.# #.#
I # # # # #
J ..# ..# ..# #.# ###
K #.# #.# ##. #.# #.#
L #.. #.. #.. #.. ###
M #...# ##.## #.#.# #...# #...#
N #..# ##.# #.## #..# #..#
O ### #.# #.# #.# ###
P ### #.# ### #.. #..
Q #### #..# #..# #.## ####
R ##. #.# ##. #.# #.#
S ### #.. ### ..# ###
T ### .#. .#. .#. .#.
U #.# #.# #.# #.# ###
V #.# #.# #.# #.# .#.
W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#
Y #.# #.# .#. .#. .#.
Z ### ..# .#. #.. ###
: . # . # .
- ... ... ### ... ...
. . . . . #
! # # # . #
? ### ..# .## ... .#.
= ... ### ... ### ...
+ ... .#. ### .#. ...
✓ ....# ....# #..#. .##.. ..#..
▲ ..#.. .###. ##### ..#.. ..#..
▼ ..#.. ..#.. ##### .###. ..#..
▂ .. .. .. ## ##
▄ .... .... ..## #### ####
▁ .... .... .... .... ####
▆ ...... ....## ..#### ###### ######
‖ #.# #.# #.# #.# #.#
"""

_GLYPHS: Final[dict[str, tuple[str, ...]]] = {
    line[0]: tuple(line[2:].split()) for line in _DRAWN.split("\n") if line
}
_SPACE: Final = ("..",) * ROWS


def big(word: str, *, dot: int = 2) -> tuple[str, ...]:
    """The word in five rows of equal length; what has no letter is left out. dot: cells a dot."""
    glyphs = [_SPACE if letter == " " else _GLYPHS.get(letter) for letter in word.upper()]
    gap = " " * dot
    rows = []
    for row in range(ROWS):
        dots = (glyph[row] for glyph in glyphs if glyph is not None)
        rows.append(
            gap.join("".join(INK * dot if on == "#" else " " * dot for on in part) for part in dots)
        )
    return tuple(rows)


def big_to_fit(word: str, width: int) -> tuple[str, ...] | None:
    """The largest drawing of at most `width` cells, None where even the narrow one is too wide."""
    for dot in (2, 1):
        drawn = big(word, dot=dot)
        if len(drawn[0]) <= width:
            return drawn
    return None
