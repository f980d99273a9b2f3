"""The first start, and any time no project is open: three ways in, a place to drop articles, and who annotates."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from annotator.domain.annotations import is_reserved
from annotator.ui.documents.empty import DropFrame
from annotator.ui.kit.basics import Icon, Panel, Text, hbox, painting, vbox
from annotator.ui.kit.choice import Field
from annotator.ui.kit.controls import Control, paint_ring
from annotator.ui.kit.marks import Keycap
from annotator.ui.look.theme import theme_of

_WIDTH = 768


class Choice(Control):
    """A way in: icon, title, one sentence, key."""

    def __init__(self, icon: str, title: str, sentence: str, key: str, *, first: bool = False) -> None:
        super().__init__()
        self._first = first
        self.setFixedSize(248, 124)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        self.setToolTip(f"{title}  {key}")
        top = hbox(Icon(icon, "accent_text" if first else "text_2", 20), None, Keycap(key))
        head = Text(title, "heading", "semibold")
        words = Text(sentence, role="text_2", wrap=True)
        for part in (head, words):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setLayout(vbox(top, 4, head, words, None, gap=4, margins=(16, 14, 14, 12)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card in its state; the first has the accent's border."""
        with painting(self) as painter:
            theme = theme_of(self)
            painter.setBrush(self.surface(theme) or theme.raised)
            width = 2.0 if self._first else 1.0
            painter.setPen(QPen(theme.accent if self._first else theme.line_strong, width))
            rect = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(rect, theme.radius.card, theme.radius.card)
            if self.shows_ring():
                inset = 4 if self._first else 1
                paint_ring(painter, theme, rect.adjusted(inset, inset, -inset, -inset), theme.radius.control)


class StartPage(Panel):
    """What the window shows without a project.  Keys 1 to 3 choose."""

    sampleRequested = Signal()
    newRequested = Signal()
    openRequested = Signal()
    named = Signal(str)
    """The annotator's name, when the user has changed it."""

    def __init__(self, name: str) -> None:
        super().__init__("page")
        self.setObjectName("start")
        self.setAccessibleName("Start")
        self._name = name
        sample = Choice("book-open", "Open the sample", "Invented articles, one of them annotated.", "1", first=True)
        new = Choice("file-plus", "New project", "Name it and choose the language of its articles.", "2")
        old = Choice("folder-open", "Open a project", "An .annotator file from you or a colleague.", "3")
        self.choices = (sample, new, old)
        for choice, signal in zip(
            self.choices, (self.sampleRequested, self.newRequested, self.openRequested), strict=True
        ):
            choice.clicked.connect(signal)
        self.field = Field("Your name", "user", height=30)
        self.field.setFixedWidth(200)
        self.field.edit.setAccessibleName("Annotating as")
        self.field.set_text(name)
        self.field.edit.editingFinished.connect(self._take_name)
        self.field.edit.escaped.connect(self._leave_name)
        who = hbox(Text("Annotating as", role="text_2"), self.field, gap=10)
        who.addWidget(Text("written beside every mark; change it at the foot of the window", "small", role="text_3"), 1)
        title = Text("Who says what, and where they stand", "headline", "semibold", family="reading")
        promise = Text("A project is one file on this computer. Nothing leaves it unless you export.", role="text_2")
        body = QWidget()
        body.setFixedWidth(_WIDTH)
        cards = hbox(*self.choices, None, gap=12)
        body.setLayout(vbox(title, 4, promise, 24, cards, 12, self._drop(), 24, who, gap=0))
        self.setLayout(vbox(None, hbox(None, body, None), None, gap=0))

    def _drop(self) -> DropFrame:
        frame = DropFrame()
        frame.setFixedHeight(120)
        head = Text("Drop articles here to start a project from them", "heading", "semibold")
        words = Text(
            "text files, folders and JSONL; what came in is said, and Undo takes it back", "small", role="text_2"
        )
        top = hbox(None, Icon("import", "text_2", 20), head, None, gap=10)
        frame.setLayout(vbox(None, top, hbox(None, words, None), None, gap=6))
        return frame

    def showEvent(self, event: QShowEvent) -> None:
        """The keys act at once: the first choice has the focus."""
        super().showEvent(event)
        self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 3 choose, the arrows go from card to card."""
        number = event.key() - Qt.Key.Key_1.value
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
        focused = next((at for at, choice in enumerate(self.choices) if choice.hasFocus()), None)
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and 0 <= number < len(self.choices):
            self.choices[number].click()
        elif plain and step and focused is not None:
            self.choices[(focused + step) % len(self.choices)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _take_name(self) -> None:
        name = self.field.text().strip()
        if not name or is_reserved(name):
            self.field.set_text(self._name)
        elif name != self._name:
            self._name = name
            self.named.emit(name)

    def _leave_name(self) -> None:
        self.field.set_text(self._name)
        self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)
