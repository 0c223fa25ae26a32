"""Write the golden screens anew: the only way they change. Read the diff before it is committed.

Usage: python scripts/update_golden.py [--check]

One text file a scene and size in fixtures/screens/. With --check nothing is written and files that
differ, or should not be there, end it with 1.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.screen.scenes import GOLDEN_FOLDER, golden_texts  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the golden screens anew.")
    parser.add_argument("--check", action="store_true", help="only say what differs")
    only_check = parser.parse_args().check
    wanted = golden_texts()
    there = {path.name: path for path in GOLDEN_FOLDER.glob("*.txt")}
    stale = sorted(set(there) - set(wanted))
    changed = [
        name
        for name, text in wanted.items()
        if name not in there or there[name].read_text(encoding="utf-8") != text
    ]
    for name in [*changed, *stale]:
        print(("differs: " if only_check else "written: " if name in wanted else "gone: ") + name)
    if only_check:
        return 1 if changed or stale else 0
    GOLDEN_FOLDER.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (GOLDEN_FOLDER / name).write_text(wanted[name], encoding="utf-8", newline="\n")
    for name in stale:
        there[name].unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
