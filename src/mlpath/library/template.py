"""A small curriculum to begin with: valid, commented, and one that plans. What `curriculum new` writes."""

from __future__ import annotations

import re
from pathlib import Path

from mlpath.errors import UsageError
from mlpath.library.schema import name_for, schema_line, schemas
from mlpath.texts import ID_PATTERN

SCHEMAS = "schema"

_FILES = {
    "curriculum.yaml": """\
id: {id}
title: {title}
version: 0.1.0
licence: CC BY 4.0

# Hours to get used to a new resource of each kind. Plans open fewer resources where it is more.
settling: {{book: 1, video: 0.5}}

# Groups of topics, in the order of study. Each has a file: topics/ID.yaml.
areas:
  - {{id: basics, title: The basics}}

# Who recommends the resources.
sources:
  - {{id: us, title: Our own experience}}
""",
    "topics/basics.yaml": """\
# A topic has up to three depths: intuition (can explain it), working (can do it unaided), rigorous (can prove it).
- id: first-steps
  title: First steps
  working:
    can: do the simplest whole thing          # one sentence: what the learner ticks off
- id: next-steps
  title: Next steps
  aliases: [second-steps]                     # former or other names that find it too
  intuition:
    can: say why the simple way is not enough
  working:
    can: do a harder thing unaided
    requires:                                 # what must be known before, each with its reason
      - first-steps: it is built from simple things
""",
    "resources/a-book.yaml": """\
id: a-book                                    # the file's name
title: A book
kind: book                                    # book, course, video, paper, article, interactive, project, docs
url: https://example.org/a-book
sources: [us]
exercises: true                               # only what has exercises can teach working
pace: {{minutes_per_page: 6, why: prose with a few exercises}}
units:                                        # hours follow from size and pace
  - {{id: ch1, title: Beginning, pages: 20, teaches: [first-steps]}}
  - {{id: ch2, title: Going on, pages: 30, teaches: [next-steps]}}
""",
    "resources/a-talk.yaml": """\
id: a-talk
title: A talk
kind: video
url: https://example.org/a-talk
sources: [us]
pace: {{video_factor: 1.5, why: pausing and taking notes}}
video: 40m                                    # without parts it is one unit
teaches: [next-steps@intuition]               # watching teaches intuition, nothing more
""",
    "resources/your-own.yaml": """\
id: your-own
title: A piece of your own
kind: project                                 # what a goal ends in
url: https://example.org/your-own
pace: {{hours: estimate, why: an evening}}
hours: 3
teaches: []
requires: [next-steps]
""",
    "goals.yaml": """\
- id: beginner
  title: Beginner
  can: do the simplest whole thing
  requires: [first-steps]
- id: able
  title: Able
  includes: [beginner]
  can: make a piece of one's own
  requires: [next-steps]
  capstone: your-own
""",
    "README.md": """\
# {title}

    mlpath curriculum lint .
    mlpath curriculum lint . --analysis
    mlpath plan able --curriculum . --dry-run

Every file's first line tells editors where its schema is (mlpath curriculum schema).
""",
}


def template(folder: Path) -> dict[str, str]:
    """The files of a new curriculum, by name; its id is the folder's name.

    Raises:
        UsageError: where no id can be made of that.

    """
    name = folder.resolve().name
    id_ = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:64].strip("-")
    if not re.fullmatch(ID_PATTERN, id_):
        raise UsageError(
            f"'{name}' makes no id", "name the folder with letters or digits, as in mlpath curriculum new my-subject"
        )
    title = re.sub(r"[^\w ]+", " ", name.replace("-", " ").replace("_", " ")).strip()
    files = {file: text.format(id=id_, title=title[:1].upper() + title[1:]) for file, text in _FILES.items()}
    for file in files:
        if file.endswith(".yaml"):
            path = SCHEMAS if "/" not in file else f"../{SCHEMAS}"
            files[file] = f"{schema_line(name_for(file), path)}\n{files[file]}"
    return files | {f"{SCHEMAS}/{file}": text for file, text in schemas().items()}
