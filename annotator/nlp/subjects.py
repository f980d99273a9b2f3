"""Who a verb, a noun or an adjective says, thinks or wants something for: the roads from a cue to its speaker."""

from __future__ import annotations

from typing import Final, NamedTuple

from annotator.nlp.syntax import NOMINAL, SUBJECTS, VERBAL, Word

_DEEPEST: Final = 5
"""Most steps from a verb to the one whose subject it shares."""
_FARTHEST: Final = 40
"""Words looked back for a subject that the parser did not connect."""
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_OWN_SUBJECT: Final = frozenset({"promise", "vow", "make", "use", "take", "have"})
"""Verbs whose subject also does what the infinitive says, though they have an object."""
_NOT_NAMED: Final = frozenset({"which", "that", "who", "it", "there"})
_BODIES: Final = frozenset({"PERSON", "NORP", "ORG", "GPE"})
_PEOPLE_ENDINGS: Final = ("ers", "ors", "ists", "ians", "ees", "women", "men", "people")
_PEOPLE_WORDS: Final = """
man woman people person those voter official member group critic supporter one someone anyone candidate
"""
_PEOPLE: Final = frozenset(_PEOPLE_WORDS.split())
_SETTING_OFF: Final = frozenset({"before", "while", "after", "without"})
_RAISING: Final = frozenset({"seem", "appear", "look", "sound", "happen", "tend"})
_REPORTING_WORDS: Final = """
say state claim argue insist note add tell warn announce declare suggest maintain contend report mock accuse criticize
praise pledge vow promise ask call deny describe acknowledge believe think remind recall explain write tweet urge
"""
REPORTING: Final = frozenset(_REPORTING_WORDS.split())
"""Verbs that stand side by side under one speaker: "maintained that he should go, and mocked him"."""


class Source(NamedTuple):
    """Who speaks: the head of the phrase, or None; ``road`` tells how it was found."""

    head: Word | None
    road: str


_NOBODY: Final = Source(None, "none")


def speaker(verb: Word) -> Source:
    """Who says what the verb says.  A passive without its agent has none, and neither has "it seems"."""
    found = subject(verb)
    if found.road == "passive":
        return _NOBODY
    if found.head is not None:
        low, empty = found.head.lower, verb.lemma in _RAISING or verb.lemma == "be" or verb.part == "AUX"
        empty = empty or (verb.tag == "VBG" and verb.dep == "xcomp" and verb.head.part == "ADJ")  # it is worth saying
        return _NOBODY if low == "there" or (low == "it" and empty) else found
    told = verb.tag in _FINITE or verb.tag == "VBG"
    if told and not verb.has("auxpass") and verb.dep not in ("amod", "acl"):
        return Source(_nearest_left(verb), "near")
    return _NOBODY


def subject(verb: Word, depth: int = 0) -> Source:
    """Whom the grammar gives as the doer of a verb, through coordination, control and participles."""
    if verb.has("auxpass") and (agent := agent_of(verb)) is not None:
        return Source(agent, "agent")
    own = [each for each in verb.kids if each.dep in SUBJECTS]
    if own:
        nearest = min(own, key=lambda each: abs(each.at - verb.at))
        passive = nearest.dep == "nsubjpass" and not _is_perfect(verb)
        return Source(nearest, "passive" if passive else "inverted" if nearest.at > verb.at else "subject")
    if depth > _DEEPEST:
        return _NOBODY
    for step in (_before, _shared_passive, _issuer, _of_matrix, _beside_outer, _shared):
        found = step(verb, depth)
        if found is not None:
            return found
    if verb.dep == "acl" and not verb.is_root:
        planned = verb.has("aux", "to") and not _is_person(verb.head)
        return owner(verb.head) if planned else Source(verb.head, "noun")
    return _NOBODY


def _is_perfect(verb: Word) -> bool:
    """Whether a passive is none: "he's said that" is taken for "is said"."""
    return verb.has("auxpass", "'s", "’s") and any(each.dep == "ccomp" and each.at > verb.at for each in verb.kids)


def _before(verb: Word, _depth: int) -> Source | None:
    """The subject that the parser gave to words beside it: "Lindqvist, who is away, said that it was over".

    It takes what describes the subject for a clause; but what is said stands behind the verb already.
    """
    clauses = [each for each in verb.kids if each.dep == "ccomp"]
    if len(clauses) != 2 or not clauses[0].right + 1 <= verb.at < clauses[1].left or verb.has("cc"):
        return None
    subjects = [each for each in clauses[0].kids if each.dep == "nsubj" and each.is_word and each.left == verb.left]
    return Source(subjects[0], "subject") if subjects and subjects[0].lower not in _NOT_NAMED else None


def agent_of(verb: Word) -> Word | None:
    """Whom "by" names after a passive."""
    agent = verb.child("agent")
    return agent.child("pobj") if agent is not None else None


def _shared_passive(verb: Word, _depth: int) -> Source | None:
    """As in "was hauled in and told": the subject is the passive one."""
    if verb.dep != "conj" or verb.tag != "VBN" or not verb.head.has("auxpass") or verb.has("aux"):
        return None
    outer = verb.head.child("nsubjpass")
    return Source(outer, "passive") if outer is not None else None


def _issuer(verb: Word, depth: int) -> Source | None:
    """As in "was quick to embrace", "was the first to say"; "issued a statement saying": the issuer speaks."""
    head = verb.head
    if verb.dep == "xcomp" and head.part in ("ADJ", "NOUN"):
        return subject(head.head if head.dep in ("acomp", "attr", "oprd") else head, depth + 1)
    described = verb.dep in ("acl", "relcl") and verb.tag in ("VBG", "VB") and head.dep in ("dobj", "pobj", "attr")
    if not described or _is_person(head):
        return None
    outer = head.head
    while not outer.is_root and outer.part not in VERBAL:
        outer = outer.head
    found = subject(outer, depth + 1) if outer.part in VERBAL else _NOBODY
    return Source(found.head, "issuer") if found.head is not None else None


def _of_matrix(verb: Word, depth: int) -> Source | None:
    """As in "…, saying …": the subject of the sentence's main clause."""
    if verb.tag != "VBG" or verb.dep not in ("advcl", "conj", "prep", "pcomp", "dep") or not _is_set_off(verb):
        return None
    outer = _matrix(verb)
    found = subject(outer, depth + 1) if outer is not verb else _NOBODY
    return Source(found.head, "controlled") if found.head is not None else None


def _beside_outer(verb: Word, depth: int) -> Source | None:
    """Of two reporting verbs of one tense the outer one's: "maintained that he should go, and mocked him"."""
    inner = verb.head
    outer = inner.head
    bare = verb.tag == "VB" and inner.child("aux") is None  # what the tagger takes a present tense for
    finite = verb.tag in _FINITE or bare
    if verb.dep != "conj" or not finite or inner.dep not in ("ccomp", "advcl", "xcomp"):
        return None
    alike = outer.part == "VERB" and (bare or outer.tag == verb.tag) and {verb.lemma, outer.lemma} <= REPORTING
    if not alike or verb.has("mark"):
        return None
    found = subject(outer, depth + 1)
    return Source(found.head, "coordinated") if found.head is not None else None


def _shared(verb: Word, depth: int) -> Source | None:
    """The subject of the verb or noun that it hangs on."""
    if verb.is_root or verb.dep not in ("conj", "xcomp", "pcomp", "prep", "advcl", "ccomp", "dep", "parataxis"):
        return None
    head = verb.head
    if verb.dep == "xcomp":
        told = next((each for each in head.kids if each.dep == "dobj" and each.at < verb.at), None)
        if told is not None and head.lemma not in _OWN_SUBJECT:
            return Source(told, "control")
    if head.part not in VERBAL and verb.dep == "prep":
        return None
    if verb.dep == "conj" and verb.tag == "VBG" and not verb.has("aux"):
        head = _participle_above(verb) or head
    while head.dep == "prep" and not head.is_root:
        head = head.head
    if head.part in ("NOUN", "PROPN") and verb.dep in ("conj", "advcl", "pcomp"):
        return Source(head, "noun") if verb.dep == "advcl" else owner(head)
    found = subject(head, depth + 1)
    return Source(found.head, "coordinated" if verb.dep == "conj" else "controlled") if found.head else found


def _participle_above(verb: Word) -> Word | None:
    """The participle that another one goes on from: "with Lind writing that it was over and asking"."""
    here = verb.head
    for _ in range(6):
        if here.tag == "VBG" or here.is_root:
            break
        here = here.head
    return here if here.tag == "VBG" else None


def light_verb(noun: Word) -> Word | None:
    """The verb whose object a noun is, as in "made the claim"; None for other nouns."""
    head = noun.head
    if noun.dep in ("dobj", "attr", "oprd") and head.part in VERBAL:
        return head
    if noun.dep != "pobj" or head.dep != "prep" or head.head.part not in VERBAL:
        return None
    held = head.lower in ("in", "with", "on", "to") or (head.lower == "of" and head.head.lemma == "be")
    return head.head if held else None


def owner(noun: Word) -> Source:
    """Whose claim, plan or support: the possessive, the phrase with "by" or "from", the light verb's subject."""
    if (possessive := noun.child("poss")) is not None:
        return Source(possessive, "poss")
    for kid in noun.kids:
        if (
            kid.dep in ("prep", "agent")
            and kid.lower in ("from", "by", "among")
            and (by := kid.child("pobj")) is not None
        ):
            return Source(by, "by")
    verb = light_verb(noun)
    if verb is not None:
        found = subject(verb)
        if found.head is not None and found.head.lower not in ("it", "there"):
            return Source(found.head, "light")
    named = next((each for each in noun.kids if each.dep in ("compound", "nmod") and each.entity in _BODIES), None)
    return Source(named, "compound") if named is not None else _NOBODY


def _is_person(noun: Word) -> bool:
    several = noun.tag == "NNS" and noun.lower.endswith(_PEOPLE_ENDINGS)
    return several or noun.entity in _BODIES or noun.part in ("PROPN", "PRON") or noun.lemma in _PEOPLE


def _is_set_off(verb: Word) -> bool:
    """Whether a comma, a dash or "before", "while", "after" leads to the verb."""
    words = verb.words
    if words[verb.left].lower in _SETTING_OFF:
        return True
    before = words[verb.left - 1] if verb.left else None
    return before is not None and (before.text in (",", "—", "–", "-") or before.lower in _SETTING_OFF)


def _matrix(verb: Word) -> Word:
    """The topmost verb with a subject that the verb hangs under, out of complements and relative clauses."""
    best = here = verb
    for _ in range(12):
        if here.is_root:
            break
        here = here.head
        if here.part in VERBAL and any(each.dep in SUBJECTS for each in here.kids):
            best = here
            if here.dep not in ("ccomp", "relcl", "xcomp", "acl", "advcl", "pcomp"):
                break
    return best


def _nearest_left(verb: Word) -> Word | None:
    """Where the parse gave no subject: the nearest noun to the left that looks like one."""
    for at in range(verb.at - 1, max(-1, verb.at - _FARTHEST), -1):
        word = verb.words[at]
        if word.text in ".!?" or "\n" in word.text:
            return None
        head = word.head
        inner = head.dep in ("relcl", "ccomp", "advcl", "acl") or head.tag == "VBG"
        if word.dep == "nsubj" and inner and head.at < verb.at and not head.holds(verb):
            continue  # somebody else's clause in between
        fits = word.dep in SUBJECTS or word.dep in ("ROOT", "appos", "npadvmod")
        if fits and word.part in NOMINAL and word.lower not in _NOT_NAMED:
            return word
    return None
