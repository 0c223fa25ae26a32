"""What is heard for what is shown: the guide's sentence in, words for a speaker out.

Comes in: `phrases.toml`, and the text of a cue. Goes out: a short text of plain letters, numbers in
words that a speaker reads well. It decides nothing and adds nothing: what the file does not list
is said as it stands. Refuses a file that names a word its sentence has not.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from hrguide.errors import BadFileError
from hrguide.plain_text import clean
from hrguide.voice.numbers import in_words

ENGLISH: Final = "en"
_IN_WORDS: Final = "one thirty-four"
# A drill's cue is the longest, about 20 words; at 160 words a minute more than 25 is a speech.
WORDS_MAX: Final = 25
_PLACE: Final = re.compile(r"\{(\w+)\}")
_RANGE: Final = re.compile(r"(?<=\d)\s*[-\u2013]\s*(?=\d)")
_CLOCK: Final = re.compile(r"\b(?P<minutes>\d{1,3}):(?P<seconds>\d\d)\b")
_TOKEN: Final = re.compile(r"(?<!['\w])\w+|%")  # not the s of "that's"
# Signs mean orders to one engine or another: [[...]] to espeak and say, <...> to SSML, !-! and % to
# spd-say. What is left are letters, digits, blanks and the marks that make a pause.
_UNSPEAKABLE: Final = re.compile(r"[^\w\s.,;:?'-]|_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The name of the wanted voice, engine by engine."""

    espeak: str
    windows: str


class Phrasebook:
    """One language of `phrases.toml`.

    voices: which voice speaks it. test: a sentence to be heard by.
    Raises BadFileError for a table that is not as its head says.
    """

    def __init__(self, table: Mapping[str, Any], *, language: str = ENGLISH) -> None:
        try:
            self.voices = Voices(espeak=str(table["espeak"]), windows=str(table["windows"]))
            self.test = str(table["test"])
            self._numbers_in_words = table["numbers"] == _IN_WORDS
            self._clock = str(table["clock"])
            self._words = {str(key): str(said) for key, said in table["words"].items()}
            listed = [(str(each["shown"]), str(each["said"])) for each in table["phrases"]]
        except (KeyError, TypeError, AttributeError) as error:
            raise BadFileError(
                f"the phrases of {language!r} lack something: {error}",
                hint="Write them as those of [en] in phrases.toml.",
            ) from error
        for shown, said in listed:
            if unknown := set(_PLACE.findall(said)) - set(_PLACE.findall(shown)):
                raise BadFileError(
                    f"{said!r} uses {', '.join(sorted(unknown))}, which {shown!r} has not",
                    hint="Use the names that stand in braces in `shown`.",
                )
        self.listed = tuple(listed)
        self._patterns = tuple((_pattern(shown), said) for shown, said in listed)

    def spoken(self, shown: str) -> str:
        """What is said for a sentence of the guide; "" for what is left to the tones."""
        for pattern, said in self._patterns:
            if found := pattern.fullmatch(shown):
                return self._plain(said.format_map(found.groupdict()))
        return self._plain(shown)

    def _plain(self, text: str) -> str:
        text = _RANGE.sub(" to ", clean(text))
        text = _CLOCK.sub(lambda time: self._clock.format_map(time.groupdict()), text)
        text = _TOKEN.sub(lambda word: self._words.get(word[0], word[0]), text)
        text = _UNSPEAKABLE.sub(" ", text)
        if self._numbers_in_words:
            text = in_words(text)
        return " ".join(text.split()[:WORDS_MAX])


def _pattern(shown: str) -> re.Pattern[str]:
    parts = _PLACE.split(shown)  # text, name, text, name, ..., text
    return re.compile(
        "".join(
            f"(?P<{part}>.*?)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        )
    )


def load_phrases(language: str = ENGLISH) -> Phrasebook:
    """The built-in phrases. Raises BadFileError for a language that is not there."""
    text = (files("hrguide.voice") / "phrases.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    if language not in tables:
        raise BadFileError(
            f"there are no phrases in {language!r}, only in {', '.join(sorted(tables))}",
            hint="Add a table of that name to phrases.toml.",
        )
    return Phrasebook(tables[language], language=language)
