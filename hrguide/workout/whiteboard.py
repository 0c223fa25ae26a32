"""A workout as a coach writes it on a whiteboard: text becomes steps.

Comes in: text. Goes out: a `Workout`. Here lines become rounds inside rounds: the lines after a
rounds line belong to it until a blank line, a smaller indent, or, in a bulleted body, the first
line without a bullet; "rest ... between rounds" still belongs. It refuses what it cannot read,
what can be read in two ways, more than 24 h and more than 2,000 steps; it never guesses.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from hrguide.workout.drafts import NOTHING_LENT, Context
from hrguide.workout.limits import MAX_HEIGHT, check_plan, check_rounds
from hrguide.workout.lines import Line, read_lines
from hrguide.workout.plan import Part, Rounds, Section, unroll, weigh
from hrguide.workout.sentence import Sentence, SentenceKind, read_sentence
from hrguide.workout.tokens import tokenize
from hrguide.workout.workout import Step, Workout, WorkoutError

_EXAMPLE: Final = "Write for example: 5 rounds, and below it - 3 minutes easy."


def parse_workout(text: str, name: str = "workout") -> Workout:
    """Read a whiteboard text.

    name: what the workout is called on the screen. Raises WorkoutError (a BadFileError) with
    line, column, the words and a suggestion.
    """
    lines = read_lines(text)
    if not lines:
        raise WorkoutError(line=1, column=1, words="", hint=_EXAMPLE, problem="no steps in")
    reader = _Reader(lines=lines)
    plan = reader.top()
    steps = unroll(plan)
    if not steps:
        raise lines[0].error(lines[0].start, lines[0].end, hint=_EXAMPLE, problem="no steps below")
    return Workout(text=text, steps=steps, name=name, plan=plan)


@dataclass(slots=True)
class _Frame:
    """A body being read: the rounds, section or text around the next line."""

    header: Line | None
    rounds: bool
    context: Context
    between: Step | None = None
    between_line: Line | None = None
    after: list[Part] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    first: Line | None = None  # the first line of the body sets its indent and its bullet


@dataclass(slots=True)
class _Reader:
    """The lines, a place among them, and the bodies open at that place, innermost last."""

    lines: tuple[Line, ...]
    i: int = 0
    frames: list[_Frame] = field(default_factory=list)

    def top(self) -> tuple[Part, ...]:
        frame = _Frame(header=None, rounds=False, context=NOTHING_LENT)
        self.frames = [frame]
        ends: list[tuple[int, Line]] = []
        while self.i < len(self.lines):
            self._refuse_orphan(frame)
            self._line(frame)
            ends.append((len(frame.parts), self.lines[self.i - 1]))
        check_plan(frame.parts, ends)
        return tuple(frame.parts)

    def _line(self, frame: _Frame) -> None:
        """Read one line into the frame, and what belongs to it."""
        line = self.lines[self.i]
        tokens = tokenize(line)
        sentence = read_sentence(tokens, frame.context)
        self.i += 1
        frame.first = frame.first or line
        match sentence.kind:
            case SentenceKind.HEAD:
                self._refuse_flat_nesting(frame, line)
                rounds = self._rounds(line, sentence, sentence.context)
                frame.parts.append(
                    Section(label=sentence.label, body=(rounds,)) if sentence.label else rounds
                )
            case SentenceKind.LABEL:
                body = self._body(_Frame(header=line, rounds=False, context=sentence.context)).parts
                lost = sentence.context.machine is not None or self.i == len(self.lines)
                if not body and lost and sentence.context != NOTHING_LENT:
                    hint = "Write its steps directly below, or its length: cool-down 5 min."
                    raise line.error(line.start, line.end, hint=hint, problem="no steps in")
                frame.parts.append(Section(label=sentence.label, body=tuple(body)))
            case SentenceKind.PARTS:
                frame.parts.extend(sentence.parts)
                self._place_between(frame, line, sentence)
                self._refuse_deeper(line, sentence)

    def _rounds(self, line: Line, sentence: Sentence, context: Context) -> Rounds:
        frame = _Frame(header=line, rounds=True, context=context, between=sentence.between)
        self._body(frame)
        body = (*frame.parts, *frame.after, *sentence.after)
        if not weigh(body).steps or sentence.head is None:
            hint = "Write its steps in the lines directly below, without a blank line between."
            raise line.error(line.start, line.end, hint=hint, problem="no steps for")
        rounds = Rounds(
            count=sentence.head.count,
            body=body,
            between=frame.between,
            every_s=sentence.head.every_s,
            ends_at_no=sentence.ends_at_no,
            machine=sentence.machine,
        )
        check_rounds(rounds, line)
        return rounds

    def _body(self, frame: _Frame) -> _Frame:
        """Read the lines that belong to the frame."""
        if len(self.frames) > MAX_HEIGHT and frame.header is not None:
            line = frame.header
            hint = f"Rounds and labels may stand {MAX_HEIGHT} deep in each other."
            raise line.error(line.start, line.end, hint=hint, problem="too deep:")
        self.frames.append(frame)
        while self.i < len(self.lines) and self._belongs(self.lines[self.i]):
            self._line(frame)
        self.frames.pop()
        return frame

    def _belongs(self, line: Line) -> bool:
        """Whether the line is part of the innermost body."""
        frame = self.frames[-1]
        header = frame.header
        if line.after_blank or header is None:
            return header is None
        first = frame.first
        if line.indent < (header.indent if first is None else first.indent):
            return False
        if not frame.rounds and line.indent <= header.indent and self._begins_anew(line):
            return False
        if first is not None and first.bulleted and not line.bulleted:
            self._refuse_unbulleted(line, header)
        for outer in self.frames[1:]:
            if outer.first is None or (outer is not frame and line.indent > outer.first.indent):
                continue
            if outer.first.bulleted and not line.bulleted:
                return outer is frame and self._is_between(line)
        return True

    def _begins_anew(self, line: Line) -> bool:
        """A label or rounds at the indent of an open section end it."""
        frame = self.frames[-1]
        kind = read_sentence(tokenize(line), frame.context).kind
        lends = frame.context.effort is not None
        return kind is SentenceKind.LABEL or (kind is SentenceKind.HEAD and lends)

    def _refuse_unbulleted(self, line: Line, header: Line) -> None:
        """Without a bullet it is after the rounds, by its indent it is inside."""
        if line.indent > header.indent and not self._says_between(line):
            hint = "Part of what is above? Give it a bullet. After it? Do not indent it."
            raise line.error(line.start, line.end, hint=hint, problem="ambiguous:")

    def _is_between(self, line: Line) -> bool:
        sentence = read_sentence(tokenize(line), self.frames[-1].context)
        due = sentence.between is not None or bool(sentence.after)
        return self.frames[-1].rounds and due and not sentence.parts

    def _place_between(self, frame: _Frame, line: Line, sentence: Sentence) -> None:
        """A rest between rounds belongs to the rounds around it, else to those just before it."""
        if sentence.between is None and not sentence.after:
            return
        last = frame.parts[-1] if frame.parts and not sentence.parts else None
        around = next((one for one in reversed(self.frames) if one.rounds), None)
        if frame.rounds:
            around, last = frame, None
        if isinstance(last, Section) and last.body:
            last = last.body[-1]
        if isinstance(last, Rounds) and (last.between is None or sentence.between is None):
            grown = replace(
                last,
                body=(*last.body, *sentence.after),
                between=sentence.between or last.between,
            )
            frame.parts[-1] = _with_last(frame.parts[-1], grown)
            check_rounds(grown, line)
            return
        if around is None or (sentence.between is not None and around.between is not None):
            hint = "Write it once, below the steps of its rounds."
            raise line.error(line.start, line.end, hint=hint, problem="between which rounds?")
        around.between = sentence.between or around.between
        around.after.extend(sentence.after)

    def _refuse_flat_nesting(self, frame: _Frame, line: Line) -> None:
        """ "3 rounds" and below it, at the same indent, "2 rounds": inside, or after?"""
        header = frame.header
        if header is None or not frame.rounds:
            return
        if line.indent == header.indent and line.bulleted == header.bulleted:
            hint = (
                f"Inside the rounds of line {header.number}? Indent it. After them? Put a blank"
                " line before it."
            )
            raise line.error(line.start, line.end, hint=hint, problem="ambiguous:")

    def _refuse_deeper(self, line: Line, sentence: Sentence) -> None:
        """Indented lines below rounds that are complete in their own line."""
        if self.i == len(self.lines) or not any(isinstance(p, Rounds) for p in sentence.parts):
            return
        after = self.lines[self.i]
        if after.after_blank or after.indent <= line.indent or self._says_between(after):
            return
        hint = f"The rounds of line {line.number} are complete. Do not indent what follows them."
        raise after.error(after.start, after.end, hint=hint, problem="ambiguous:")

    def _says_between(self, line: Line) -> bool:
        sentence = read_sentence(tokenize(line), self.frames[-1].context)
        return not sentence.parts and sentence.between is not None

    def _refuse_orphan(self, frame: _Frame) -> None:
        """An indented line after the blank line that ended indented rounds: inside, or after?"""
        line = self.lines[self.i]
        if not line.after_blank or not frame.parts or not isinstance(frame.parts[-1], Rounds):
            return
        above = self.lines[self.i - 1]
        top = frame.first.indent if frame.first is not None else 0
        if line.indent > top and line.indent >= above.indent and not self._says_between(line):
            hint = "Part of the rounds above? Take the blank line out. If not, do not indent it."
            raise line.error(line.start, line.end, hint=hint, problem="ambiguous:")


def _with_last(part: Part, rounds: Rounds) -> Part:
    if isinstance(part, Section):
        return Section(label=part.label, body=(*part.body[:-1], rounds))
    return rounds
