"""A room: some addresses under one name, whose views are plain functions that are handed what they need."""

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any, Generic, TypeVar

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.web.language import PREFIX

Given = TypeVar("Given")
View = Callable[..., ResponseReturnValue]


class Room(Generic[Given]):
    """Collects views for one blueprint. `given` is the first argument of every view: the door, or the desk.

    A view `def letter(door, **url_args)` put at rule `/letters/<id>` answers at `/<lang>/letters/<id>` under the
    endpoint `"<room>.letter"`. A subclass overrides `bind` to stand between the address and the view. What only some
    views need is named where they are put, `get(rule, view, examiner=examiner)`, and handed to them by that name.
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

    def get(self, rule: str, view: View, **also: object) -> None:
        """Let `view` answer GET (and HEAD) at `/<lang><rule>`."""
        self._mount(rule, view, also, "GET")

    def post(self, rule: str, view: View, **also: object) -> None:
        """Let `view` answer POST at `/<lang><rule>`."""
        self._mount(rule, view, also, "POST")

    def both(self, rule: str, view: View, **also: object) -> None:
        """Let `view` answer GET and POST at `/<lang><rule>`."""
        self._mount(rule, view, also, "GET", "POST")

    def _mount(self, rule: str, view: View, also: Mapping[str, object], *methods: str) -> None:
        # The name and the mark of the view stay: `bind` looks at them.
        handed = wraps(view)(partial(view, **also))
        endpoint, bound = view.__name__, self.bind(handed)
        self.blueprint.add_url_rule(PREFIX + rule, endpoint=endpoint, view_func=bound, methods=list(methods))
