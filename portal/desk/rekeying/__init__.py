"""An officer changes keys: what is sealed to the old one is sealed to the new one, by the officer, in steps."""
