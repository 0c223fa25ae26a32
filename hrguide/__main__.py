"""`python -m hrguide` is `hrguide`."""

import sys

from hrguide.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
