"""The project's guidelines beside the text: each rule under its reason code, searched, read, and edited in place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from annotator.domain.scheme import Scheme
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, host, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Button
from annotator.ui.kit.menu_button import open_below
from annotator.ui.scheme.guideline_rule import Rule, RuleView, rule_of, rules_of

EMPTY = "No guidelines yet."


class RuleColumn(QScrollArea):
    """Rules one below the other.  ``edited`` carries reason and text, ``linkClicked`` the address of a link."""

    edited = Signal(str, str)
    linkClicked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[str, RuleView] = {}
        """The rule of each reason code."""
        self._editable = True
        self.setAccessibleName("Guidelines")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._inside = QWidget()
        self._inside.setAutoFillBackground(False)
        self._column: QVBoxLayout = vbox(None, gap=4, margins=(0, 0, 0, 12))
        self._inside.setLayout(self._column)
        self.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)

    def show_rules(self, rules: tuple[Rule, ...]) -> None:
        """Show these rules; one being written stays in its editor."""
        wanted = {each.reason for each in rules}
        for reason in [each for each in self.views if each not in wanted]:
            gone = self.views.pop(reason)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, rule in enumerate(rules):
            view = self.views.get(rule.reason) or self._made(rule)
            if self._column.indexOf(view) != place:
                self._column.removeWidget(view)
                self._column.insertWidget(place, view)
            view.show_rule(rule)

    def set_editable(self, editable: bool) -> None:
        """Whether rules can be edited."""
        self._editable = editable
        for each in self.views.values():
            each.set_editable(editable)

    def finish(self) -> None:
        """Hand out what is being written."""
        for each in list(self.views.values()):
            each.finish()

    def bring(self, view: RuleView) -> None:
        """Scroll a rule to the top, when it has found its place."""
        QTimer.singleShot(0, view, lambda: self._bring(view))

    def _bring(self, view: RuleView) -> None:
        top = view.mapTo(self._inside, QPoint(0, 0)).y()
        self.verticalScrollBar().setValue(top)

    def _made(self, rule: Rule) -> RuleView:
        view = self.views[rule.reason] = RuleView(rule)
        view.set_editable(self._editable)
        view.edited.connect(self.edited)
        view.linkClicked.connect(self.linkClicked)
        return view


class GuidelinesPanel(Panel):
    """The guidelines in the left pane.

    ``edited`` carries a reason code (``""`` the general part) and its new Markdown; ``linkClicked`` the http address of
    a link that was clicked, which nothing has opened; ``left`` says that Esc or the cross left the panel.
    """

    edited = Signal(str, str)
    linkClicked = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__("chrome", "r")
        self.setObjectName("guidelines")
        self.setAccessibleName("Guidelines")
        self.setMinimumWidth(200)
        self._scheme: Scheme | None = None
        self._editable = True
        self._drafts: tuple[str, ...] = ()
        self.field = Field("Search guidelines", "search")
        self.add = Button("", "plus", "quiet", small=True)
        self.add.setAccessibleName("Add a rule")
        self.add.setToolTip("Add a rule")
        self.close_button = Button("", "x", "quiet", small=True)
        self.close_button.setAccessibleName("Close the guidelines")
        self.close_button.setToolTip("Close the guidelines  Esc")
        self.rules = RuleColumn()
        self.note = Text("", role="text_3", wrap=True)
        self.note.setContentsMargins(14, 4, 14, 4)
        head = hbox(
            Icon("book-open", "text_2"), Text("Guidelines", "heading", "semibold"), None, self.add, self.close_button,
            gap=8, margins=(14, 12, 8, 0),
        )  # fmt: skip
        column = vbox(host(head), host(hbox(self.field, margins=(12, 0, 12, 0))), self.note, gap=10)
        column.addWidget(self.rules, 1)
        self.setLayout(column)
        self.field.edit.textChanged.connect(lambda _words: self._filter())
        self.field.edit.escaped.connect(self._escape)
        self.add.clicked.connect(lambda: open_below(self.add, self.add_menu()))
        self.close_button.clicked.connect(self.left)
        self.rules.edited.connect(self.edited)
        self.rules.linkClicked.connect(self.linkClicked)
        self._filter()

    # ------------------------------------------------------------------------------------------ showing

    def show_scheme(self, scheme: Scheme | None) -> None:
        """Show the guidelines of a scheme; None has none.  A rule being written stays."""
        self._scheme = scheme
        rules = rules_of(scheme) if scheme is not None else ()
        known = {each.reason for each in rules}
        drafts = tuple(each for each in self._drafts if each not in known)
        self._drafts = tuple(each for each in drafts if self.rules.views[each].editor is not None)
        added = tuple(rule_of(scheme, each) for each in self._drafts) if scheme is not None else ()
        self.rules.show_rules((*rules, *added))
        self._filter()

    def set_editable(self, editable: bool) -> None:
        """Whether rules can be edited: not in a project that is read only."""
        self._editable = editable
        self.rules.set_editable(editable)
        self.add.setVisible(editable)

    def show_reason(self, code: str) -> bool:
        """Bring the rule of a reason code into view and mark it; False if there is none."""
        view = self.rules.views.get(code)
        if view is None:
            return False
        self.field.set_text("")
        for each in self.rules.views.values():
            each.mark(each is view)
        self.rules.bring(view)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, f"{view.rule.name}: {view.rule.text}"))
        return True

    def finish(self) -> None:
        """Hand out what is being written: before the project is closed."""
        self.rules.finish()

    def add_menu(self) -> QMenu:
        """The general part and the reason codes that have no rule yet."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        reasons = () if self._scheme is None else (rule_of(self._scheme, ""), *self._unruled(self._scheme))
        for each in reasons:
            if each.reason not in self.rules.views:
                action = menu.addAction(each.name.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, code=each.reason: self.start(code))
        if not menu.actions():
            menu.addAction("Every reason code has a rule").setEnabled(False)
        return menu

    def start(self, reason: str) -> None:
        """Edit the rule of a reason code, a new one where there is none."""
        if self._scheme is None or not self._editable:
            return
        if reason not in self.rules.views:
            self._drafts = (*self._drafts, reason)
            shown = [each.rule for each in self.rules.views.values()]
            self.rules.show_rules((*shown, rule_of(self._scheme, reason)))
            self.rules.views[reason].left.connect(lambda: self._left(reason))
        self.field.set_text("")
        view = self.rules.views[reason]
        self._filter()
        view.start()
        self.rules.bring(view)

    # ------------------------------------------------------------------------------------------ inside

    @staticmethod
    def _unruled(scheme: Scheme) -> tuple[Rule, ...]:
        return tuple(rule_of(scheme, each.id) for each in scheme.reasons if not scheme.guideline(each.id))

    def _left(self, reason: str) -> None:
        """A new rule that was left without words goes again."""
        if reason in self._drafts:
            QTimer.singleShot(0, self, lambda: self.show_scheme(self._scheme))

    def _filter(self) -> None:
        words = self.field.text().strip()
        shown = 0
        for each in self.rules.views.values():
            fits = each.matches(words) or each.editor is not None
            each.setVisible(fits)
            shown += fits
        said = "" if shown else f"No rule has “{words}”." if words else EMPTY
        self.note.setText(said)
        self.note.setVisible(bool(said))

    def _escape(self) -> None:
        if self.field.text():
            self.field.set_text("")
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
