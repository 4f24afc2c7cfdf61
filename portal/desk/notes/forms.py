"""Shape and size of notes and tasks."""

from wtforms import HiddenField
from wtforms.validators import Length

from portal.desk.casework.access import Person
from portal.desk.casework.fields import Day, Line, One, Words, people, version_of
from portal.desk.notes.actions import NewTask
from portal.web.forms import PlainForm
from portal.web.language import N_


class NoteForm(PlainForm):
    """A note. `strikes` is the note that it corrects, empty for none."""

    strikes = HiddenField(validators=[Length(max=9)])
    text = Words(N_("笔记"))

    @classmethod
    def of(cls, strikes: str, old: str) -> "NoteForm":
        """The form; for a correction with the words of the old note to start from."""
        form = cls()
        if not form.is_submitted():
            form.strikes.data, form.text.data = strikes, old
        return form

    def struck(self) -> int:
        """The note that is corrected: 0 for none, -1 for what is no number."""
        return version_of(self.strikes.data) if self.strikes.data else 0


class TaskForm(PlainForm):
    """A task: what, who, until when."""

    title = Line(N_("要做什么"))
    assignee = One(N_("交给谁"))
    due = Day(N_("完成期限"))
    text = Words(N_("说明"))

    @classmethod
    def among(cls, colleagues: tuple[Person, ...], lang: str) -> "TaskForm":
        """The form with the colleagues who can open the case."""
        form = cls()
        form.assignee.offer(people(colleagues, lang))
        return form

    def given(self) -> NewTask:
        """What was given, as the action takes it."""
        return NewTask(self.title.data or "", self.text.data or "", self.assignee.data or "", self.due.data)


class EndForm(PlainForm):
    """How a task was done, or why it is not needed any more."""

    text = Words(N_("完成情况"))
