"""The baclofen self-check, version 1: its questions, scores, bands, rules and sources.

Draft, awaiting clinical sign-off. NOT validated and NOT a diagnosis. Every cut-off is a
judgement that stands here and nowhere else; pages, exports and documents read it from
here. Once published, this file is never edited: version 2 is a new file.
"""

from typing import Final

from screening.instrument.conditions import (
    AllOf,
    Always,
    AnyIncomplete,
    AnyMissing,
    AnyOf,
    AtLeast,
    BandIs,
    Holds,
    Is,
    IsNot,
    Not,
    ScoreFrom,
    TierIs,
)
from screening.instrument.schema import (
    Band,
    Checklist,
    Exit,
    FollowUpScore,
    Guidance,
    Instrument,
    ListedSign,
    Move,
    Option,
    Points,
    Question,
    Rule,
    Score,
    Section,
    Source,
    Term,
)

# --- Answers that many questions share ------------------------------------------------

NO_ANSWER: Final = Option("no_answer", "I do not know or would rather not say")
ONLY_NO_ANSWER: Final = Option("no_answer", NO_ANSWER.text, exclusive=True)

YES_NO_UNSURE: Final = (
    Option("yes", "Yes", severity=2),
    Option("no", "No", severity=0),
    Option("unsure", "Not sure", severity=1),
)
HAPPENING: Final = (
    Option("yes", "Yes", severity=2, says="Now, or in the last 24 hours: %(sign)s"),
    Option("no", "No", severity=0),
    Option("unsure", "Not sure", severity=1, says="Not sure, but maybe now: %(sign)s"),
)
FREQUENCY: Final = (
    Option("never", "Never", severity=0),
    Option("once_or_twice", "Once or twice", severity=1),
    Option("monthly", "Every month", severity=2),
    Option("weekly", "Every week", severity=3),
    Option("daily", "Every day, or nearly", severity=4),
    NO_ANSWER,
)
SINCE_CHANGE: Final = (
    Option("no", "No", severity=0),
    Option("same", "Yes, but I had it before and it is no worse", severity=1),
    Option("mild", "Yes, new or worse, and I can cope", severity=2, says="New or worse: %(sign)s"),
    Option(
        "severe",
        "Yes, new or worse, and hard to cope with",
        severity=3,
        says="New or worse, and hard to cope with: %(sign)s",
    ),
    NO_ANSWER,
)
PRESENT: Final = ("once_or_twice", "monthly", "weekly", "daily")
YES_OR_UNSURE: Final = ("yes", "unsure")
NEW: Final = ("mild", "severe")

# --- Where the facts come from --------------------------------------------------------

SOURCES: Final = (
    Source(
        "guide-general",
        "Baclofen: Uses, Benefits, Dosage, Side Effects, and More (general guide)",
    ),
    Source(
        "guide-misuse",
        "Signs and Symptoms of Baclofen Misuse (article of a treatment centre): "
        "the lists of signs that this check starts from",
    ),
    Source("label-oral", "US prescribing information for baclofen tablets"),
    Source("label-it", "US boxed warning for baclofen pumps, 2002"),
    Source(
        "leo-baer-2005",
        "Leo and Baer, Psychosomatics 2005;46:503: 23 cases of withdrawal",
    ),
    Source("leung-2006", "Leung and others 2006: 23 overdoses"),
    Source(
        "reynolds-2019",
        "Reynolds and others, Clinical Toxicology 2019: calls to US poison centres, 2014 to 2017",
    ),
    Source(
        "pelerin-2023",
        "Pelerin and others 2023: 46 cases of non-medical use (PMID 36922285)",
    ),
    Source(
        "franchitto-2018",
        "Franchitto and others, Frontiers in Psychiatry 2018 (10.3389/fpsyt.2018.00417)",
    ),
    Source("leger-2017", "Leger and others 2017: 190 cases of self-poisoning in France"),
    Source("boels-2017", "Boels and others 2017: 111 cases of self-poisoning in France"),
    Source(
        "muanda-2019",
        "Muanda and others, JAMA 2019;322:1987: kidney disease and confusion",
    ),
    Source(
        "dsm5-supervision",
        "DSM-5 note: tolerance and withdrawal under medical supervision do not count",
    ),
    Source(
        "spinal-cord-2009",
        "Review in Spinal Cord 2009 (sc2008156): timing of withdrawal",
    ),
    Source(
        "judgement",
        "A judgement of the people who wrote this check, with no study behind it",
    ),
)

# --- The signs that the two guides list -----------------------------------------------

SIGNS: Final = (
    ListedSign("higher_doses", "misuse", "Higher doses than prescribed", "guide-misuse"),
    ListedSign("no_prescription", "misuse", "Use without a prescription", "guide-misuse"),
    ListedSign("cravings", "misuse", "Cravings", "guide-misuse"),
    ListedSign("unable_to_function", "misuse", "Unable to function without it", "guide-misuse"),
    ListedSign("mood_swings", "misuse", "Mood swings or irritability", "guide-misuse"),
    ListedSign("drowsiness", "misuse", "Drowsiness, dizziness or confusion", "guide-misuse"),
    ListedSign(
        "slurred_speech",
        "misuse",
        "Slurred speech or impaired coordination",
        "guide-misuse",
    ),
    ListedSign(
        "several_prescribers",
        "misuse",
        "Several prescriptions from different doctors",
        "guide-misuse",
    ),
    ListedSign("memory_loss", "misuse", "Memory loss", "guide-misuse"),
    ListedSign("overdose", "misuse", "Overdose", "guide-misuse"),
    ListedSign("paranoia", "misuse", "Paranoia", "guide-misuse"),
    ListedSign("hallucinations", "misuse", "Hallucinations", "guide-misuse"),
    ListedSign("severe_depression", "misuse", "Severe depression", "guide-misuse"),
    ListedSign(
        "overdose_breathing",
        "misuse",
        "Overdose with breathing trouble",
        "guide-misuse",
    ),
    ListedSign("overdose_seizures", "misuse", "Overdose with seizures", "guide-misuse"),
    ListedSign("overdose_coma", "misuse", "Overdose with coma", "guide-misuse"),
    ListedSign("mixing", "misuse", "Mixing with alcohol or opioids", "guide-misuse"),
    ListedSign(
        "body_adapting",
        "dependence",
        "Dependence: the body adapts to the medicine",
        "guide-misuse",
    ),
    ListedSign("compulsive_seeking", "misuse", "Compulsive seeking", "guide-misuse"),
    ListedSign("despite_harm", "misuse", "Use despite harm", "guide-misuse"),
    ListedSign("loss_of_control", "misuse", "Loss of control", "guide-misuse"),
    ListedSign("needs_more", "tolerance", "Needs more for the same effect", "guide-misuse"),
    ListedSign(
        "less_effect",
        "tolerance",
        "The prescribed dose becomes less effective",
        "guide-misuse",
    ),
    ListedSign("dose_escalates", "tolerance", "The dose escalates", "guide-misuse"),
    ListedSign("anxiety", "withdrawal", "Anxiety and agitation", "guide-misuse"),
    ListedSign("sleeplessness", "withdrawal", "Insomnia and restlessness", "guide-misuse"),
    ListedSign(
        "withdrawal_confusion",
        "withdrawal",
        "Hallucinations or confusion",
        "guide-misuse",
    ),
    ListedSign("spasticity", "withdrawal", "More spasticity or stiffness", "guide-misuse"),
    ListedSign("nausea", "withdrawal", "Nausea and vomiting", "guide-misuse"),
    ListedSign("withdrawal_seizures", "withdrawal", "Seizures", "guide-misuse"),
    ListedSign("high_fever", "withdrawal", "High fever", "guide-general"),
    ListedSign("rigidity", "withdrawal", "Muscle rigidity", "guide-general"),
    ListedSign("kidney_disease", "raised risk", "Kidney disease", "guide-general"),
    ListedSign("epilepsy", "raised risk", "Epilepsy", "guide-general"),
    ListedSign("pregnancy", "raised risk", "Pregnancy and breastfeeding", "guide-general"),
    ListedSign("older_age", "raised risk", "Older age", "guide-general"),
    ListedSign("with_alcohol", "raised risk", "Use with alcohol", "guide-general"),
    ListedSign("with_opioids", "raised risk", "Use with opioids", "guide-general"),
    ListedSign("with_sedatives", "raised risk", "Use with sedatives", "guide-general"),
    ListedSign(
        "with_blood_pressure",
        "raised risk",
        "Use with blood-pressure medicines",
        "guide-general",
        left_out="Version 1 has no question about blood-pressure medicines.",
    ),
    ListedSign("pump_failure", "raised risk", "Pump failure", "guide-general"),
    ListedSign("over_80", "raised risk", "Over 80 mg a day by mouth", "guide-general"),
)

# --- The questions --------------------------------------------------------------------

NOW: Final = Section(
    id="now",
    name="right now",
    heading="Is any of this happening now, or in the last 24 hours?",
    introduction="If you are not sure, choose Not sure. We treat it as a yes, to keep you safe. "
    "If you are here for someone else, answer for that person. “You” means that person.",
    questions=(
        Question(
            id="now_seizure",
            text="Have you had a seizure (a fit)?",
            short="A seizure (a fit)",
            error="Select yes if you have had a seizure",
            options=HAPPENING,
            sources=("guide-misuse", "label-oral", "label-it"),
            signs=("overdose_seizures", "withdrawal_seizures"),
            if_missing="unsure",
        ),
        Question(
            id="now_hard_to_wake",
            text="Have you been very hard to wake or to keep awake, or limp?",
            short="Very hard to wake or keep awake, or limp",
            error="Select yes if you have been very hard to wake or to keep awake, or limp",
            options=HAPPENING,
            sources=("guide-misuse", "label-oral", "leung-2006"),
            signs=("overdose_coma",),
            if_missing="unsure",
        ),
        Question(
            id="now_breathing",
            text="Has your breathing been slow or shallow, or stopped at times? Have your lips been blue?",
            short="Slow, shallow or stopping breathing, or blue lips",
            error="Select yes if your breathing was slow or shallow, or stopped, or your lips were blue",
            options=HAPPENING,
            sources=("guide-misuse", "label-oral", "leger-2017"),
            signs=("overdose_breathing",),
            if_missing="unsure",
        ),
        Question(
            id="now_unreal",
            text="Have you seen or heard things that are not there? Have you been badly confused?",
            short="Seeing or hearing things that are not there, badly confused, or not making sense",
            hint="Or did other people say that you made no sense?",
            error="Select yes if you saw or heard things that are not there, or were badly confused",
            options=HAPPENING,
            sources=("guide-misuse", "guide-general", "leo-baer-2005"),
            signs=("hallucinations", "withdrawal_confusion"),
            if_missing="unsure",
        ),
        Question(
            id="now_fever_rigid",
            text="Have you had a high fever, or muscles that are far stiffer than usual?",
            short="A high fever, or muscles far stiffer than usual",
            error="Select yes if you have had a high fever or very stiff muscles",
            options=HAPPENING,
            sources=("guide-general", "label-oral", "label-it"),
            signs=("high_fever", "rigidity"),
            if_missing="unsure",
        ),
        Question(
            id="now_heart",
            text="Has your heart been very fast or uneven, with sweating or shaking? Or did you faint?",
            short="A very fast or uneven heartbeat with sweating or shaking, or fainting",
            error="Select yes if your heart has been very fast or uneven, or you have fainted",
            options=HAPPENING,
            sources=("label-oral", "label-it"),
            if_missing="unsure",
        ),
        Question(
            id="now_overdose",
            text="Have you taken much more than you usually take?",
            short="Took much more than usual, or a lot without being used to it",
            hint="More than one extra dose, on purpose or by mistake. "
            "Or a lot when you are not used to it.",
            error="Select yes if you have taken much more than you usually take",
            options=HAPPENING,
            sources=("guide-misuse", "label-oral", "reynolds-2019"),
            signs=("overdose",),
            if_missing="unsure",
        ),
        Question(
            id="now_mixed",
            text="Did you take it with something else, and then feel more drowsy than usual, or ill?",
            short="Unusually drowsy or unwell after taking it with something else",
            hint="With alcohol, strong painkillers, heroin or methadone. "
            "Or with sleeping or calming pills. "
            "Or with gabapentin, pregabalin, GHB or phenibut.",
            error="Select yes if you felt more drowsy than usual, or ill, after you mixed it",
            options=HAPPENING,
            sources=("guide-misuse", "label-oral", "franchitto-2018"),
            signs=("mixing",),
            if_missing="unsure",
        ),
        Question(
            id="now_self_harm",
            text="Do you have thoughts of suicide, or feel that you cannot stay safe?",
            short="Thoughts of suicide, or cannot stay safe",
            hint="It is all right to say so here. Help is there for you.",
            error="Select yes if you think of suicide or cannot stay safe",
            options=HAPPENING,
            sources=("guide-misuse", "reynolds-2019", "boels-2017"),
            if_missing="unsure",
        ),
        Question(
            id="now_pump",
            text="Do you have a pump, and is there any trouble with it?",
            short="Trouble with the pump, or signs of it",
            hint="Its alarm sounds, a refill was missed, or itching, a light head or stiffness "
            "has come back. Choose No if you have no pump.",
            error="Select yes if there is any trouble with your pump, or no if you have no pump",
            options=HAPPENING,
            sources=("label-it", "guide-general"),
            signs=("pump_failure",),
            if_missing="unsure",
        ),
    ),
)

USE: Final = Section(
    id="use",
    name="how you use it",
    heading="How you use baclofen",
    introduction="There are no wrong answers. We keep them only if you say so at the end.",
    questions=(
        Question(
            id="respondent",
            text="Who are you answering for?",
            short="Answering for",
            hint="If you choose someone else, “you” means that person from here on.",
            error="Select who you are answering for",
            options=(
                Option("self", "Myself", says="I am calling about myself"),
                Option(
                    "other",
                    "Someone I am worried about",
                    says="I am calling about someone I am worried about",
                ),
            ),
            sources=("judgement",),
            if_missing="",
        ),
        Question(
            id="age",
            text="How old are you?",
            short="Age",
            error="Select how old you are",
            options=(
                Option("under_18", "Under 18", says="Age: under 18"),
                Option("18_64", "18 to 64"),
                Option("65_plus", "65 or older", says="Age: 65 or older"),
                NO_ANSWER,
            ),
            sources=("guide-general", "muanda-2019"),
            signs=("older_age",),
        ),
        Question(
            id="route",
            text="How do you take baclofen?",
            short="How it is taken",
            error="Select how you take baclofen",
            options=(
                Option("oral", "By mouth", says="Taken by mouth"),
                Option("pump", "With a pump", says="Taken with a pump"),
                Option(
                    "both",
                    "By mouth and with a pump",
                    says="Taken by mouth and with a pump",
                ),
                Option("none", "I do not take it now", says="Not taken at the moment"),
                NO_ANSWER,
            ),
            sources=("label-oral", "label-it"),
        ),
        Question(
            id="supply",
            text="Is it prescribed for you?",
            short="Prescription",
            hint="If you have stopped, answer for the time before.",
            error="Select if it is prescribed for you",
            options=(
                Option(
                    "as_directed",
                    "Yes, and I take it as I was told",
                    severity=0,
                    says="Prescribed, and taken as told",
                ),
                Option(
                    "differently",
                    "Yes, but I take it in another way",
                    severity=1,
                    says="Prescribed, but taken in another way",
                ),
                Option(
                    "not_prescribed",
                    "No, it is not prescribed for me",
                    severity=2,
                    says="Not prescribed",
                ),
                NO_ANSWER,
            ),
            sources=("guide-misuse", "dsm5-supervision"),
            signs=("no_prescription",),
        ),
        Question(
            id="dose",
            text="How much do you take by mouth in a day?",
            short="Amount by mouth in a day",
            hint="Add up the whole day. If you have stopped, answer for the time before.",
            error="Select how much you take by mouth in a day",
            options=(
                Option(
                    "up_to_80",
                    "80 mg or less",
                    severity=0,
                    says="80 mg or less a day by mouth",
                ),
                Option(
                    "over_80",
                    "More than 80 mg",
                    severity=1,
                    says="More than 80 mg a day by mouth",
                ),
                NO_ANSWER,
            ),
            sources=("guide-general", "label-oral"),
            signs=("over_80",),
            shown_when=IsNot("route", "pump"),
        ),
        Question(
            id="duration",
            text="How long have you been taking it?",
            short="Time on it",
            hint="If you have stopped, answer for the time before.",
            error="Select how long you have been taking it",
            options=(
                Option(
                    "under_1_month",
                    "Less than 1 month",
                    says="Taken for less than 1 month",
                ),
                Option("1_to_6_months", "1 to 6 months", says="Taken for 1 to 6 months"),
                Option(
                    "over_6_months",
                    "More than 6 months",
                    says="Taken for more than 6 months",
                ),
                NO_ANSWER,
            ),
            sources=("guide-misuse", "label-oral"),
            signs=("body_adapting",),
        ),
        Question(
            id="change",
            text="In the last 14 days, have you missed doses, taken less or stopped?",
            short="Change in the last 14 days",
            error="Select if you have missed doses, taken less or stopped",
            options=(
                Option("none", "No, nothing has changed"),
                Option("missed", "I missed doses", says="Missed doses in the last 14 days"),
                Option("cut_down", "I take less", says="Has taken less in the last 14 days"),
                Option("stopped", "I stopped", says="Stopped in the last 14 days"),
                NO_ANSWER,
            ),
            sources=("label-oral", "spinal-cord-2009"),
        ),
        Question(
            id="extra_dose",
            text="In the last 24 hours, have you taken one dose more than you usually take?",
            short="One dose more than usual in the last 24 hours",
            error="Select yes if you have taken one dose more than you usually take",
            options=(
                Option("yes", "Yes", severity=2, says="One extra dose in the last 24 hours"),
                Option("no", "No", severity=0),
                Option(
                    "unsure",
                    "Not sure",
                    severity=1,
                    says="Maybe one extra dose in the last 24 hours",
                ),
            ),
            sources=("label-oral", "leung-2006"),
            signs=("overdose",),
            if_missing="unsure",
            shown_when=IsNot("route", "none"),
        ),
        Question(
            id="change_agreed",
            text="Was the change planned with your prescriber, and made in small steps?",
            short="Change planned with the prescriber, in small steps",
            hint="If you stopped all at once, choose No.",
            error="Select yes if the change was planned and made in small steps",
            options=(
                Option(
                    "yes",
                    "Yes",
                    severity=0,
                    says="The change was planned, in small steps",
                ),
                Option(
                    "no",
                    "No",
                    severity=1,
                    says="The change was not planned in small steps",
                ),
                NO_ANSWER,
            ),
            sources=("label-oral", "dsm5-supervision"),
            shown_when=Is("change", ("cut_down", "stopped")),
        ),
        Question(
            id="last_dose",
            text="When did you take your last dose?",
            short="Last dose",
            hint="With a pump: when were you last sure that it worked?",
            error="Select when you took your last dose",
            options=(
                Option(
                    "under_12h",
                    "Less than 12 hours ago",
                    says="Last dose under 12 hours ago",
                ),
                Option(
                    "12_to_72h",
                    "12 hours to 3 days ago",
                    says="Last dose 12 to 72 hours ago",
                ),
                Option(
                    "3_to_7d",
                    "More than 3 days ago, up to 7",
                    says="Last dose 3 to 7 days ago",
                ),
                Option(
                    "over_7d",
                    "More than 7 days ago",
                    says="Last dose more than 7 days ago",
                ),
                NO_ANSWER,
            ),
            sources=("spinal-cord-2009", "label-it"),
            shown_when=AnyOf((IsNot("change", "none"), Is("route", "none"))),
        ),
        Question(
            id="pump_event",
            text="In the last 14 days, has anything been done to your pump, or near it?",
            hint="If a refill was late, choose that.",
            short="Pump in the last 14 days",
            error="Select what has been done to your pump",
            options=(
                Option("none", "No"),
                Option(
                    "refill_or_change",
                    "A refill, or a change to its settings",
                    says="Pump refilled or changed in the last 14 days",
                ),
                Option(
                    "late_refill",
                    "A refill was late",
                    says="Pump refill late in the last 14 days",
                ),
                Option(
                    "surgery_or_scan",
                    "Surgery, or an MRI scan",
                    says="Surgery or a scan in the last 14 days",
                ),
                NO_ANSWER,
            ),
            sources=("label-it", "guide-general"),
            signs=("pump_failure",),
            shown_when=Is("route", ("pump", "both")),
        ),
        Question(
            id="coming_up",
            text="Is any of this coming up?",
            short="Coming up",
            hint="Choose all that fit.",
            error="Select what is coming up, or nothing of this",
            several=True,
            options=(
                Option(
                    "running_out",
                    "My supply runs out within 3 days",
                    says="The supply runs out within 3 days",
                ),
                Option("planning_to_stop", "I plan to stop it", says="Plans to stop it"),
                Option(
                    "hospital",
                    "Surgery or a hospital stay",
                    says="Surgery or a hospital stay soon",
                ),
                Option("nothing", "None of these", exclusive=True),
                ONLY_NO_ANSWER,
            ),
            sources=("label-oral", "label-it"),
        ),
    ),
)

HEALTH: Final = Section(
    id="health",
    name="your health",
    heading="Your health, and what else you take",
    introduction="Some things make baclofen act more strongly, or make a change more risky.",
    questions=(
        Question(
            id="taken_with",
            text="Which of these do you also take or drink, even at other times of the day?",
            short="Taken with it",
            hint="Choose all that fit, even if a doctor gave it to you.",
            error="Select what else you take, or none of these",
            several=True,
            options=(
                Option("alcohol", "Alcohol", says="Also: alcohol"),
                Option(
                    "opioids",
                    "Opioids, such as strong painkillers, methadone or heroin",
                    says="Also: opioids",
                ),
                Option(
                    "sedatives",
                    "Sleeping or calming pills, such as diazepam",
                    says="Also: sleeping or calming pills",
                ),
                Option(
                    "gabapentinoids",
                    "Gabapentin or pregabalin",
                    says="Also: gabapentin or pregabalin",
                ),
                Option("ghb_phenibut", "GHB or phenibut", says="Also: GHB or phenibut"),
                Option("nothing", "None of these", exclusive=True),
                ONLY_NO_ANSWER,
            ),
            sources=("guide-misuse", "guide-general", "label-oral", "franchitto-2018"),
            signs=("mixing", "with_alcohol", "with_opioids", "with_sedatives"),
        ),
        Question(
            id="conditions",
            text="Which of these do you have, or have you had?",
            short="Health",
            hint="Choose all that fit.",
            error="Select what you have or have had, or none of these",
            several=True,
            options=(
                Option("kidney", "Kidney trouble", says="Kidney trouble"),
                Option(
                    "epilepsy",
                    "Epilepsy, or seizures before",
                    says="Epilepsy, or seizures before",
                ),
                Option(
                    "breathing",
                    "Lung trouble, or breathing that stops at night",
                    says="Lung trouble, or breathing that stops at night",
                ),
                Option(
                    "mental_health",
                    "Depression, anxiety or other mental health trouble",
                    says="Mental health trouble",
                ),
                Option(
                    "substance_use",
                    "Trouble with alcohol, medicines or other substances, now or in the past",
                    says="Trouble with alcohol or other substances, now or in the past",
                ),
                Option(
                    "pregnancy",
                    "Pregnant or breastfeeding now",
                    says="Pregnant or breastfeeding",
                ),
                Option("nothing", "None of these", exclusive=True),
                ONLY_NO_ANSWER,
            ),
            sources=("guide-general", "muanda-2019", "boels-2017", "label-oral"),
            signs=("kidney_disease", "epilepsy", "pregnancy"),
        ),
    ),
)

WITHDRAWAL: Final = Section(
    id="withdrawal",
    name="signs since the change",
    heading="Signs since the amount changed",
    introduction="Think of the time since you missed doses, took less or stopped. "
    "If you have a pump, think of the last 14 days.",
    shown_when=AnyOf((IsNot("change", "none"), Is("route", ("none", "pump", "both")))),
    questions=(
        Question(
            id="wd_anxiety",
            text="Have you been anxious, or so tense that you cannot keep still?",
            short="Anxious or agitated",
            error="Select if you have been anxious or tense",
            options=SINCE_CHANGE,
            sources=("guide-misuse", "leo-baer-2005"),
            signs=("anxiety",),
        ),
        Question(
            id="wd_sleep",
            text="Have you been restless or slept badly?",
            short="Restless, or sleeping badly",
            error="Select if you have been restless or slept badly",
            options=SINCE_CHANGE,
            sources=("guide-misuse", "leo-baer-2005"),
            signs=("sleeplessness",),
        ),
        Question(
            id="wd_spasm",
            text="Have you had more spasms or stiffness?",
            short="More spasms or stiffness",
            error="Select if you have had more spasms or stiffness",
            options=SINCE_CHANGE,
            sources=("guide-misuse", "label-oral", "label-it"),
            signs=("spasticity", "rigidity"),
        ),
        Question(
            id="wd_nausea",
            text="Have you felt that you might throw up, or have you thrown up?",
            short="Throwing up, or feeling close to it",
            error="Select if you have thrown up or felt close to it",
            options=SINCE_CHANGE,
            sources=("guide-misuse",),
            signs=("nausea",),
        ),
        Question(
            id="wd_shaking",
            text="Have you been shaking or sweating, or has your heart been racing?",
            short="Shaking, sweating or a racing heart",
            error="Select if you have been shaking or sweating, or your heart has been racing",
            options=SINCE_CHANGE,
            sources=("label-oral", "leo-baer-2005"),
        ),
        Question(
            id="wd_fever",
            text="Have you felt hot or had a fever?",
            short="Feeling hot, or a fever",
            error="Select if you have felt hot or had a fever",
            options=SINCE_CHANGE,
            sources=("guide-general", "label-oral", "label-it"),
            signs=("high_fever",),
        ),
        Question(
            id="wd_itching",
            text="Has your skin been itching or tingling?",
            short="Itching or tingling",
            error="Select if your skin has been itching or tingling",
            options=SINCE_CHANGE,
            sources=("label-it",),
        ),
        Question(
            id="wd_mood",
            text="Has your mood been low, or has the world felt unreal?",
            short="Low mood, or feeling unreal",
            error="Select if your mood has been low or the world has felt unreal",
            options=SINCE_CHANGE,
            sources=("leo-baer-2005", "judgement"),
        ),
        Question(
            id="wd_confusion",
            text="Have you been confused, or seen or heard things that are not there?",
            short="Confused, or seeing or hearing things that are not there",
            error="Select if you have been confused, or seen or heard things that are not there",
            options=SINCE_CHANGE,
            sources=("guide-misuse", "guide-general", "leo-baer-2005"),
            signs=("withdrawal_confusion",),
        ),
        Question(
            id="wd_seizure",
            text="Have you had a seizure (a fit) since then?",
            short="A seizure (a fit) since then",
            error="Select if you have had a seizure since then",
            options=SINCE_CHANGE,
            sources=("guide-misuse", "label-oral", "label-it"),
            signs=("withdrawal_seizures",),
        ),
    ),
)

MISUSE: Final = Section(
    id="misuse",
    name="the last 3 months",
    heading="In the last 3 months, how often did this happen?",
    introduction="Many people find that some of this is true for them. "
    "Nobody is judged here. An honest answer helps you most.",
    questions=(
        Question(
            id="mu_more_than_prescribed",
            text="Did you take more than was prescribed?",
            short="Took more than was prescribed",
            error="Select how often you took more than was prescribed",
            options=FREQUENCY,
            sources=("guide-misuse", "reynolds-2019"),
            signs=("higher_doses", "dose_escalates"),
        ),
        Question(
            id="mu_no_prescription",
            text="Did you take baclofen that was not prescribed for you?",
            short="Took it without a prescription",
            hint="Your own old supply, somebody else's, or bought online.",
            error="Select how often you took baclofen that was not prescribed for you",
            options=FREQUENCY,
            sources=("guide-misuse", "pelerin-2023"),
            signs=("no_prescription",),
        ),
        Question(
            id="mu_craving",
            text="Did you have a strong wish or urge to take baclofen?",
            short="A strong urge to take it",
            error="Select how often you had a strong urge to take baclofen",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("cravings",),
        ),
        Question(
            id="mu_cannot_function",
            text="Did you feel that you could not get through the day without it?",
            short="Could not get through the day without it",
            hint="Leave aside the stiffness or spasms that it treats.",
            error="Select how often you could not get through the day without it",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("unable_to_function",),
        ),
        Question(
            id="mu_multiple_prescribers",
            text="Did you get it from more than one doctor at the same time?",
            short="Got it from more than one doctor at a time",
            error="Select how often you got it from more than one doctor at the same time",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("several_prescribers", "compulsive_seeking"),
        ),
        Question(
            id="mu_loss_of_control",
            text="Did you try to cut down and find that you could not?",
            short="Tried to cut down and could not",
            error="Select how often you tried to cut down and could not",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("loss_of_control",),
        ),
        Question(
            id="mu_despite_harm",
            text="Did you keep taking it though it was doing you harm?",
            short="Kept taking it though it did harm",
            hint="Harm to your health, your work, your money or people close to you.",
            error="Select how often you kept taking it though it did you harm",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("despite_harm",),
        ),
        Question(
            id="mu_for_effect",
            text="Did you take it to relax, to sleep, to feel high or to boost something else?",
            short="Took it to relax, sleep, feel high or boost something else",
            hint="Such as to make alcohol or another substance stronger.",
            error="Select how often you took it to relax, sleep, feel high or boost something else",
            options=FREQUENCY,
            sources=("pelerin-2023", "franchitto-2018"),
            signs=("compulsive_seeking",),
        ),
        Question(
            id="mu_ran_out_early",
            text="Did you run out early?",
            short="Ran out early",
            hint="The supply was gone before the next one was due.",
            error="Select how often you ran out early",
            options=FREQUENCY,
            sources=("guide-misuse", "judgement"),
            signs=("dose_escalates", "compulsive_seeking"),
        ),
        Question(
            id="mu_other_route",
            text="Did you crush it, snort it, or take it in some way other than swallowing?",
            short="Crushed, snorted or otherwise not swallowed",
            hint="Leave out a pump, a feeding tube, and what a doctor, nurse or pharmacist told you to do.",
            error="Select how often you took it in some way other than swallowing",
            options=FREQUENCY,
            sources=("pelerin-2023",),
        ),
        Question(
            id="ef_drowsy",
            text="Were you drowsy, dizzy or confused?",
            short="Drowsy, dizzy or confused",
            error="Select how often you were drowsy, dizzy or confused",
            options=FREQUENCY,
            sources=("guide-misuse", "label-oral"),
            signs=("drowsiness",),
        ),
        Question(
            id="ef_slurred",
            text="Was your speech slurred, or were you clumsy or unsteady?",
            short="Slurred speech, or unsteady",
            error="Select how often your speech was slurred or you were unsteady",
            options=FREQUENCY,
            sources=("guide-misuse", "label-oral"),
            signs=("slurred_speech",),
        ),
        Question(
            id="ef_mood",
            text="Did you have mood swings, or were you easily annoyed?",
            short="Mood swings, or easily annoyed",
            error="Select how often you had mood swings or were easily annoyed",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("mood_swings",),
        ),
        Question(
            id="ef_memory",
            text="Did you have gaps in your memory?",
            short="Gaps in memory",
            error="Select how often you had gaps in your memory",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("memory_loss",),
        ),
        Question(
            id="ef_mind",
            text="Did you feel that others meant you harm, or was your mood very low?",
            short="Suspicious thoughts, or a very low mood",
            error="Select how often you felt that others meant you harm or your mood was very low",
            options=FREQUENCY,
            sources=("guide-misuse",),
            signs=("paranoia", "severe_depression"),
        ),
    ),
)

TOLERANCE: Final = Section(
    id="tolerance",
    name="how well it works",
    heading="In the last 3 months, how well did it work?",
    introduction="This can happen to anyone who takes baclofen for a while.",
    questions=(
        Question(
            id="to_less_effect",
            text="Does your usual dose do less than it did?",
            hint="If you have stopped, answer for the time before.",
            short="The usual dose does less than it did",
            error="Select yes if your usual dose does less than it did",
            options=YES_NO_UNSURE,
            sources=("guide-misuse",),
            signs=("less_effect", "body_adapting"),
            if_missing="unsure",
        ),
        Question(
            id="to_need_more",
            text="Do you need more to get the same effect?",
            hint="If you have stopped, answer for the time before.",
            short="Needs more for the same effect",
            error="Select yes if you need more to get the same effect",
            options=YES_NO_UNSURE,
            sources=("guide-misuse",),
            signs=("needs_more",),
            if_missing="unsure",
        ),
        Question(
            id="to_raised",
            text="Has your dose been raised?",
            short="The dose was raised",
            error="Select if your dose has been raised",
            options=(
                Option("no", "No", severity=0),
                Option("with_prescriber", "Yes, with my prescriber", severity=1),
                Option("alone", "Yes, I did it on my own", severity=2),
                NO_ANSWER,
            ),
            sources=("guide-misuse", "dsm5-supervision"),
            signs=("dose_escalates",),
        ),
    ),
)

GATE: Final = tuple(question.id for question in NOW.questions)
COMMON_WITHDRAWAL: Final = (
    "wd_anxiety",
    "wd_sleep",
    "wd_spasm",
    "wd_nausea",
    "wd_shaking",
    "wd_fever",
    "wd_itching",
    "wd_mood",
)
CRITICAL_WITHDRAWAL: Final = ("wd_confusion", "wd_seizure")
ALL_WITHDRAWAL: Final = COMMON_WITHDRAWAL + CRITICAL_WITHDRAWAL
FREQUENT_BEHAVIOURS: Final = (
    "mu_more_than_prescribed",
    "mu_no_prescription",
    "mu_craving",
    "mu_cannot_function",
    "mu_multiple_prescribers",
    "mu_loss_of_control",
    "mu_despite_harm",
    "mu_for_effect",
    "mu_ran_out_early",
    "mu_other_route",
)
BEHAVIOURS: Final = (
    Is("mu_more_than_prescribed", PRESENT),
    AnyOf((Is("mu_no_prescription", PRESENT), Is("supply", "not_prescribed"))),
    Is("mu_craving", PRESENT),
    Is("mu_cannot_function", PRESENT),
    Is("mu_multiple_prescribers", PRESENT),
    Is("mu_loss_of_control", PRESENT),
    Is("mu_despite_harm", PRESENT),
    Is("mu_for_effect", PRESENT),
    Is("mu_ran_out_early", PRESENT),
    Is("mu_other_route", PRESENT),
    Is("to_raised", "alone"),
)
EFFECTS: Final = (
    Is("ef_drowsy", PRESENT),
    Is("ef_slurred", PRESENT),
    Is("ef_mood", PRESENT),
    Is("ef_memory", PRESENT),
    Is("ef_mind", PRESENT),
)
AMPLIFIERS: Final = (
    Is("conditions", "kidney"),
    Is("conditions", "epilepsy"),
    Is("conditions", "breathing"),
    Is("conditions", "mental_health"),
    Is("conditions", "substance_use"),
    Is("conditions", "pregnancy"),
    Is("age", "65_plus"),
    Is("dose", "over_80"),
    Is("taken_with", "opioids"),
    Is("taken_with", "alcohol"),
    Is("taken_with", "sedatives"),
    Is("taken_with", "gabapentinoids"),
    Is("taken_with", "ghb_phenibut"),
)

# --- Scores and bands: each cut-off stands here once ----------------------------------

CHECKLISTS: Final = (
    Checklist(
        id="withdrawal",
        name="Signs after a change",
        section="withdrawal",
        score=Score(
            points=(
                Points(COMMON_WITHDRAWAL, ("mild",), 1),
                Points(COMMON_WITHDRAWAL, ("severe",), 2),
            )
        ),
        bands=(
            Band("none", 0, "none reported"),
            Band("some", 1, "some signs"),
            Band("many", 4, "many signs"),
            Band("severe", 8, "severe signs"),
        ),
        critical=Is(CRITICAL_WITHDRAWAL, NEW),
    ),
    Checklist(
        id="misuse",
        name="Use in another way than prescribed",
        section="misuse",
        score=Score(signs=BEHAVIOURS, companions=EFFECTS),
        bands=(
            Band("none", 0, "none reported"),
            Band("some", 1, "some signs"),
            Band("several", 3, "several signs"),
            Band("many", 6, "many signs"),
        ),
    ),
    Checklist(
        id="tolerance",
        name="The medicine doing less than it did",
        section="tolerance",
        score=Score(
            points=(
                Points(("to_less_effect", "to_need_more"), ("yes",), 1),
                Points(("to_raised",), ("alone",), 1),
            )
        ),
        bands=(
            Band("none", 0, "none reported"),
            Band("some", 1, "some signs"),
            Band("clear", 2, "clear signs"),
        ),
        unanswered=("no_answer", "unsure"),
    ),
)

FOLLOW_UP_SCORES: Final = (
    FollowUpScore(
        id="severity_index",
        name="Severity index",
        score=Score(
            points=(
                Points(FREQUENT_BEHAVIOURS, ("once_or_twice",), 1),
                Points(FREQUENT_BEHAVIOURS, ("monthly",), 2),
                Points(FREQUENT_BEHAVIOURS, ("weekly",), 3),
                Points(FREQUENT_BEHAVIOURS, ("daily",), 4),
            )
        ),
    ),
)

# --- Words used by the rules ----------------------------------------------------------

ABOVE_NONE_WITHDRAWAL: Final = ("some", "many", "severe")
ABOVE_NONE_MISUSE: Final = ("some", "several", "many")
ABOVE_NONE_TOLERANCE: Final = ("some", "clear")

TERMS: Final = (
    Term(
        "stopped_recently",
        "Stopped, or not taking it now, and the last dose is not more than 7 days ago",
        AllOf(
            (
                AnyOf((Is("change", "stopped"), Is("route", "none"))),
                IsNot("last_dose", "over_7d"),
            )
        ),
    ),
    Term("new_sign", "Any sign since the change is new or worse", Is(ALL_WITHDRAWAL, NEW)),
    Term("pump", "There is a pump", Is("route", ("pump", "both"))),
    Term("effect_present", "Any effect is present", AnyOf(EFFECTS)),
    Term(
        "maybe_poisoned",
        "There may be too much of the medicine in the body",
        AnyOf(
            (
                Is(
                    ("now_overdose", "now_mixed", "now_hard_to_wake", "now_breathing"),
                    YES_OR_UNSURE,
                ),
                Is("extra_dose", YES_OR_UNSURE),
                AllOf(
                    (
                        Is("conditions", "kidney"),
                        AnyOf(
                            (
                                Holds("effect_present"),
                                Is(("now_unreal", "now_seizure"), YES_OR_UNSURE),
                            )
                        ),
                    )
                ),
                AllOf(
                    (
                        Holds("pump"),
                        IsNot("pump_event", "none"),
                        Is(("ef_drowsy", "ef_slurred"), PRESENT),
                    )
                ),
            )
        ),
    ),
    Term(
        "regular_use",
        "Uses it regularly, so that a sudden stop is dangerous",
        AnyOf(
            (
                IsNot("supply", "not_prescribed"),
                Is("mu_no_prescription", ("weekly", "daily")),
                AllOf(
                    (
                        Is("mu_no_prescription", ("never", "no_answer")),
                        IsNot("duration", "under_1_month"),
                    )
                ),
            )
        ),
    ),
    Term(
        "off_three_days",
        "Off it for 3 days or more",
        AllOf(
            (
                AnyOf((Is("change", "stopped"), Is("route", "none"))),
                Is("last_dose", ("3_to_7d", "over_7d", "no_answer")),
            )
        ),
    ),
)

# --- Rules: the tier is the highest one with a rule that holds ------------------------

HAPPENING_NOW: Final = Is(GATE, YES_OR_UNSURE)
EMERGENCY_RULES: Final = (
    Rule(
        "happening_now",
        "emergency",
        "A warning sign is happening now, or may be",
        HAPPENING_NOW,
    ),
    Rule(
        "critical_sign",
        "emergency",
        "Confusion, seeing things or a seizure is new or worse",
        Is(CRITICAL_WITHDRAWAL, NEW),
    ),
    Rule(
        "fever",
        "emergency",
        "A fever that is hard to cope with, or a fever with hard spasms or shaking",
        AnyOf(
            (
                Is("wd_fever", "severe"),
                AllOf((Is("wd_fever", "mild"), Is(("wd_spasm", "wd_shaking"), "severe"))),
            )
        ),
    ),
    Rule(
        "pump_failing",
        "emergency",
        "A pump, and signs that need help now",
        AllOf(
            (
                Holds("pump"),
                AnyOf(
                    (
                        Is(("wd_itching", "wd_fever", "wd_shaking"), NEW),
                        Is(ALL_WITHDRAWAL, "severe"),
                        AllOf(
                            (
                                Is("wd_spasm", "mild"),
                                AnyOf(
                                    (
                                        Is(
                                            tuple(
                                                sign
                                                for sign in ALL_WITHDRAWAL
                                                if sign != "wd_spasm"
                                            ),
                                            NEW,
                                        ),
                                        IsNot("change", "none"),
                                        IsNot("pump_event", "none"),
                                    )
                                ),
                            )
                        ),
                    )
                ),
            )
        ),
    ),
)

TODAY_RULES: Final = (
    Rule(
        "stopped_recently",
        "today",
        "Stopped a short time ago, or it is not known when",
        AllOf(
            (
                Holds("stopped_recently"),
                Not(
                    AllOf(
                        (
                            Is("change", "stopped"),
                            Is("change_agreed", "yes"),
                            Not(Holds("new_sign")),
                        )
                    )
                ),
            )
        ),
    ),
    Rule(
        "cut_down_unplanned",
        "today",
        "Took less, and maybe without a plan in small steps",
        AllOf(
            (
                Is("change", "cut_down"),
                IsNot("change_agreed", "yes"),
                IsNot("last_dose", "over_7d"),
            )
        ),
    ),
    Rule(
        "missed_doses",
        "today",
        "Missed doses, or it is not known, and time has gone by or there are signs",
        AllOf(
            (
                Is("change", ("missed", "no_answer")),
                AnyOf(
                    (
                        Is("last_dose", ("12_to_72h", "3_to_7d", "no_answer")),
                        Holds("new_sign"),
                    )
                ),
            )
        ),
    ),
    Rule(
        "severe_sign",
        "today",
        "A sign since the change is hard to cope with",
        Is(ALL_WITHDRAWAL, "severe"),
    ),
    Rule(
        "withdrawal_score",
        "today",
        "Several signs since the change",
        ScoreFrom("withdrawal", 3),
    ),
    Rule(
        "extra_dose",
        "today",
        "One dose more than usual in the last 24 hours",
        Is("extra_dose", YES_OR_UNSURE),
    ),
    Rule(
        "critical_sign_unclear",
        "today",
        "Confusion, seeing things or a seizure cannot be ruled out",
        Is(CRITICAL_WITHDRAWAL, ("same", "no_answer")),
    ),
    Rule(
        "pump_concern",
        "today",
        "A pump, and something that its clinic should know today",
        AllOf(
            (
                Holds("pump"),
                AnyOf(
                    (
                        Holds("new_sign"),
                        Is("pump_event", "late_refill"),
                        AllOf(
                            (
                                IsNot("pump_event", "none"),
                                Is(("ef_drowsy", "ef_slurred"), PRESENT),
                            )
                        ),
                    )
                ),
            )
        ),
    ),
    Rule(
        "running_out",
        "today",
        "The supply runs out within 3 days",
        Is("coming_up", "running_out"),
    ),
    Rule(
        "pregnancy_change",
        "today",
        "Pregnant or breastfeeding, with a change made or planned",
        AllOf(
            (
                Is("conditions", "pregnancy"),
                AnyOf((Is("coming_up", "planning_to_stop"), IsNot("change", "none"))),
            )
        ),
    ),
    Rule(
        "kidney_effects",
        "today",
        "Kidney trouble, with effects such as drowsiness",
        AllOf((Is("conditions", "kidney"), Holds("effect_present"))),
    ),
    Rule(
        "misuse_and_mixing",
        "today",
        "Many signs of misuse, with something that slows breathing",
        AllOf(
            (
                BandIs("misuse", "many"),
                Is("taken_with", ("alcohol", "opioids", "sedatives", "ghb_phenibut")),
            )
        ),
    ),
    Rule(
        "high_dose_not_as_directed",
        "today",
        "More than 80 mg a day, and maybe not as prescribed",
        AllOf((IsNot("supply", "as_directed"), Is("dose", "over_80"))),
    ),
    Rule(
        "amplified",
        "today",
        "Two or more things that raise the risk, beside another sign",
        AllOf(
            (
                AtLeast(2, AMPLIFIERS),
                AnyOf(
                    (
                        BandIs("withdrawal", "some"),
                        BandIs("misuse", (*ABOVE_NONE_MISUSE, "not_enough_answers")),
                        Is("supply", ("differently", "not_prescribed")),
                        AtLeast(2, EFFECTS),
                    )
                ),
            )
        ),
    ),
)

SOON_RULES: Final = (
    Rule(
        "misuse_band",
        "soon",
        "Signs of misuse, or too few answers to tell",
        BandIs("misuse", (*ABOVE_NONE_MISUSE, "not_enough_answers")),
    ),
    Rule(
        "tolerance_band",
        "soon",
        "The medicine does less than it did, or too few answers to tell",
        BandIs("tolerance", (*ABOVE_NONE_TOLERANCE, "not_enough_answers")),
    ),
    Rule(
        "withdrawal_band",
        "soon",
        "Signs since the change, or too few answers to tell",
        BandIs("withdrawal", (*ABOVE_NONE_WITHDRAWAL, "not_enough_answers")),
    ),
    Rule("incomplete", "soon", "Many questions without an answer", AnyIncomplete()),
    Rule("missing", "soon", "A question was left out", AnyMissing()),
    Rule(
        "change",
        "soon",
        "Missed doses, took less or stopped, or it is not known",
        IsNot("change", "none"),
    ),
    Rule(
        "route",
        "soon",
        "Not taking it now, or it is not known how it is taken",
        Is("route", ("none", "no_answer")),
    ),
    Rule(
        "coming_up",
        "soon",
        "Something is coming up, or it is not known",
        Is("coming_up", ("planning_to_stop", "hospital", "no_answer")),
    ),
    Rule(
        "supply",
        "soon",
        "Not taken as prescribed, or it is not known",
        IsNot("supply", "as_directed"),
    ),
    Rule("dose", "soon", "More than 80 mg a day by mouth", Is("dose", "over_80")),
    Rule(
        "pump_event",
        "soon",
        "Something was done to the pump, or it is not known",
        IsNot("pump_event", "none"),
    ),
    Rule(
        "taken_with",
        "soon",
        "Taken with something else, or it is not known",
        IsNot("taken_with", "nothing"),
    ),
    Rule(
        "conditions",
        "soon",
        "A health matter that raises the risk, or it is not known",
        Is("conditions", ("kidney", "substance_use", "pregnancy", "no_answer")),
    ),
    Rule(
        "low_mind",
        "soon",
        "Suspicious thoughts, or a very low mood",
        Is("ef_mind", PRESENT),
    ),
    Rule("two_effects", "soon", "Two or more effects", AtLeast(2, EFFECTS)),
)

# --- Guidance: which block is shown when, in page order -------------------------------

MISUSE_SOME: Final = BandIs("misuse", ABOVE_NONE_MISUSE)
MISUSE_SEVERAL: Final = BandIs("misuse", ("several", "many"))
WITHDRAWAL_SOME: Final = BandIs("withdrawal", ABOVE_NONE_WITHDRAWAL)
TOLERANCE_SOME: Final = BandIs("tolerance", ABOVE_NONE_TOLERANCE)
AFTER_URGENT_HELP: Final = Move(MISUSE_SEVERAL, after="pump_clinic")

GUIDANCE: Final = (
    Guidance("call_emergency", TierIs("emergency"), contacts="emergency"),
    Guidance(
        "poison_line",
        AnyOf((Holds("maybe_poisoned"), MISUSE_SOME, Is("supply", "not_prescribed"))),
        contacts="poison",
    ),
    Guidance("ask_before_next_dose", Holds("maybe_poisoned")),
    Guidance("pump_clinic", Holds("pump")),
    Guidance(
        "do_not_stop",
        AllOf(
            (
                Holds("regular_use"),
                Not(Holds("maybe_poisoned")),
                Not(Holds("off_three_days")),
            )
        ),
    ),
    Guidance("do_not_restart_alone", Holds("off_three_days")),
    Guidance(
        "restore_treatment",
        AllOf(
            (
                WITHDRAWAL_SOME,
                Is("supply", "as_directed"),
                Not(MISUSE_SEVERAL),
                Not(Holds("maybe_poisoned")),
            )
        ),
    ),
    # Asked about by one question only, which misses many: everyone sees the line.
    Guidance(
        "crisis_line",
        Always(),
        moves=(Move(Is("now_self_harm", YES_OR_UNSURE), after=None), AFTER_URGENT_HELP),
        contacts="crisis",
    ),
    Guidance("contact_provider", Always(), moves=(AFTER_URGENT_HELP,), contacts="treatment"),
    Guidance(
        "signs_can_start",
        AllOf(
            (
                AnyOf((IsNot("change", "none"), Is("route", "none"))),
                IsNot("last_dose", "over_7d"),
            )
        ),
    ),
    Guidance("running_out", Is("coming_up", "running_out")),
    Guidance("planning_to_stop", Is("coming_up", "planning_to_stop")),
    Guidance("hospital", Is("coming_up", "hospital")),
    Guidance(
        "dependence_not_addiction",
        AllOf((BandIs("misuse", "none"), AnyOf((WITHDRAWAL_SOME, TOLERANCE_SOME)))),
    ),
    Guidance("misuse_talk", MISUSE_SOME),
    Guidance(
        "supervised_detox",
        AnyOf(
            (
                MISUSE_SEVERAL,
                AllOf(
                    (
                        BandIs("withdrawal", ("many", "severe")),
                        IsNot("supply", "as_directed"),
                    )
                ),
                AllOf((WITHDRAWAL_SOME, Is("supply", "not_prescribed"))),
            )
        ),
    ),
    Guidance("no_prescriber", Is("supply", "not_prescribed")),
    Guidance(
        "side_effects",
        AllOf(
            (
                Holds("effect_present"),
                AnyOf((Is("supply", "as_directed"), Not(AnyOf(BEHAVIOURS)))),
            )
        ),
    ),
    Guidance("driving", Is(("ef_drowsy", "ef_slurred"), PRESENT)),
    Guidance("spasm_other_causes", Is("wd_spasm", NEW)),
    Guidance("tolerance_pump", AllOf((TOLERANCE_SOME, Holds("pump")))),
    Guidance("tolerance_prescriber", AllOf((TOLERANCE_SOME, Not(Holds("pump"))))),
    Guidance("mixing_alcohol", Is("taken_with", "alcohol")),
    Guidance("mixing_opioids", Is("taken_with", "opioids")),
    Guidance("mixing_sedatives", Is("taken_with", "sedatives")),
    Guidance("mixing_gabapentinoids", Is("taken_with", "gabapentinoids")),
    Guidance("mixing_ghb_phenibut", Is("taken_with", "ghb_phenibut")),
    Guidance("kidney", Is("conditions", "kidney")),
    Guidance("epilepsy", Is("conditions", "epilepsy")),
    Guidance("breathing", Is("conditions", "breathing")),
    Guidance("mental_health", Is("conditions", "mental_health")),
    Guidance("substance_use", Is("conditions", "substance_use")),
    Guidance("pregnancy", Is("conditions", "pregnancy")),
    Guidance("age_65_plus", Is("age", "65_plus")),
    Guidance("dose_over_80", Is("dose", "over_80")),
    Guidance("what_to_say", Always()),
    Guidance("store_safely", TierIs(("soon", "routine"))),
    Guidance("check_ups", TierIs(("soon", "routine"))),
    Guidance("what_this_can_miss", Always()),
)

INSTRUMENT: Final = Instrument(
    id="baclofen",
    version=1,
    status="Draft, awaiting clinical sign-off. Not validated. Not a diagnosis.",
    sections=(NOW, USE, HEALTH, WITHDRAWAL, MISUSE, TOLERANCE),
    checklists=CHECKLISTS,
    follow_up_scores=FOLLOW_UP_SCORES,
    terms=TERMS,
    rules=EMERGENCY_RULES + TODAY_RULES + SOON_RULES,
    guidance=GUIDANCE,
    interrupt=HAPPENING_NOW,
    exit=Exit(
        outcome="under_age",
        condition=Is("age", "under_18"),
        counted=(*GATE, "respondent", "age"),
        tier="emergency",
    ),
    sources=SOURCES,
    signs=SIGNS,
)
