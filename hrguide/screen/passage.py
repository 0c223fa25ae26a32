"""The passage that is read aloud in a talk test: our own words, for anybody to review.

About 95 words take some 30 s, which is what the answers are gauged for (physiology.md A1: shorter
passages read 11-36 W too easy). Everyday words, no numbers, no names, nothing to stumble over; it
may be read again in every stage. The version is told in no file: an answer is an answer.
"""

from typing import Final

PASSAGE: Final = (
    "On the first warm morning of spring the whole street came outside. Somebody carried a table "
    "to the corner, somebody else brought bread, cheese and a large pot of coffee. Two children "
    "raced their bicycles down to the bridge and back, and an old man in a straw hat counted the "
    "laps. A grey cat slept through all of it on the wall of the bakery. By noon the sun had "
    "moved behind the tower, the cups were empty, and everyone agreed, as they did each year, "
    "that the winter had been much too long."
)
