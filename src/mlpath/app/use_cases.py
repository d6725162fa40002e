"""All use cases of one learner and one curriculum, under one name.

Each file beside this one holds the use cases of one kind; all work at the same `Desk`.
"""

from mlpath.app.asking import Asking
from mlpath.app.charting import Charting
from mlpath.app.recording import Recording
from mlpath.app.timing import Timing
from mlpath.app.weighing import Weighing


class App(Recording, Charting, Asking, Timing, Weighing):
    """One learner, one curriculum: everything that a command or a page may ask for."""
