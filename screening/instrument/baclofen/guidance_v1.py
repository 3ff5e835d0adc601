"""The words of the guidance of version 1, by key, in the order of the page.

Draft, awaiting clinical sign-off. The facts behind the words are on the evidence page.

Each string is one message to translate, so each is a plain literal on a line of its own. "You" is
the person who takes the medicine. The page itself adds what differs from place to place: telephone
numbers and names of services, and under `what_to_say` a list made from the answers.

Rules for whoever writes the words of a later version:

- No block gives a dose, a taper speed or another medicine, or says what the signs come from:
  too much and a sudden gap share signs.
- Only `do_not_stop` and `restore_treatment` may say that somebody should not stop suddenly. Every
  other block can stand beside "maybe poisoned", where nobody is told to keep taking it.
- No block reassures.
"""

from typing import Final

from screening.instrument.schema import Words

GUIDANCE: Final[dict[str, Words]] = {
    "call_emergency": Words(
        heading="Call for emergency help now",
        paragraphs=(
            "Call now, even if you are not sure. Do not wait to see if it gets better.",
            "Do not drive yourself. Do not stay alone. Ask someone to come to you now.",
        ),
        points=(
            "Lay anyone who is drowsy on their side. Watch their breathing.",
            "Tell them it is baclofen, how much you take, and when you last had it.",
            "Tell them what else you have taken. The truth helps them help you.",
            "Bring the packets and any pump card. Unlock the door if you can.",
        ),
        closing=(
            "Too much of it and a sudden gap can look the same. Let staff find the cause.",
            "Ask that a doctor decides if baclofen is given or left out. Either can harm you.",
        ),
    ),
    "crisis_line": Words(
        heading="If you have thoughts of suicide, call now",
        paragraphs=(
            "If you have hurt yourself or taken too much, call for emergency help first.",
            "Call if you think of suicide or cannot stay safe. You do not need the right words.",
            "Ask someone you trust to stay with you, and to look after your medicines.",
            "Everyone who does this check sees this. Such thoughts can come fast.",
        ),
    ),
    "poison_line": Words(
        heading="Call the poison line",
        paragraphs=(
            "They can tell you what to do. Call even if you feel well: signs can come later.",
            "Call now if any of these is true, or may be true:",
        ),
        points=(
            "you have taken more than usual, by mistake or on purpose",
            "you have taken it with alcohol, or with something else that makes you sleepy",
            "you have crushed it, snorted it, or taken it in some other way",
            "you are not sure what you have taken",
            "you feel much more drowsy than usual",
        ),
        closing=(
            "Have the packet with you. Say how much you took, when, and what else you took.",
            "Get emergency help first if you are confused, hard to wake, breathe slowly or have a seizure.",
        ),
    ),
    "ask_before_next_dose": Words(
        heading="Ask before you take any more baclofen",
        paragraphs=(
            "More on top of too much can be dangerous. A sudden gap can be dangerous too.",
            "Call the poison line or ask the emergency staff:",
        ),
        points=("Can I take any more now?", "When should I have the next one, and how much?"),
        closing=(
            "Ask now. Do not wait until the next dose is due.",
            "If nobody answers, call for emergency help. Do not work it out alone.",
            "If you have a pump, tell them. Call the pump clinic as well.",
        ),
    ),
    "pump_clinic": Words(
        heading="Call your pump clinic at the first sign",
        paragraphs=("Call the clinic or hospital that looks after your pump now if you have:",),
        points=(
            "a pump alarm, or a refill that is late or missed",
            "itching or tingling",
            "more stiffness or more spasms",
            "a light head, or feeling faint",
            "a hot or feverish feeling, sweating or shaking",
            "more drowsiness than usual, or slurred speech",
        ),
        closing=(
            "Early signs can look mild. They can become dangerous over one to three days.",
            "If you are hard to wake or breathe slowly, call for emergency help.",
            "Never wait for your next visit. If nobody answers, go to an emergency department.",
            "Do not drive yourself. Bring your pump card. Say if this has happened before.",
        ),
    ),
    "do_not_stop": Words(
        heading="Do not stop suddenly",
        paragraphs=(
            "A sudden stop can cause seizures, a high fever, and seeing things that are not there.",
            "In rare cases people have died. A pump that runs dry is a sudden stop too.",
            "Speak to a doctor or pharmacist before you take more, less or none.",
            "If you need emergency help, get that first.",
            "If you have stopped, missed some or cut down without a plan, call them today.",
            "Ask them before you take extra to make up for it.",
        ),
    ),
    "do_not_restart_alone": Words(
        heading="Ask before you start again",
        paragraphs=(
            "After three days or more without it, your body is no longer used to it.",
            "The amount you took before may now be too much. It could slow your breathing.",
            "Ask a prescriber or pharmacist first, even if you are not sure how long it has been.",
            "If you have felt ill since your last dose, speak to a doctor today.",
            "Get emergency help for a seizure, confusion or a high fever.",
        ),
    ),
    "restore_treatment": Words(
        heading="Your prescriber can put this right",
        paragraphs=(
            "If you need emergency help, get that first.",
            "Signs like yours can come after a gap or a cut. They can have other causes too.",
            "Call them or a pharmacist today. Say when you last had it, and what has changed.",
            "This is about your treatment and your supply. It does not mean you did wrong.",
            "They can plan the next step with you. Do not try to fix it alone.",
            "If you cannot reach them, call another doctor.",
        ),
    ),
    "contact_provider": Words(
        heading="Talk to someone who can help",
        paragraphs=(
            "If you need urgent help, get that first. If someone prescribes it, ask them too.",
            "A treatment provider can help if you find it hard to control what you take.",
            "You do not have to be sure that you have a problem. Who you call is up to you.",
        ),
    ),
    "signs_can_start": Words(
        heading="Signs can still start, or get worse",
        paragraphs=(
            "They often start 12 to 72 hours after the last dose or a cut.",
            "That is half a day to three days. With a pump, they can grow over one to three days.",
            "Severe signs can come without milder ones first. Try not to be alone.",
            "If you need emergency help, get that first.",
            "Do this check again tomorrow, and on each of the next two days.",
            "Do it at once if anything changes. Call for emergency help if you have:",
        ),
        points=(
            "a seizure (a fit)",
            "seeing or hearing things that are not there, or being badly confused",
            "a high fever, or muscles far stiffer than usual",
            "a very fast or uneven heartbeat, or fainting",
            "slow breathing, or being very hard to wake",
            "with a pump: itching, a light head, or stiffness that comes back",
        ),
    ),
    "running_out": Words(
        heading="Ask for help today, before it runs out",
        paragraphs=(
            "A sudden gap can be dangerous. Call your prescriber or a pharmacist today.",
            "Tell them how much you have left. If they cannot help today, ask another doctor.",
            "If you may have had too much, ask before you take any more.",
            "If you have a pump, call the pump clinic about the refill now.",
        ),
    ),
    "planning_to_stop": Words(
        heading="Talk to a doctor before you stop",
        paragraphs=(
            "If you may have had too much, ask before you take any more.",
            "A sudden stop can cause seizures, a high fever, and seeing things that are not there.",
            "A doctor can plan each step with you and watch for signs.",
            "Tell them why you want to stop. They can help with the reason too.",
        ),
    ),
    "hospital": Words(
        heading="Tell the hospital about your baclofen",
        paragraphs=(
            "Tell every doctor and nurse you meet, before the day if you can.",
            "A sudden gap can be dangerous. Ask that a doctor decides if it is left out.",
            "Ask what will happen if you cannot swallow. Bring the packets, and any pump card.",
        ),
    ),
    "dependence_not_addiction": Words(
        heading="Getting used to a medicine is not misuse",
        paragraphs=(
            "Over time the body gets used to this medicine, even when it is used as prescribed.",
            "It may then work less well. Or you may feel ill when you have less of it.",
            "This can happen to anyone. It is not your fault.",
            "It does not tell us what your signs come from.",
            "It can still be dangerous. Ask a doctor or pharmacist what to do next.",
        ),
    ),
    "misuse_talk": Words(
        heading="You can talk about this without blame",
        paragraphs=(
            "Some of your answers can be signs of misuse. This is not a judgement of you.",
            "Many people use a medicine in another way to cope. You can get help with it.",
            "Tell a doctor or treatment provider how much you truly take. It keeps you safer.",
        ),
    ),
    "supervised_detox": Words(
        heading="Stopping is safer with medical help",
        paragraphs=(
            "Having less can cause seizures, high fever, and seeing things that are not there.",
            "This can come fast and without warning. Staff can watch for it and treat it at once.",
            "At home alone, there may be no one to call for help.",
            "Ask a doctor or treatment provider who can watch over you. Agree each step first.",
        ),
    ),
    "no_prescriber": Words(
        heading="You can ask for help without a prescription",
        paragraphs=(
            "A doctor or a treatment service can help. They are there to help, not to judge.",
            "Tell them the truth: what you have, how much you take, and how often.",
            "If it is not from a pharmacy, it may not be what it says.",
            "It may also run out, and a sudden gap can be dangerous.",
        ),
    ),
    "side_effects": Words(
        heading="Tell your prescriber how it makes you feel",
        paragraphs=(
            "Feeling drowsy is common, and need not mean misuse. It can also be a warning sign.",
            "Ask a doctor or pharmacist what to do next. Tell them if your mood or thoughts have changed.",
            "If new or worse, call a doctor today. If you are hard to wake, get emergency help.",
        ),
    ),
    "driving": Words(
        heading="Do not drive while you are drowsy",
        paragraphs=(
            "Do not use machines or climb ladders. You may be slower than you feel.",
            "Ask a doctor or pharmacist when you can drive again.",
        ),
    ),
    "spasm_other_causes": Words(
        heading="More stiffness can have other causes",
        paragraphs=("Ask a doctor or nurse what it comes from. Some causes need quick care:",),
        points=(
            "a bladder infection",
            "constipation",
            "a sore on your skin",
            "a change in your medicine, or a pump fault",
        ),
        closing=("If you are also hot, or far stiffer than usual, get emergency help.",),
    ),
    "tolerance_pump": Words(
        heading="If it works less well, have the pump checked",
        paragraphs=(
            "A fault in the pump or its tube can feel just the same. Call the pump clinic.",
            "Ask them to check the pump and the tube. Do not wait for your next visit.",
            "Taking more on your own does not solve it, and it can harm you.",
        ),
    ),
    "tolerance_prescriber": Words(
        heading="If it works less well, ask for a review",
        paragraphs=(
            "Ask your prescriber to look at your treatment again. There may be another cause.",
            "Taking more on your own does not solve it, and it can harm you.",
        ),
    ),
    "mixing_alcohol": Words(
        heading="Mixing with alcohol can slow your breathing",
        paragraphs=(
            "Both make you sleepy. Together they can put you in a deep, dangerous sleep.",
            "After mixing, do not be alone. If you are drowsy, lie on your side.",
            "If you breathe slowly, are confused or are hard to wake, get emergency help.",
            "Tell your doctor. Ask before you take any more of either. A sudden stop can be dangerous too.",
        ),
    ),
    "mixing_opioids": Words(
        heading="Mixing with opioids can stop your breathing",
        paragraphs=(
            "Both make you sleepy. Together they can put you in a deep, dangerous sleep.",
            "After mixing, do not be alone. If you are drowsy, lie on your side.",
            "If you breathe slowly, are confused or are hard to wake, get emergency help.",
            "Tell your doctor. Ask before you take any more of either. A sudden stop can be dangerous too.",
        ),
    ),
    "mixing_sedatives": Words(
        heading="Mixing with sleeping pills can slow your breathing",
        paragraphs=(
            "So can calming medicines. Together they can put you in a deep, dangerous sleep.",
            "After mixing, do not be alone. If you are drowsy, lie on your side.",
            "If you breathe slowly, are confused or are hard to wake, get emergency help.",
            "Tell your doctor. Ask before you take any more of them. A sudden stop can be dangerous too.",
        ),
    ),
    "mixing_gabapentinoids": Words(
        heading="Mixing with gabapentin or pregabalin can slow your breathing",
        paragraphs=(
            "They make you sleepy, as baclofen does. Together they can put you in a deep sleep.",
            "After mixing, do not be alone. If you are drowsy, lie on your side.",
            "If you breathe slowly, are confused or are hard to wake, get emergency help.",
            "Tell your doctor. Ask before you take any more of them. A sudden stop can be dangerous too.",
        ),
    ),
    "mixing_ghb_phenibut": Words(
        heading="Mixing with GHB or phenibut can stop your breathing",
        paragraphs=(
            "They work much like baclofen. Together they can put you in a deep sleep, fast.",
            "After mixing, do not be alone. If you are drowsy, lie on your side.",
            "If you breathe slowly, are confused or are hard to wake, get emergency help.",
            "Tell your doctor. Ask before you take any more of them. A sudden stop can be dangerous too.",
        ),
    ),
    "kidney": Words(
        heading="With kidney problems, this medicine can build up",
        paragraphs=(
            "It leaves your body through the kidneys. It can build up even at ordinary amounts.",
            "If you are newly drowsy, speak to a doctor today.",
            "If you are confused or hard to wake, get emergency help. Tell each doctor about your kidneys.",
        ),
    ),
    "epilepsy": Words(
        heading="With epilepsy, you may have seizures more easily",
        paragraphs=(
            "Too much baclofen can cause seizures. So can a sudden gap.",
            "If you have a seizure, get emergency help. Ask those near you to make the call.",
            "Tell your seizure doctor about your baclofen. Ask before you change any medicine.",
        ),
    ),
    "breathing": Words(
        heading="Breathing problems and this medicine can add up",
        paragraphs=(
            "It can slow your breathing. Lung disease, or breathing that stops at night, adds to the risk.",
            "If your breathing is slow or your lips are blue, call for emergency help.",
            "Tell your doctor about your breathing. Tell them what else makes you sleepy.",
        ),
    ),
    "mental_health": Words(
        heading="Tell someone if your mood or thoughts change",
        paragraphs=(
            "This medicine can change your mood and your thoughts. So can a sudden gap.",
            "Call your doctor or mental health team today if you feel worse.",
            "If you think of suicide, call a crisis line now.",
            "If you see or hear things that are not there, get emergency help.",
        ),
    ),
    "substance_use": Words(
        heading="Tell your doctor what else you use or used",
        paragraphs=(
            "Past use too can make it harder to control a medicine. That is not your fault.",
            "Some things are dangerous with baclofen. Your doctor needs to know about them all.",
            "You can ask for help at any time, even if you have asked before.",
        ),
    ),
    "pregnancy": Words(
        heading="Tell your midwife or doctor about your baclofen",
        paragraphs=(
            "Ask a doctor before you take more, less or none.",
            "Too much can harm you and your baby. So can a sudden gap.",
            "After birth the baby may need watching.",
            "If you breastfeed, tell them. Get help at once if the baby is very sleepy.",
        ),
    ),
    "age_65_plus": Words(
        heading="From age 65, falls and confusion are more likely",
        paragraphs=(
            "This medicine can make you weak, dizzy or confused. Get up slowly, and hold on.",
            "If you fall or are newly drowsy, speak to a doctor today. If confused, get emergency help.",
            "Do not think it is just your age. Ask for a check of your kidneys too.",
        ),
    ),
    "dose_over_80": Words(
        heading="Tell your prescriber your full daily amount",
        paragraphs=(
            "More than 80 mg a day is above the usual highest amount by mouth.",
            "Too much can be dangerous. A sudden gap can be dangerous too.",
            "If you have no prescriber, tell a doctor. Ask before you take more, less or none.",
        ),
    ),
    "what_to_say": Words(
        heading="Words to say on the phone",
        paragraphs=("You can read this out, or show it to someone:",),
    ),
    "store_safely": Words(
        heading="Lock it away from children",
        paragraphs=(
            "It can badly harm a child. Lock it up, out of sight and out of reach.",
            "Never share it, even with someone who has the same illness.",
            "If a child may have swallowed some, call for emergency help at once.",
        ),
    ),
    "check_ups": Words(
        heading="Talk about it when you next see your prescriber",
        paragraphs=(
            "Say how well it works, and how it makes you feel. Say what else you take.",
            "Agree any change with them first. Call sooner if anything gets worse.",
        ),
    ),
    "what_this_can_miss": Words(
        heading="What this check can miss",
        paragraphs=(
            "It is not a diagnosis. It is not validated: no study has shown that it works.",
            "It only knows what you answered. It is about this moment only.",
            "Severe signs can come without warning. If you are worried, call for help anyway.",
        ),
    ),
}
