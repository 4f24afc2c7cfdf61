"""The Shadow-Secondment Portal: a reporting door, a case-handling desk, and the letterbox between them."""

__version__ = "0.1.0"
