"""A reliability diagram beside sharpness, as an SVG: what intervals promised, what they held.

Comes in: for each world and number of answers, pairs (mass promised, truth inside) and the belief's
SD. Goes out: one SVG text. A wide prior also covers; so the SD stands in the legend and in bars.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean

COLOURS = {"A": "#1b6ca8", "B": "#c0392b", "C": "#27824b"}
DASHES = {0: "1 5", 4: "7 4", 24: "none"}
SIZE, LEFT, TOP = 360, 60, 46
LEGEND_LEFT = LEFT + SIZE + 24
BAR_PX_PER_BPM = 6.0


@dataclass(kw_only=True)
class Curve:
    """One world after so many answers. held: (mass, inside); sd_bpm: of each belief as shown."""

    world: str
    answers: int
    held: list[tuple[float, bool]] = field(default_factory=list)
    sd_bpm: list[float] = field(default_factory=list)


def svg(curves: Sequence[Curve]) -> str:
    """The picture of those curves that have a dash of their own."""
    shown = [curve for curve in curves if curve.answers in DASHES]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEGEND_LEFT + 330}" '
        f'height="{TOP + SIZE + 64}" font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="26" font-size="15">Talk threshold: do the intervals hold what they '
        "promise?</text>",
        *_axes(),
    ]
    for row, curve in enumerate(shown):
        parts += _drawn(curve, row)
    parts.append(
        f'<text x="{LEGEND_LEFT}" y="{TOP + 44 + 26 * len(shown)}" fill="#555">'
        "above the diagonal: too careful; below: too sure</text>"
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axes() -> list[str]:
    bottom, right = TOP + SIZE, LEFT + SIZE
    parts = [
        f'<rect x="{LEFT}" y="{TOP}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>',
        f'<line x1="{LEFT}" y1="{bottom}" x2="{right}" y2="{TOP}" stroke="#888" '
        'stroke-dasharray="4 3"/>',
    ]
    for tenth in range(0, 11, 2):
        at = SIZE * tenth / 10
        parts += [
            f'<text x="{LEFT + at:.0f}" y="{bottom + 18}" text-anchor="middle">{tenth / 10:.1f}'
            "</text>",
            f'<text x="{LEFT - 8}" y="{bottom - at + 4:.0f}" text-anchor="end">{tenth / 10:.1f}'
            "</text>",
        ]
        if 0 < tenth < 10:
            parts += [
                f'<line x1="{LEFT + at:.0f}" y1="{TOP}" x2="{LEFT + at:.0f}" y2="{bottom}" '
                'stroke="#eee"/>',
                f'<line x1="{LEFT}" y1="{bottom - at:.0f}" x2="{right}" y2="{bottom - at:.0f}" '
                'stroke="#eee"/>',
            ]
    middle_x, middle_y = LEFT + SIZE // 2, TOP + SIZE // 2
    return [
        *parts,
        f'<text x="{middle_x}" y="{bottom + 42}" text-anchor="middle">interval promised (mass)'
        "</text>",
        f'<text transform="translate(18,{middle_y}) rotate(-90)" text-anchor="middle">'
        "held the truth (share of people)</text>",
        f'<text x="{LEGEND_LEFT}" y="{TOP + 8}" fill="#555">sharpness: mean SD shown</text>',
    ]


def _drawn(curve: Curve, row: int) -> list[str]:
    held = defaultdict(list)
    for mass, inside in curve.held:
        held[mass].append(inside)
    points = " ".join(
        f"{LEFT + SIZE * mass:.1f},{TOP + SIZE * (1 - fmean(values)):.1f}"
        for mass, values in sorted(held.items())
    )
    colour = COLOURS[curve.world]
    line = (
        f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{DASHES[curve.answers]}"'
    )
    y, sd_bpm = TOP + 32 + 26 * row, fmean(curve.sd_bpm)
    bar_left = LEGEND_LEFT + 184
    return [
        f'<polyline points="{points}" {line}/>',
        f'<polyline points="{LEGEND_LEFT},{y} {LEGEND_LEFT + 40},{y}" {line}/>',
        f'<text x="{LEGEND_LEFT + 48}" y="{y + 4}">world {curve.world}, {curve.answers} answers'
        "</text>",
        f'<rect x="{bar_left}" y="{y - 6}" width="{BAR_PX_PER_BPM * sd_bpm:.0f}" height="12" '
        f'fill="{colour}" opacity="0.35"/>',
        f'<text x="{bar_left + 4}" y="{y + 4}">+-{sd_bpm:.1f}</text>',
    ]
