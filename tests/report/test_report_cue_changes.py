"""Which cues appear, vanish, move: each has at most one counterpart; the picture is to scale."""

from hypothesis import given
from hypothesis import strategies as st

from hrguide.report.cue_changes import (
    COLUMNS,
    MARKS,
    MOVED_WITHIN_S,
    Change,
    Ridden,
    changes,
    table,
    timeline,
)
from hrguide.ride.lines import Said

SAID = st.lists(
    st.builds(
        Said,
        at_s=st.integers(0, 2040).map(float),
        cue=st.sampled_from(list(MARKS)),
        text=st.sampled_from(["Ease off.", "Heading for 146."]),
    ),
    max_size=30,
)


def ease(at_s: float, text: str = "Ease off.") -> Said:
    return Said(at_s=at_s, cue="ease", text=text)


def test_same_moved_reworded_new_and_gone() -> None:
    before = [ease(100.0), ease(200.0), ease(300.0, "to 146"), ease(900.0)]
    after = [ease(100.0), ease(212.0), ease(300.0, "to 151"), ease(1500.0)]
    rows = changes(before, after)
    assert [(row.at_s, row.change) for row in rows] == [
        (100.0, Change.SAME),
        (200.0, Change.MOVED),
        (300.0, Change.REWORDED),
        (900.0, Change.VANISHES),
        (1500.0, Change.APPEARS),
    ]
    lines = table(rows)
    assert "12 s later" in lines[1]
    assert lines[-1] == "Cues: 1 as recorded, 1 moved, 1 reworded, 1 new, 1 gone."


def test_a_cue_that_stayed_is_not_taken_for_a_neighbours_move() -> None:
    rows = changes([ease(100.0), ease(130.0)], [ease(130.0)])
    assert [(row.at_s, row.change) for row in rows] == [
        (100.0, Change.VANISHES),
        (130.0, Change.SAME),
    ]


def test_kinds_are_never_mixed() -> None:
    rows = changes([ease(100.0)], [Said(at_s=100.0, cue="push", text="A touch more.")])
    assert {row.change for row in rows} == {Change.VANISHES, Change.APPEARS}


@given(before=SAID, after=SAID)
def test_every_cue_has_one_row_and_one_counterpart_at_most(
    before: list[Said], after: list[Said]
) -> None:
    rows = changes(before, after)
    assert sorted(map(repr, before)) == sorted(repr(r.before) for r in rows if r.before)
    assert sorted(map(repr, after)) == sorted(repr(r.after) for r in rows if r.after)
    for row in rows:
        if row.before and row.after:
            assert row.before.cue == row.after.cue
            assert abs(row.before.at_s - row.after.at_s) <= MOVED_WITHIN_S
    assert all(len(line) <= COLUMNS for line in table(rows))


@given(said=SAID)
def test_nothing_changes_against_itself(said: list[Said]) -> None:
    assert {row.change for row in changes(said, said)} <= {Change.SAME}


def test_the_timeline_is_to_scale_and_the_graver_mark_wins() -> None:
    efforts = ((0.0, "easy"), (500.0, "moderate"))
    well = Said(at_s=500.0, cue="well", text="That's it.")
    before = Ridden(cues=(well, ease(501.0)), efforts=efforts, end_s=1000.0)
    after = Ridden(cues=(), efforts=efforts, end_s=1000.0)
    first, second, skyline, scale, legend = timeline(before, after, names=("then", "now"))
    assert first.startswith("then ")
    assert first.count("▼") == 1
    assert "✓" not in first
    assert first.index("▼") == skyline.index("▆")
    assert "▼" not in second
    assert scale.endswith("16:40")
    assert all(len(line) <= COLUMNS for line in (first, second, skyline, scale, legend))


def test_a_long_sentence_stays_in_80_columns() -> None:
    """The row was two columns wider and broke on the screen it was made for."""
    before, after = ease(10000.0, "Ease off. " * 9), ease(9955.0, "Ease off. " * 9)
    header, row, _ = table(changes([before], [after]))
    assert "45 s earlier" in row
    assert row.endswith("...")
    assert len(row) in (COLUMNS - 1, COLUMNS)
    assert header.index("said") == row.index("Ease")
