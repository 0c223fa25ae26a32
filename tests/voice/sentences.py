"""Every sentence the guide may say, for the tests of how it is heard."""

from string import Formatter

from hrguide.guide import words
from hrguide.workout.shelf import list_workouts, load_workout
from hrguide.workout.workout import Effort


def guide_sentences() -> list[str]:
    """All that `guide/words.py` says, with plausible words and numbers in its places."""
    constants = [said for said in vars(words).values() if isinstance(said, str) and " " in said]
    said = [_filled(text) for text in constants if text != words.__doc__]
    for effort in Effort:
        said += [words.lost_words(9.2, effort), words.lost_words(None, effort)]
    for name in (shelved.name for shelved in list_workouts()):
        for step in load_workout(name).steps:
            for low, high in ((118, 126), (None, 135), (None, None)):
                said.append(words.step_words(step, low, high))
    for how_much in ("", " a touch", " clearly"):
        said.append(words.heading_words(146.4, 139.0, '"only just"', how_much))
    said += [words.ease_words(151, 148.0, "today's ceiling"), words.back_words(122)]
    return [*said, "3", "2", "1"]


def _filled(text: str) -> str:
    places = [name for _, name, _, _ in Formatter().parse(text) if name]
    return text.format(**dict.fromkeys(places, "Row lightly"))
