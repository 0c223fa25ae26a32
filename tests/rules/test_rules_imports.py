"""Imports run one way (design.md, "Layout"), and the machine has no clock, file, radio or print."""

import ast
from collections.abc import Iterator

from tests.rules.source_tree import Module, hrguide_imports_of, modules, outside_imports_of

FOR_ALL = ("errors", "plain_text")
# A module may import what stands beside the longest prefix of its name, and what is for all. A
# name stands for itself and all below it. The order is the beat's travel.
MAY_IMPORT = {
    "": (),
    "errors": (),
    "plain_text": (),
    "clock": (),
    "bluetooth": ("bluetooth",),
    "bluetooth.source": (),
    "bluetooth.heart_rate": (),
    "beats": ("beats", "bluetooth.heart_rate", "bluetooth.source"),
    # answers about health -> may they ride, and how; it knows nobody and nothing else
    "health": ("health",),
    "athlete": ("athlete", "health", "bluetooth.heart_rate", "bluetooth.source"),
    "zones": ("zones", "athlete", "beats"),
    "workout": ("workout", "athlete", "beats"),
    "guide": ("guide", "zones", "workout", "athlete", "health", "beats", "bluetooth.source"),
    "moment": ("guide", "beats.pulse"),
    "session": (
        "session",
        "moment",
        "guide",
        "zones",
        "workout",
        "athlete",
        "beats",
        "bluetooth.heart_rate",
        "bluetooth.source",
    ),
    "simulate": ("simulate", "bluetooth", "guide.cue", "moment"),
    "ride": (
        "ride",
        "session",
        "moment",
        "athlete",
        "zones.ranges",
        "workout",
        "guide",
        "bluetooth.source",
        "bluetooth.heart_rate",
    ),
    "ride.lines": (
        "ride",
        "athlete",
        "zones.ranges",
        "workout",
        "guide.policy",
        "guide.command",
        "bluetooth.source",
    ),
    # the voice carries what the guide's cues say, and decides nothing
    "voice": ("voice", "guide.cue"),
    # the library's read_ride writes hrguide's version into what it makes
    "ride.recording": ("", "ride"),
    # the screen reads the records it shows, and calls nothing of theirs
    "screen": (
        "screen",
        "session",
        "moment",
        "guide",
        "workout",
        "health",
        "voice",
        "beats.pulse",
        "bluetooth.source",
    ),
    "report": ("report", "ride", "session", "moment"),
    # the report's numbers of many rides, kept in a cache that may be lost
    "history": ("", "history", "report", "ride", "session", "athlete"),
    # rides and athletes whole in one zip, and deleted for good
    "keep": ("keep", "ride", "athlete"),
    "tune": (
        "tune",
        "ride",
        "athlete",
        "zones",
        "beats",
        "guide.command",
        "bluetooth.heart_rate",
        "bluetooth.source",
    ),
    "run": ("run", "session", "moment", "guide", "ride", "screen", "clock", "bluetooth.source"),
    "cli": (
        "",
        "cli",
        "run",
        "report",
        "history",
        "keep",
        "tune",
        "athlete",
        "health",
        "zones",
        "workout",
        "simulate",
        "ride",
        "screen",
        "voice",
        "session",
        "moment",
        "guide",
        "clock",
        "beats.pulse",
        "bluetooth",
    ),
    "__main__": ("cli",),
}

# Libraries with one home.
ONLY_IN = {
    "bleak": ("bluetooth.client",),
    "click": ("cli",),
    "rich": ("screen", "report", "cli"),
    "platformdirs": ("cli", "athlete"),
    "tomlkit": ("athlete",),
    "numpy": ("bluetooth.columns", "beats", "zones", "ride", "report", "history", "tune"),
    "bumble": (),
    "matplotlib": ("report.plots",),
}

NOT_IN_THE_MACHINE = {
    "asyncio",
    "click",
    "io",
    "logging",
    "numpy",
    "os",
    "pathlib",
    "random",
    "rich",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
}
NOT_CALLED_IN_THE_MACHINE = {"open", "print", "input", "breakpoint"}
CLOCK_READINGS = {"now", "utcnow", "today"}  # of datetime and date


def _within(name: str, prefix: str) -> bool:
    """`session` stands for session.py, session/ and a split session_NOUN.py."""
    return name == prefix or (bool(prefix) and name.startswith((f"{prefix}.", f"{prefix}_")))


def _row(name: str) -> tuple[str, ...]:
    fitting = [prefix for prefix in MAY_IMPORT if _within(name, prefix)]
    assert fitting, f"{name} has no row in MAY_IMPORT: where does it stand in the story?"
    return MAY_IMPORT[max(fitting, key=len)]


def _machine() -> list[Module]:
    """session.py and everything it imports, directly or not."""
    by_name = {module.name: module for module in modules()}
    waiting = [name for name in by_name if _within(name, "session")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen and name:
            seen.add(name)
            waiting += [each.target for each in hrguide_imports_of(by_name[name])]
    return [by_name[name] for name in sorted(seen)]


def test_imports_run_one_way() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.target or 'hrguide'}"
        for module in modules()
        for each in hrguide_imports_of(module)
        if not any(_within(each.target, prefix) for prefix in (*FOR_ALL, *_row(module.name)))
    ]
    assert not wrong


def test_each_library_has_one_home() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.target}"
        for module in modules()
        for each in outside_imports_of(module)
        if each.target in ONLY_IN
        and not any(_within(module.name, home) for home in ONLY_IN[each.target])
    ]
    assert not wrong


def test_the_machine_reaches_from_the_session_to_the_codec() -> None:
    names = {module.name for module in _machine()}
    assert {"session", "bluetooth.heart_rate", "guide.policy", "moment"} <= names
    assert not {name for name in names if name.startswith(("ride", "screen", "cli", "run"))}


def test_the_machine_has_no_clock_file_radio_or_print() -> None:
    wrong = [
        f"{module.name}:{each.line} imports {each.target}"
        for module in _machine()
        for each in outside_imports_of(module)
        if each.target in NOT_IN_THE_MACHINE
    ]
    wrong += [
        f"{module.name}:{line} {what}"
        for module in _machine()
        for line, what in _reaches_out(module)
    ]
    assert not wrong


def _reaches_out(module: Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module.tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in NOT_CALLED_IN_THE_MACHINE:
                yield node.lineno, f"calls {name}()"
            case ast.Call(func=ast.Attribute(attr=name), args=[]) if name in CLOCK_READINGS:
                yield node.lineno, f"calls .{name}()"
            case ast.AsyncFunctionDef() | ast.Await():
                yield node.lineno, "awaits"
            case _:
                pass
