"""An officer's address."""

from portal.desk.casework.fields import Line
from portal.web.forms import PlainForm
from portal.web.language import N_


class AddressForm(PlainForm):
    """Where to send reminders; empty for none."""

    address = Line(N_("提醒发到哪个邮箱"))
