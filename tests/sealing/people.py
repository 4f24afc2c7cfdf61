"""Who the sealing tests are about, each with a key of their own: one constant key would hide an item sealed wrongly."""

from datetime import date

from portal.age import Identity
from portal.sealing import Receipt, SigningKey

DAY = date(2026, 11, 22)
PARCEL = "0a" * 16
OTHER_PARCEL = "0b" * 16

CASE = Identity.generate()
OFFICER = Identity.generate()
STRANGER = Identity.generate()
OFFICE = SigningKey.generate()
OTHER_OFFICE = SigningKey.generate()
REPORTER = Receipt.new()
OTHER_REPORTER = Receipt.new()
