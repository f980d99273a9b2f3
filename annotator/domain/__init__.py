"""What annotation is.  Standard library only; every other room speaks in these words.

Glossary
--------
Document
    An article: its text, which never changes, and its metadata.
Span
    A half-open range ``[start, end)`` of Unicode code points in a document's text.
Fragment
    One contiguous piece of a role.  Every role is a tuple of spans, ordered and disjoint.
Mention
    A span that names an entity: found by the pipeline, correctable by the annotator.
Entity
    A person, organisation, place, group, document or issue of the project-wide *registry*.
Quotation
    One attribution: content, cue, speakers, addressees, stances.
Content
    What is said, quotation marks inside.
Cue
    The words that attribute it ("said", "according to").
Party
    A speaker or an addressee: a mention's fragments (text), an entity (identity), or both.
Stance
    The value a quotation takes towards a target.
Layer
    All annotations of one document by one annotator, by the pipeline, or gold.
Cast
    The people and bodies of one document, computed from its mentions.
Rejection
    An annotator's word that a suggestion, or a passage, is not a quotation.
Decision
    What an adjudicator chose for gold, from which sources and why.
Scheme
    The project's vocabularies: ids that never change, labels that may.
"""
