"""What the doctor says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Complaint:
    """One unsafe thing: where (setting or file), what is wrong, what to do. Never a secret, never a value of one."""

    where: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"UNSAFE  {self.where}: {self.wrong}. {self.remedy}"
