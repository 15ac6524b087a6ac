"""Trouble with the machine or the command: an exception that says what is wrong and the next move."""


class Trouble(Exception):
    """Something outside the text is wrong: git, the disk, an option. Shown as one line with its remedy; exit code 2.

    `message` says what is wrong, lower case and without a full stop; `remedy` is the next move, often a command.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n    hint: {self.remedy}" if self.remedy else self.message
