"""An officer who lost passphrase or second factor gets their key back from two others together (ADR 0050)."""
