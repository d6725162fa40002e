"""What can go wrong for a user: one sentence, and the command that mends it.

No exit codes and no printing here: `mlpath.cli` maps each class to its exit code, in one place.
"""


class MlpathError(Exception):
    """A failure that the user can understand and mend.

    Args:
        message: one sentence, without a full stop at its end being required.
        hint: what mends it, with a command in it; empty where there is nothing to type.

    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MlpathError):
    """The request itself is off: a wrong option value, or nothing to work on."""


class UnknownIdError(MlpathError):
    """An id, name or file that nothing answers to; the hint names the nearest."""


class CurriculumError(MlpathError):
    """A curriculum that cannot be read; the message lists every place."""


class StoreError(MlpathError):
    """The learner's log cannot be read or written."""


class NoPlanError(MlpathError):
    """No plan exists for the request; the message names the causes."""


def reason_of(error: OSError) -> str:
    """Why the system refused, in its words, as the end of a sentence of ours."""
    return (error.strerror or "it failed").lower()
