"""What a learned model notices beyond the grammar (see `annotator.nlp.facts`): the words of cue, speaker and content.

The shipped weights leave words alone, or they would only know the news that they were fitted to; a project's own
annotations are about the very texts that are to be annotated.
"""

from __future__ import annotations

from annotator.nlp.frames import Frame, core_of

_OPENERS = frozenset({"mark", "aux", "advmod", "nsubj"})


def words_of_frame(frame: Frame) -> list[str]:
    """The facts about a frame's words; each stands for itself."""
    head, core = frame.head, core_of(frame)
    cue = f"{frame.part[0]}:{head.lemma}"
    facts = [f"cue={cue}", f"cue={cue}:{frame.name}", f"core={core.lemma}", f"dep={head.dep}:{frame.name}"]
    if frame.preposition:
        facts.append(f"cue={cue}:{frame.name}:{frame.preposition}")
    facts += [f"opener={kid.lower}:{frame.name}" for kid in core.kids if kid.dep in _OPENERS and kid.at <= core.at]
    source = frame.speaker.head
    if source is not None:
        facts += [f"who={source.lemma}", f"who={source.entity or source.part}:{frame.name}"]
        facts.append(f"road={frame.speaker.road}:{frame.name}")
    return facts
