"""A room: some addresses under one name, whose views are plain functions that are handed what they need."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.language import PREFIX

Given = TypeVar("Given")
View = Callable[..., ResponseReturnValue]


class Room(Generic[Given]):
    """Collects views for one blueprint. `given` is the first argument of every view: the door, or the desk.

    A view `def letter(door, **url_args)` put at rule `/letters/<id>` answers at `/<lang>/letters/<id>` under the
    endpoint `"<room>.letter"`. A subclass overrides `bind` to stand between the address and the view.
    """

    def __init__(self, name: str, given: Given) -> None:
        self.given = given
        self.blueprint = Blueprint(name, __name__)

    def bind(self, view: View) -> View:
        """Make what Flask calls: the view with `given` in front. The desk checks the officer's right here."""

        @wraps(view)
        def bound(**url_args: Any) -> ResponseReturnValue:
            return view(self.given, **url_args)

        return bound

    def get(self, rule: str, view: View) -> None:
        """Let `view` answer GET (and HEAD) at `/<lang><rule>`."""
        self._mount(rule, view, "GET")

    def post(self, rule: str, view: View) -> None:
        """Let `view` answer POST at `/<lang><rule>`."""
        self._mount(rule, view, "POST")

    def both(self, rule: str, view: View) -> None:
        """Let `view` answer GET and POST at `/<lang><rule>`."""
        self._mount(rule, view, "GET", "POST")

    def _mount(self, rule: str, view: View, *methods: str) -> None:
        name = view.__name__
        self.blueprint.add_url_rule(PREFIX + rule, endpoint=name, view_func=self.bind(view), methods=list(methods))
