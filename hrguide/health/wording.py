"""Every word about health that is asked or told around a ride: ONE file for a clinician's eye.

What the guide says while riding is in `guide/words.py`, the stop page in `screen/words.py`. Our own
words; the official questionnaire is the PAR-Q+ (eparmedx.com). NOT YET READ BY A CLINICIAN. Nothing
here diagnoses, nothing promises repair; what is urgent stands first.
"""

from typing import Final

from hrguide.health.screening import HealthItem
from hrguide.health.today import Back, Gentle, Refusal

# ---- S1, to somebody new
TITLE: Final = "for soreness, not for injury"
WELCOME: Final = (
    "Let me guess: deadlifts yesterday?",
    "Moving the back a little and half an hour of easy intervals may make it feel "
    "better for a while. This is NOT a workout: the pace is one at which you can "
    "still carry a conversation, but just barely :)",
    "More than a bit of soreness? Then this is the wrong tool: book an assessment.",
)
BIGGER: Final = "Make the letters bigger (Ctrl and +) until this page just fits the screen."
WHO: Final = "Who rides?"
SOMEBODY_NEW: Final = "somebody new"
NAME: Final = "Your first name?"
AGE: Final = "Your age, in years?"

# ---- S2, the health page: once, after 12 months, and when something changed
HEALTH: Final = "Does any of these fit you?"
HEALTH_ITEMS: Final = {
    HealthItem.HEART: "heart trouble, pacemaker, irregular beat, or high blood pressure",
    HealthItem.CHEST: "pain or pressure in the chest, at rest or when active",
    HealthItem.DIZZY: "dizzy spells, fainting, or breathless with little effort",
    HealthItem.ILLNESS: "another long-term illness, or pregnant",
    HealthItem.MEDICINE: "medicine that slows the heart (bisoprolol, metoprolol, diltiazem, "
    "ivabradine ...), or any other medicine for heart or blood pressure",
    HealthItem.BONES: "a bone, joint or back problem that exercise makes worse",
    HealthItem.SUPERVISED: "somebody told you to exercise only under supervision",
}
HEALTH_NONE: Final = "none of these"
HEALTH_ONES: Final = "this one"
HEALTH_MORE: Final = (
    "Why I ask: for most people half an hour of easy movement is safe. For some it is not, or "
    "their heart rate means something else. I am a program; I can't examine anybody.",
    "Your answers stay on this computer, in a file that its owner alone can read, and are shown on "
    "no list. A ride keeps only what its guidance needs: gentle or not, medicine that slows the "
    "heart or not.",
    "A yes does not forbid moving. It means: speak with a doctor or physiotherapist first. Until "
    "one has cleared you I ride with you gently: I tell you to ease off, I keep the ceiling, "
    "and I never ask for more.",
    "Ill with fever today? Then do not ride.",
    "The official questionnaire is longer and better: PAR-Q+, eparmedx.com.",
)
CHANGED: Final = "Your health: has anything changed since last time?"
CHANGED_SUCH_AS: Final = (
    "A new illness or medicine, pain in the chest, dizzy spells, pregnant, an operation ..."
)
CHANGED_NO: Final = "nothing changed"
CHANGED_YES: Final = "yes: show me the page again"

# ---- what a yes means
MEANS: Final = "What that means"
MEANS_OF: Final = {
    HealthItem.HEART: "Heart or blood pressure: ask your doctor how hard you may go. Until then "
    "go by how you can talk; with an irregular beat my numbers can be wrong.",
    HealthItem.CHEST: "Pain or pressure in the chest: see a doctor BEFORE you ride. If "
    "it is there now: call for help now.",
    HealthItem.DIZZY: "Dizzy, fainting, breathless with little effort: see a doctor BEFORE you "
    "ride. Not at all while it lasts.",
    HealthItem.ILLNESS: "A long-term illness, or pregnant: ask your doctor or midwife how much is "
    "good for you.",
    HealthItem.MEDICINE: "Medicine for heart or blood pressure: formulas from your age are off, we "
    "go by how you can talk. Take it as prescribed.",
    HealthItem.BONES: "Bone, joint or back: choose with a physiotherapist what to move, and how.",
    HealthItem.SUPERVISED: "Only under supervision: ride only while the person who supervises you "
    "is there.",
}
MEANS_GENTLE: Final = (
    "Speak with a professional before you ride. If you ride: gently. I tell you to ease off, I "
    "keep the ceiling, and nothing asks for more, until somebody has cleared you."
)
MEANS_GO_ON: Final = "go on, gently"
MEANS_CLEARED: Final = "a professional has cleared me for light exercise"
MEANS_NOT_TODAY: Final = "not today"
CLEARED_BY: Final = "Cleared by whom?"
CLEARED_ON: Final = "On which day? (2026-11-20, today, yesterday)"
CLEARED_NOW: Final = "a professional has cleared me since"

# ---- medicine, each ride, where it is taken (physiology.md L7)
AS_USUAL: Final = "Your medicine: taken as usual today?"
AS_USUAL_YES: Final = "as usual"
AS_USUAL_NO: Final = "not as usual: I trust numbers of other days less, we go by talk"

# ---- under 18, each ride
MINOR: Final = "Under 18: only with a coach or therapist beside you."
MINOR_YES: Final = "they are here"
MINOR_NO: Final = "nobody is here"

# ---- S3, every ride
BACK: Final = "Your back today"
BACK_WAYS: Final = {
    Back.SORE: "sore: dull, both sides, stiff at first, better once moving",
    Back.SOMETHING_ELSE: "something else: sharp, one-sided, into the leg, numb or weak, after a "
    'fall or a "pop", worse at night, with fever or ill, longer than 7 days',
    Back.EMERGENCY: "numb between the legs, trouble with bladder or bowel, both legs weak, or dark "
    "urine -> do not ride, help NOW",
}
SORENESS: Final = "How sore, 0-10?"
SORENESS_SCALE: Final = "0 nothing, 10 the worst you can imagine"
MACHINE: Final = "Machine?"
MACHINE_ADVICE: Final = "Take the one that bothers the back least."
MORE_THAN_A_BIT: Final = "That is more than a bit of soreness"
MORE_THAN_A_BIT_MEANS: Final = (
    "The better choice today: book an assessment, and ride another day.",
    "If you ride: gently. Nothing asks for more, and stopping after any round is fine.",
)

# ---- the morning after, at the next start
MORNING: Final = "The morning after your last ride ({day}): how sore, 0-10?"
MORNING_SKIP: Final = "I do not remember"

# ---- a ride that was interrupted
INTERRUPTED: Final = "The ride of {whose} ({ride}) was interrupted {ago}, at minute {at}."
JUST_NOW: Final = "just now"
INTERRUPTED_GO_ON: Final = "go on with it, as {whose}"
INTERRUPTED_OTHER: Final = "another ride (that one is kept)"

# ---- nothing is ridden today
YOUR_NUMBER: Final = "your emergency number"
REFUSED: Final = {
    Refusal.EMERGENCY: "DO NOT RIDE. GET HELP NOW",
    Refusal.ASSESSMENT: "Not today: book an assessment",
    Refusal.UNACCOMPANIED: "Not alone",
}
REFUSED_MEANS: Final = {
    Refusal.EMERGENCY: (
        "Numb between the legs, trouble with bladder or bowel, both legs weak: call for help now "
        "({number}) or go to an emergency department. It cannot wait until tomorrow.",
        "Dark urine after hard exercise: the same. Do not ride, do not stretch, do not sit it out.",
    ),
    Refusal.ASSESSMENT: (
        "What you describe may be more than soreness. I can't tell, and riding would not show it.",
        "Have somebody look at it before you ride: book an assessment with a physiotherapist or "
        "doctor. Worse quickly, or a leg getting weak: today, not next week.",
    ),
    Refusal.UNACCOMPANIED: (
        "Under 18 this is for riding with a coach or therapist beside you. Come back with them.",
    ),
}
NOT_RIDDEN: Final = "nothing was ridden, because of an answer about health or the back"
NEXT: Final = {
    Refusal.EMERGENCY: "Get help now: {number}.",
    Refusal.ASSESSMENT: "Book an assessment{clinic}.",
    Refusal.UNACCOMPANIED: "Come back with a coach or therapist.",
}
LEFT: Final = "Another day, then: hrguide ride."

# ---- gentle mode, in the ready page
GENTLE: Final = {
    Gentle.HEALTH: "Gently today: nothing asks for more, until a professional has cleared you.",
    Gentle.SORENESS: "Gently today: more than a bit of soreness. Nothing asks for more.",
    Gentle.CLINIC: "Gently here: nothing asks for more.",
    Gentle.WISHED: "Gently today, as you wished: nothing asks for more.",
}
CLEAR_LATER: Final = "Cleared? hrguide athlete set NAME --cleared-by WHO --cleared-on DATE"

# ---- S14, after the ride
AFTER_SORENESS: Final = "Soreness now, 0-10?"
AFTER_EFFORT: Final = "How hard was it, 0-10?"
# Borg's CR10 as Foster (2001, J Strength Cond Res 15:109) asks it of a whole session; our words.
EFFORT_SCALE: Final = "0 rest, 2 easy, 3 moderate, 5 hard, 10 the hardest ever"
AFTER_SKIP: Final = "Enter skips"
AFTER_LEAVE: Final = "leaves it open"
TEN_OR_ONE: Final = "0 makes it ten, Enter takes 1"
TURN_BACK: Final = "change the last answer"


def clinic_line(name: str | None, telephone: str | None) -> str | None:
    """Where to book an assessment, in one line; None where clinic.toml names nobody."""
    parts = [part for part in (name, telephone) if part]
    return ", ".join(parts) or None


def refusal_lines(refusal: Refusal, *, number: str | None, clinic: str | None) -> tuple[str, ...]:
    """What is told when nothing is ridden. number: to call for help, where it is known."""
    lines = [line.format(number=number or YOUR_NUMBER) for line in REFUSED_MEANS[refusal]]
    if refusal is Refusal.ASSESSMENT and clinic:
        lines.append(clinic)
    return tuple(lines)


def next_step(refusal: Refusal, *, number: str | None, clinic: str | None) -> str:
    """The one line that stays on the terminal when nothing is ridden."""
    where = f": {clinic}" if clinic else " with a physiotherapist or doctor"
    return NEXT[refusal].format(number=number or YOUR_NUMBER, clinic=where)
