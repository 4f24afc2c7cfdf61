"""Shape and size of a search."""

from portal.desk.casework.fields import Line
from portal.desk.searching.rules import LONGEST
from portal.web.forms import PlainForm
from portal.web.language import N_


class SearchForm(PlainForm):
    """What to look for. It travels in the body of a request and never in an address."""

    words = Line(N_("要找的词"), maximum=LONGEST)
