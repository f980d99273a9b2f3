"""What is told of a project when it opens: that it only reads, whom it is for, that its folder is in danger."""

from __future__ import annotations

from annotator.operations.projects import synced_by
from annotator.store.project import Project
from annotator.ui.messages import NoticeBar
from annotator.ui.status_line import StatusLine

RECEIVER = "receiver"
"""Topic of the sentence that says whom a copy is for."""


def tell_where(project: Project, status: StatusLine, notices: NoticeBar) -> None:
    """Tell that the project is read only, whose copy it is, or that it lies in a folder where it is in danger."""
    if project.read_only:
        reason = project.read_only_reason or "This file cannot be written: read only here."
        status.show_save_state("read_only", reason)
        notices.tell("warn", reason)
        return
    status.show_save_state("saved")
    if (receiver := project.receiver) is not None:
        notices.tell("info", f"This copy is for {receiver.name}: you annotate as {receiver.name}.", topic=RECEIVER)
    if (folder := synced_by(project.path.absolute())) is not None:
        notices.tell(
            "warn",
            f"The project lies in a folder that is copied between computers ({folder}). Two of them writing at "
            "once could damage it.",
            topic="synced",
        )
