"""An officer who verifies, through the pages alone."""

from tests.desk.workbench.importing.tables import example
from tests.world import Officer

KINDS = ("roster", "attendance_sending", "attendance_receiving", "worklog", "travel", "allowance", "meetings")


class Inspector(Officer):
    """Brings files in, looks at what was understood, accepts."""

    @classmethod
    def at_work(cls, world, login="zhou", number=None, reporter=None):
        """A case that is registered, and an inspector who was given its key."""
        if number is None:
            (reporter or world.reporter()).reports()
            world.collects()
            front = world.officer("lin")
            (number,) = front.numbers()
            front.registers(number)
            front.grants(number, login)
        one = cls(world, login, "zh")
        one.signs_in()
        one.number = number
        return one

    def bench(self, path=""):
        return self.goes(f"case/{self.number}/workbench{path}")

    def uploads(self, name, content, **told):
        """Arrives at the page that shows what was understood."""
        form = self.bench().form("/workbench/files")
        return self.sends(form, form.filled(**told), files=[("file", (name, content))])

    def accepts(self, **chosen):
        form = self.page.form(self.answer.request.path)
        spelled = {name.replace("__", "-"): value for name, value in chosen.items()}
        kept = [(key, value) for key, value in form.pairs if key not in spelled]
        return self.sends(form, [*kept, *spelled.items()], button=("do", "accept"))

    def imports(self, name, content, **told):
        self.uploads(name, content, **told)
        assert self.answer.status_code == 200, self.page and self.page.text
        page = self.accepts()
        assert "已接受" in page.text, page.text
        return page

    def imports_example(self, which, kinds=KINDS):
        for kind in kinds:
            self.imports(f"{kind}.csv", example(which, kind))
