"""The picture of a threshold, as text: golden pictures of beliefs that are laid down here."""

from hypothesis import given
from hypothesis import strategies as st

from hrguide.athlete.athlete import Machine
from hrguide.zones import grid
from hrguide.zones.belief import Belief
from hrguide.zones.ceilings import Ceilings
from hrguide.zones.picture import picture
from hrguide.zones.ranges import Range


def belief(mean_bpm: float, sd_bpm: float, *, second_bpm: float | None = None) -> Belief:
    cells = grid.normal(mean_bpm, sd_bpm)
    if second_bpm is not None:
        cells = tuple(map(max, cells, grid.normal(second_bpm, sd_bpm)))
    return Belief(cells=grid.normalised(cells), machine=Machine.BIKEERG, as_of=None, rest_bpm=65.0)


def found(*edges: int) -> dict[str, Range]:
    efforts = ("easy", "moderately easy", "moderate")
    if len(edges) == 1:
        return {
            effort: Range(low_bpm=None, high_bpm=edges[0], provisional=True, source="")
            for effort in efforts
        }
    return {
        effort: Range(low_bpm=low, high_bpm=high, provisional=False, source="")
        for effort, low, high in zip(efforts, edges, edges[1:], strict=False)
    }


def limits(session: float | None = None, hard: float | None = None) -> Ceilings:
    return Ceilings(
        session_bpm=session,
        session_source=None,
        session_provisional=False,
        hard_bpm=hard,
        hard_source=None,
        question_bpm=None,
        question_source=None,
    )


def test_a_threshold_of_138_on_80_columns() -> None:
    lines = picture(belief(138, 6), found(110, 122, 131, 139), limits(147, 167))
    assert lines == (
        "bpm                          110        120        130        140        150",
        "threshold       138 +-6                      ▁▁▁▂▂▃▃▄▅▆▆▇▇█████▇▆▆▅▄▄▃▂▂▁▁▁▁",
        "easy            110-122      █████████████",
        "moderately easy 122-131                   ██████████",
        "moderate        131-139                             █████████",
        "ease above          147                                               │",
        "stop above          167                                                        >",
    )


def test_a_threshold_of_138_on_40_columns() -> None:
    lines = picture(belief(138, 6), found(110, 122, 131, 139), limits(147), width=40)
    assert lines == (
        "bpm                     120      140",
        "threshold 138 +-6         ▁▁▂▄▆▇█▇▆▄▂▁",
        "easy      110-122   █████",
        "mod. easy 122-131        ████",
        "moderate  131-139            ███",
        "ease          147                   │",
    )


def test_two_camps_are_two_hills() -> None:
    lines = picture(belief(100, 6, second_bpm=160), found(88, 98, 106, 114), limits())
    assert lines == (
        "bpm                                100         120        140         160",
        "threshold       130 +-31   ▁▁▂▃▄▆▇███▇▆▄▃▂▁▁                  ▁▁▂▃▄▆▇███▇▆▄▃▂▁▁",
        "easy               88-98    ██████",
        "moderately easy   98-106          █████",
        "moderate         106-114               ████",
    )


def test_under_so_much_is_one_row_in_plain_letters() -> None:
    lines = picture(belief(95, 10), found(89), limits(None, 120), width=60, ascii_only=True)
    assert lines == (
        "bpm                    70     80     90    100    110    120",
        "threshold    95 +-10    ......:::---==#####==---:::.....",
        "all efforts under 89  ##############",
        "stop             120                                     |",
    )


@given(
    mean=st.floats(75, 195),
    sd=st.floats(0.3, 40),
    width=st.integers(40, 120),
    session=st.none() | st.floats(80, 210),
    hard=st.none() | st.floats(80, 210),
    edges=st.sampled_from([(), (118,), (110, 122, 131, 139), (70, 80, 88, 96)]),
)
def test_no_line_is_wider_than_asked_and_none_is_lost(
    mean: float,
    sd: float,
    width: int,
    session: float | None,
    hard: float | None,
    edges: tuple[int, ...],
) -> None:
    ranges = found(*edges) if edges else {}
    lines = picture(belief(mean, sd), ranges, limits(session, hard), width=width)
    assert all(len(line) <= width for line in lines)
    rows = {0: 0, 1: 1, 4: 3}[len(edges)] + (session is not None) + (hard is not None)
    assert len(lines) == 2 + rows
    assert all(line.strip() for line in lines)
