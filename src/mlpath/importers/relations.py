"""How people name the two ends of an edge, its reason and its kind, in columns and in keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mlpath.importers.fields import in_order
from mlpath.importers.text import plain_name

BEFORE = in_order(
    "prerequisite prerequisites prerequisiteid prerequisitecode prerequisitecourse prerequisiteconcept "
    "prerequisitetopic prerequisitename prerequisitecourseid prerequisiteskillid prereq prereqid prereqcode "
    "requires requiresid dependson dependsonid from fromid source sourceid before predecessor parent parentid "
    "src u start tail a concepta c1 first"
)
"""Names of the end that comes first, the plainest one first."""
AFTER = in_order(
    "dependent dependentid to toid target targetid after successor child childid dst dest course courseid "
    "coursecode coursename topic topicid concept conceptid skill skillid lesson lessonid module moduleid unit "
    "unitid v end head b conceptb c2 postrequisite then id code node nodeid name"
)
"""Names of the end that comes second."""
WHY = ("reason", "why", "because", "rationale", "note", "comment", "description")
KINDS = in_order("relationshiptype relationtype relationship relation edgetype type kind strength required")
WEIGHTS = ("groundtruth", "isprerequisite", "isprereq", "label", "value", "y", "weight")
FALSE = frozenset({"0", "0.0", "false", "no"})
_BACKWARD = in_order("requires dependson needs dependency hasprerequisite isbasedon basedon buildson")
_SOFT = re.compile(
    r"soft|optional|recommend|related|help|suggest|see.?also|similar|co-?req|^false$|^0$|^no$", re.IGNORECASE
)


def best(names: Sequence[str], known: Sequence[str], *, but: int | None = None, also: int | None = None) -> int | None:
    """The number of the column whose name stands first among the known ones; None where no column has one."""
    ranked = [
        (known.index(name), number) for number, name in enumerate(names) if name in known and number not in (but, also)
    ]
    return min(ranked)[1] if ranked else None


def backward(kind: str) -> bool:
    """Whether a relation runs from the dependent to the prerequisite, as in `pca requires algebra`."""
    return plain_name(kind) in _BACKWARD


def soft(kind: str) -> bool:
    """Whether a relation is only recommended."""
    return bool(_SOFT.search(kind))
