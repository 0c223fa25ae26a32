"""Write the golden pages of `hrguide history` anew: the only way they change. Read the diff.

Usage: python scripts/update_golden_history.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.history.history_cases import GOLDEN_FOLDER, golden_pages  # noqa: E402


def main() -> int:
    wanted = golden_pages()
    GOLDEN_FOLDER.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN_FOLDER.glob("*.txt"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (GOLDEN_FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
