"""A box that does not show what is in it."""

from typing import Generic, NoReturn, TypeVar, final

T = TypeVar("T")


@final
class Secret(Generic[T]):
    """Holds a passphrase, seed or code so that no repr, f-string, log line, traceback or pickle can show it.

    `.reveal()` is the only way out, so a search for that word lists every place where a secret leaves its box.
    Compares by identity: comparing secrets is the business of constant-time functions.
    """

    __slots__ = ("__value",)

    def __init__(self, value: T) -> None:
        self.__value = value

    def reveal(self) -> T:
        """Take the secret out of its box."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "Secret(…)"

    def __format__(self, spec: str) -> str:
        # A width or precision in the specification must not reveal anything either, so it is ignored.
        return "Secret(…)"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is not copied or pickled")
