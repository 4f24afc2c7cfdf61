"""`portal doctor`: look at one host before it opens, name every unsafe thing, mend nothing (T14).

Each check is a function from the settings to complaints; a complaint names the setting or file and what to do.
"""

from portal.doctor.complaint import Complaint
from portal.doctor.examination import Door, examine

__all__ = ["Complaint", "Door", "examine"]
