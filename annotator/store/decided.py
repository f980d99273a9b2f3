"""What annotators decided about the pipeline's suggestions: taken or rejected, by rule and score.

Suggestions that were carried over from copies, or imported, are none of the pipeline's and do not count.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.connection import Connection

_DECIDED = """
SELECT o.rule, q.score, 1 FROM layer l JOIN quotation q ON q.layer_id=l.id JOIN origin o ON o.id=q.origin_id
 WHERE l.kind='annotator' AND o.kind='suggestion' AND ifnull(o.rule, '') NOT IN ('copy', 'import')
UNION ALL
SELECT o.rule, q.score, 0 FROM layer l JOIN rejection r ON r.layer_id=l.id
 JOIN layer p ON p.document_id=l.document_id AND p.kind='pipeline'
 JOIN quotation q ON q.layer_id=p.id AND q.uid=r.suggestion JOIN origin o ON o.id=q.origin_id
 WHERE l.kind='annotator' AND ifnull(o.rule, '') NOT IN ('copy', 'import')
"""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision about a suggestion: the rule that made it, its score, and whether an annotator took it.

    One that was rejected counts while the pipeline still suggests it.
    """

    rule: str | None
    score: float | None
    taken: bool


def decided(connection: Connection) -> list[Decided]:
    """All decisions of a project, in no order."""
    return [Decided(rule, score, bool(taken)) for rule, score, taken in connection.rows(_DECIDED)]
