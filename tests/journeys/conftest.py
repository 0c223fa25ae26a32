"""Lets the journeys import the story-telling beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
