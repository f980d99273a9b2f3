"""What the actions of the Review view do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from annotator.ui.gold_editing import GoldEditing
from annotator.ui.views import Views

if TYPE_CHECKING:
    from annotator.ui.review.view import ReviewView

Handlers = dict[str, Callable[[], object]]


class Window(Protocol):
    """The parts of the window that review needs."""

    views: Views
    gold: GoldEditing


def review_handlers(window: Window) -> Handlers:
    """The handler of each action of review, by the action's id."""

    def at(deed: Callable[[ReviewView], object]) -> Callable[[], object]:
        return lambda: deed(window.views.review())

    handlers: Handlers = {
        "view.review": lambda: window.views.show_review("queue"),
        "view.agreement": lambda: window.views.show_review("agreement"),
        "view.feedback": lambda: window.views.show_review("feedback"),
        "review.both": at(lambda view: view.deeds.both()),
        "review.none": at(lambda view: view.deeds.ask_none()),
        "review.edit": at(lambda view: view.deeds.edit()),
        "review.back": at(lambda view: view.deeds.back()),
        "review.keep": at(lambda view: view.deeds.keep()),
        "review.accept": at(lambda view: view.deeds.accept()),
        "review.fix": at(lambda view: view.deeds.ask_fix()),
        "review.reject": at(lambda view: view.deeds.ask_reject()),
        "review.question": at(lambda view: view.deeds.ask_question()),
        "feedback.seen": at(lambda view: view.deck.seen()),
        "feedback.apply": at(lambda view: view.deck.apply()),
        "review.next": at(lambda view: view.step(1)),
        "review.previous": at(lambda view: view.step(-1)),
        "review.agreed": at(lambda view: view.show_agreed()),
        "review.alike": at(lambda view: view.show_alike()),
        "review.names": at(lambda view: view.toggle_names()),
        "review.return": window.gold.end,
    }
    for number in range(1, 10):
        handlers[f"review.take_{number}"] = partial(_take, window, number)
    return handlers


def _take(window: Window, number: int) -> None:
    window.views.review().deeds.take(number)
