"""Every question around a ride as a record: its key in an answers file, its keys, its words.

Comes in: what is known of the rider. Goes out: frozen questions (`screen/question.py`) for whoever
asks them. The words are `health/wording.py`'s; which question comes when is `check_in.py`'s.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

from hrguide.athlete.athlete import Machine
from hrguide.health import wording
from hrguide.health.screening import Health, HealthItem
from hrguide.health.today import Back, Refusal
from hrguide.screen.after import EFFORT, SORENESS_AFTER
from hrguide.screen.question import Choice, Notice, Option, Pick, Scale, Text, Ticks

T = TypeVar("T")

YES: Final = "yes"
NO: Final = "no"
CLEARED: Final = "cleared"
GENTLY: Final = "gently"
NOT_TODAY: Final = "not_today"
MORNING_AFTER: Final = "morning_after"
_BACK_KEYS: Final = {Back.SORE: "s", Back.SOMETHING_ELSE: "o", Back.EMERGENCY: "!"}
# "See a doctor BEFORE you ride": nobody goes on from that by Enter alone.
BEFORE_RIDING: Final = frozenset({HealthItem.CHEST, HealthItem.DIZZY})
_MACHINES: Final = (
    Option(key="b", value=Machine.BIKEERG.value, words="bike erg"),
    Option(key="r", value=Machine.ROWER.value, words="rower"),
    Option(key="s", value=Machine.SKIERG.value, words="ski erg"),
    Option(key="e", value=Machine.ECHOBIKE.value, words="echo bike (the dreaded one)"),
)


def who(names: tuple[str, ...]) -> Pick:
    """Several athletes: always asked."""
    return Pick(name="athlete", title=wording.WHO, names=names, new=wording.SOMEBODY_NEW)


def name(read: Callable[[str], T], *, clinic: str | None, default: str | None) -> Text[T]:
    """S1, to somebody new."""
    welcome = (*wording.WELCOME, *_lines(clinic))
    return Text(
        name="athlete",
        title=wording.NAME,
        before=(*welcome, wording.BIGGER),
        default=default,
        read=read,
    )


def age(read: Callable[[str], T], *, clinic: str | None) -> Text[T]:
    """S1, its second slot."""
    return Text(
        name="age", title=wording.AGE, before=(*wording.WELCOME, *_lines(clinic)), read=read
    )


def health_page() -> Ticks:
    """S2."""
    return Ticks(
        name="health",
        title=wording.HEALTH,
        options=tuple(
            Option(key=str(number), value=item.value, words=wording.HEALTH_ITEMS[item])
            for number, item in enumerate(HealthItem, start=1)
        ),
        none=Option(key="n", value="none", words=wording.HEALTH_NONE),
        ones=wording.HEALTH_ONES,
        more=wording.HEALTH_MORE,
    )


def what_it_means(health: Health, *, clinic: str | None) -> Choice:
    """After a yes."""
    return Choice(
        name="held_back",
        title=wording.MEANS,
        before=(
            *(wording.MEANS_OF[item] for item in health.yes),
            wording.MEANS_GENTLE,
            *_lines(clinic),
        ),
        options=(
            Option(key="g", value=GENTLY, words=wording.MEANS_GO_ON),
            Option(key="c", value=CLEARED, words=wording.MEANS_CLEARED),
            Option(key="q", value=NOT_TODAY, words=wording.MEANS_NOT_TODAY),
        ),
        default=GENTLY,
        by_key=any(item in BEFORE_RIDING for item in health.yes),
    )


def cleared_by(read: Callable[[str], T]) -> Text[T]:
    return Text(name="cleared_by", title=wording.CLEARED_BY, read=read)


def cleared_on(read: Callable[[str], T]) -> Text[T]:
    return Text(name="cleared_on", title=wording.CLEARED_ON, read=read)


def changed(*, held_back: bool) -> Choice:
    """Every ride that does not ask the page. held_back: a clearance would end gentle mode."""
    cleared = Option(key="c", value=CLEARED, words=wording.CLEARED_NOW)
    return Choice(
        name="changed",
        title=wording.CHANGED,
        before=(wording.CHANGED_SUCH_AS,),
        options=(
            Option(key="n", value=NO, words=wording.CHANGED_NO),
            Option(key="y", value=YES, words=wording.CHANGED_YES),
            *((cleared,) if held_back else ()),
        ),
    )


def accompanied() -> Choice:
    """Under 18, each ride."""
    return _yes_or_no("accompanied", wording.MINOR, wording.MINOR_YES, wording.MINOR_NO)


def medicine_as_usual() -> Choice:
    """Each ride, where medicine slows the heart (physiology.md L7)."""
    return _yes_or_no(
        "medicine_as_usual", wording.AS_USUAL, wording.AS_USUAL_YES, wording.AS_USUAL_NO
    )


def back() -> Choice:
    """S3, every ride: the three ways; the emergency counts before all of it was shown."""
    return Choice(
        name="back",
        title=wording.BACK,
        options=tuple(
            Option(key=_BACK_KEYS[way], value=way.value, words=words, urgent=way is Back.EMERGENCY)
            for way, words in wording.BACK_WAYS.items()
        ),
    )


def soreness(*, machine: Choice | None) -> Scale:
    """S3. machine: on the same page, where the last one is known and stands without a key."""
    return Scale(
        name="soreness", title=wording.SORENESS, after=(wording.SORENESS_SCALE,), aside=machine
    )


def machine(last: Machine | None) -> Choice:
    """S3. last: what Enter takes."""
    return Choice(
        name="machine",
        title=wording.MACHINE,
        options=_MACHINES,
        after=(wording.MACHINE_ADVICE,),
        default=None if last is None else last.value,
    )


def more_than_a_bit(soreness_0_10: int, *, clinic: str | None) -> Choice:
    """Soreness of 7 or more: an assessment is offered first."""
    return Choice(
        name="more_than_a_bit",
        title=f"{soreness_0_10} of 10. {wording.MORE_THAN_A_BIT}",
        before=(*wording.MORE_THAN_A_BIT_MEANS, *_lines(clinic)),
        options=(
            Option(key="q", value=NOT_TODAY, words=wording.MEANS_NOT_TODAY),
            Option(key="g", value=GENTLY, words=wording.MEANS_GO_ON),
        ),
        default=GENTLY,
        by_key=True,  # an assessment is the better choice: nobody rides past it by Enter
    )


def morning_after(on: date) -> Scale:
    """At the next start; on: the day of the ride."""
    return Scale(
        name=MORNING_AFTER,
        title=wording.MORNING.format(day=f"{on:%A} {on.isoformat()}"),
        after=(wording.SORENESS_SCALE,),
        skip=wording.MORNING_SKIP,
    )


def after_ride() -> tuple[Scale, ...]:
    """S14's two, where they are not slots of the last page."""
    return (
        Scale(
            name=SORENESS_AFTER,
            title=wording.AFTER_SORENESS,
            after=(wording.SORENESS_SCALE,),
            skip=wording.AFTER_LEAVE,
        ),
        Scale(
            name=EFFORT,
            title=wording.AFTER_EFFORT,
            after=(wording.EFFORT_SCALE,),
            skip=wording.AFTER_LEAVE,
        ),
    )


def resume(whose: str, ride: str, *, ago_s: float, at_s: float) -> Choice:
    """An interrupted ride."""
    ago = wording.JUST_NOW if ago_s < 60 else f"{ago_s / 60:.0f} min ago"
    return Choice(
        name="resume",
        title=wording.INTERRUPTED.format(whose=whose, ride=ride, ago=ago, at=f"{at_s / 60:.0f}"),
        options=(
            Option(key="g", value=YES, words=wording.INTERRUPTED_GO_ON.format(whose=whose)),
            Option(key="n", value=NO, words=wording.INTERRUPTED_OTHER),
        ),
        default=YES,
    )


def refused(refusal: Refusal, *, number: str | None, clinic: str | None) -> Notice:
    """Nothing is ridden today, and what to do instead."""
    return Notice(
        title=wording.REFUSED[refusal],
        lines=wording.refusal_lines(refusal, number=number, clinic=clinic),
        urgent=refusal is Refusal.EMERGENCY,
    )


def _yes_or_no(key: str, title: str, yes: str, no: str) -> Choice:
    return Choice(
        name=key,
        title=title,
        options=(Option(key="y", value=YES, words=yes), Option(key="n", value=NO, words=no)),
    )


def _lines(clinic: str | None) -> tuple[str, ...]:
    return () if clinic is None else (clinic,)
