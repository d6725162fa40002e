"""The rules: what each is, why it matters, an example that breaks it, and the mend.

An example is a change of one file of `examples.FILES`; a test makes it and sees the rule's finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from mlpath.lint.examples import FILES
from mlpath.lint.finding import Severity


@dataclass(frozen=True)
class Rule:
    """One thing that lint looks for."""

    id: str
    severity: Severity
    title: str
    why: str
    mend: str
    file: str = "topics/tea.yaml"
    """The file of the example."""
    old: str = ""
    """What the example replaces; empty: it is added at the end."""
    new: str = ""
    """What it writes instead."""
    fixed: bool = False
    """Whether `--fix` mends it."""

    @property
    def example(self) -> dict[str, str]:
        """The files of the example, by name."""
        text = FILES[self.file]
        changed = text.replace(self.old, self.new, 1) if self.old else text + self.new
        return {file: text for file, text in (FILES | {self.file: changed}).items() if text}


BOOK, COURSE, GOALS, HEADER = "resources/tea-book.yaml", "resources/tea-course.yaml", "goals.yaml", "curriculum.yaml"

SHAPE = (
    Rule("not-yaml", "error", "the file is not YAML, or not the safe part of it",
         "A file that cannot be read teaches nobody. Anchors, aliases, tags and merge keys are refused too: they can "
         "make a small file huge.",
         "Correct the YAML at the place named; write values out instead of repeating them by name.",
         file=GOALS, old="[serving]", new="[serving"),
    Rule("duplicate-key", "error", "a key stands twice in one mapping",
         "Most YAML readers silently keep the second value, so half of what was written is lost.",
         "Keep one of the two.",
         file=GOALS, old="  title: Host\n", new="  title: Host\n  title: Hostess\n"),
    Rule("missing-file", "error", "a file that must be there is not, or cannot be read",
         "A curriculum is its folder: curriculum.yaml says what it is.",
         "Create the file, or correct its name or permissions: mlpath curriculum new shows the form.",
         file=HEADER, old=FILES[HEADER], new=""),
    Rule("unknown-key", "error", "a key that means nothing here",
         "A misspelt key would be passed over in silence, and what it says would be lost.",
         "Correct the spelling, or delete the key. Editors complete keys once mlpath curriculum schema is set up.",
         file=GOALS, old="  can:", new="  cann: make tea\n  can:"),
    Rule("missing-key", "error", "a key that must be there is not",
         "Without it the thing cannot be named, shown or planned.",
         "Add the key.",
         file=GOALS, old="  title: Host\n", new=""),
    Rule("wrong-type", "error", "a value of the wrong type",
         "A list where text belongs, or the reverse, has no one meaning.",
         "Write it in the form that the message names.",
         file=BOOK, old="sources: [club]", new="sources: club"),
    Rule("bad-value", "error", "a value that is none of those allowed, or of another form",
         "Kinds, costs, depths and lengths are known words, so that plans can go by them.",
         "Use one of the values in the message.",
         file=BOOK, old="kind: book", new="kind: scroll"),
    Rule("bad-text", "error", "text that is empty, too long, or has characters that are not text",
         "Control characters and marks of direction can disguise text or steer a terminal.",
         "Write one plain line; delete the character named.",
         file=GOALS, old="title: Host", new='title: ""'),
    Rule("bad-id", "error", "an id of the wrong form",
         "Ids stand in commands, addresses and files: lower-case letters, digits and - are safe everywhere.",
         "Use lower-case letters, digits and -, at most 64.",
         file=GOALS, old="id: host", new="id: The Host"),
    Rule("bad-url", "error", "an address that is none",
         "The address is where the learner goes. Only http and https lead a browser there; no user names, no private "
         "hosts.",
         "Write the public address in full: https://host/path.",
         file=BOOK, old="https://example.org/book", new="example.org/book"),
    Rule("out-of-range", "error", "a number out of its range",
         "A book of 0 pages or 1e999 hours is a slip of the pen, and plans would follow it.",
         "Correct the number.",
         file=BOOK, old="pages: 10", new="pages: 0"),
    Rule("no-size", "error", "hours that do not follow from a size and a pace",
         "Hours are derived, never typed from the air: size (pages, video, problems) times the resource's pace.",
         "Give the unit its size, and the resource a pace for such sizes.",
         file=BOOK, old="pages: 10", new="video: 48m"),
    Rule("file-name", "error", "a resource whose file bears another name",
         "Whoever looks for a resource finds it by its id.",
         "Rename the file or the id.",
         file=BOOK, old="id: tea-book", new="id: book-of-tea"),
    Rule("too-large", "error", "a curriculum over the caps",
         "Caps keep a stranger's curriculum from filling the memory: 5,000 units and 50,000 edges.",
         "Split it, or raise MLPATH_MAX_UNITS and MLPATH_MAX_EDGES.",
         file=BOOK, old="  - {id: ch1",
         new="".join(f"  - {{id: p{n}, title: P, pages: 1, teaches: [boiling]}}\n" for n in range(5_000))
             + "  - {id: ch1"),
)  # fmt: skip

NAMES = (
    Rule("duplicate-id", "error", "an id that two things bear",
         "Commands and references name things by id; each must mean one thing. Aliases count as ids.",
         "Rename one of the two. An id once published is never given to something else.",
         file=GOALS, old="id: host", new="id: brewing"),
    Rule("unknown-reference", "error", "a reference to something that is not there",
         "An edge to nothing can never be met, so what stands behind it could never be reached.",
         "Correct the spelling, or add what is missing. --fix corrects it where only one thing can be meant.",
         file="topics/tea.yaml", old="- boiling: each", new="- boilng: each", fixed=True),
)  # fmt: skip

EDGES = (
    Rule("self-requirement", "error", "an outcome that requires itself",
         "It could never be learned.",
         "Delete the edge.",
         old="- boiling: each", new="- brewing: practice; each"),
    Rule("cycle", "error", "a circle of prerequisites",
         "No order of study satisfies a circle. One shortest circle is shown, edge by edge.",
         "Delete the edge that is the weakest, or split a topic in two.",
         old="    can: heat water to the temperature asked for\n",
         new="    can: heat water to the temperature asked for\n    requires:\n"
             "      - brewing: one boils water for a reason\n"),
    Rule("redundant-edge", "warning", "an edge that follows from others",
         "It tells the learner nothing, and hides which prerequisite matters: A needs B, B needs C, so A needs C.",
         "Delete the edge. --fix does.",
         new="      - boiling: water first\n", fixed=True),
    Rule("depth-inversion", "warning", "a shallow outcome that requires a deeper one",
         "Who is to understand a picture need not be able to prove the theorem first.",
         "Require a shallower depth.",
         new="      - boiling@rigorous: physics first\n"),
    Rule("edge-without-reason", "warning", "an edge that does not say why",
         "The learner reads the reason in mlpath why; without it a prerequisite is an order, not an explanation.",
         "Write it behind the colon: '- boiling: the reason'.",
         old="- boiling: each tea wants water of its own temperature", new="- boiling"),
    Rule("empty-area", "warning", "an area without topics",
         "It shows up in lists and maps, and holds nothing.",
         "Write topics/AREA.yaml, or delete the area.",
         file=HEADER, old="  - {id: tea, title: Tea}\n",
         new="  - {id: tea, title: Tea}\n  - {id: cake, title: Cake}\n"),
    Rule("depth-order", "warning", "depths of a topic out of order",
         "Everyone who reads a topic looks for intuition first, then working, then rigorous.",
         "Put them in that order. --fix does.",
         old="  intuition:\n    can: say what time and temperature do to the taste\n  working:\n"
             "    can: brew a pot to taste\n    requires:\n"
             "      - boiling: each tea wants water of its own temperature\n",
         new="  working:\n    can: brew a pot to taste\n    requires:\n"
             "      - boiling: each tea wants its own temperature\n"
             "  intuition:\n    can: say what time and temperature do to the taste\n",
         fixed=True),
    Rule("goal-order", "warning", "a goal before one that it includes",
         "Goals are listed from near to far: the list is the first thing that a newcomer sees.",
         "Move the included goal up. --fix does.",
         file=GOALS, old="- id: host\n",
         new="- id: master\n  title: Master\n  includes: [host]\n  can: teach it\n- id: host\n", fixed=True),
)  # fmt: skip

OFFERS = (
    Rule("working-without-exercises", "error", "working depth taught without exercises",
         "Depth is earned: nobody can solve problems who never solved one. Watching teaches intuition.",
         "Teach it at @intuition, or say exercises: true where there are some.",
         file=BOOK, old="exercises: true", new="exercises: false"),
    Rule("rigorous-without-proof", "error", "rigorous depth taught without proofs",
         "Rigorous means that the learner can prove it; only what proves can teach that.",
         "Teach it at working, or say proves: true where it proves.",
         file=COURSE, old="proves: true", new="proves: false"),
    Rule("teaches-nothing", "warning", "a unit that teaches nothing",
         "No plan will ever choose it.",
         "Say what it teaches, or in a note why it is listed.",
         file=BOOK, new="  - {id: ch5, title: Index, pages: 5, teaches: []}\n"),
    Rule("teaches-nothing-new", "warning", "a unit that teaches nothing new to anyone",
         "Whoever has what it requires has all that it teaches, so no plan will ever choose it.",
         "Require less, or teach it at a greater depth.",
         file=BOOK, new="  - {id: ch5, title: Water again, pages: 5, teaches: [boiling], requires: [brewing]}\n"),
    Rule("requires-its-own", "warning", "a unit that requires what it teaches itself",
         "What a unit teaches is never asked of the learner before, and working counts as intuition: the requirement "
         "would stand there and never count.",
         "Delete it. Where the idea must come before the work, make it a topic of its own.",
         file=BOOK, old="teaches: [brewing]", new="teaches: [brewing], requires: [brewing@intuition]"),
    Rule("hours-from-nowhere", "warning", "hours that follow from nothing",
         "A figure of which nobody says where it comes from cannot be checked or corrected.",
         "Give a size instead (pages, video, problems), or say pace: {hours: stated, why: …} or estimate: true.",
         file=COURSE, old="pace: {hours: stated, why: the club's own figure}\n", new=""),
    Rule("no-source", "warning", "a resource that nobody recommends",
         "A list is worth as much as those who stand behind it: sources name them.",
         "Add sources: […], ids of curriculum.yaml's sources.",
         file=BOOK, old="sources: [club]\n", new=""),
    Rule("duplicate-link", "warning", "an address that two resources share",
         "The same thing twice makes plans open it twice.",
         "Merge the two; former names can stand in aliases.",
         file=COURSE, old="https://example.org/course", new="http://www.example.org/book/"),
    Rule("dead-link", "warning", "an address that leads nowhere",
         "Names that end in .test, .example, .invalid or .localhost never lead anywhere. (Lint is offline: it looks at "
         "the form of an address, not behind it.)",
         "Give the real address.",
         file=COURSE, old="https://example.org/course", new="https://tea.example/course"),
)  # fmt: skip

REACH = (
    Rule("untaught", "warning", "a topic that nothing teaches",
         "It can stand in a goal, and no plan will ever reach it.",
         "Add a unit that teaches it at this depth, or delete the depth.",
         new="- id: washing\n  title: Washing up\n  working:\n    can: wash a pot without soap\n"),
    Rule("unreachable-goal", "error", "a goal that no plan reaches",
         "The first thing that a learner would see is that there is no plan. The message says what is at the bottom.",
         "Teach what is missing, or require less.",
         old="- brewing: one serves what one has brewed", new="- hosting: who serves must know how to host"),
    Rule("never-ready", "warning", "a unit whose turn never comes",
         "It requires something that only it, or what waits for it, teaches.",
         "Require less of it, or teach the missing outcome elsewhere.",
         file=BOOK, old="teaches: [pouring]", new="teaches: [pouring], requires: [hosting]"),
    Rule("bottleneck", "note", "a topic with one provider",
         "Who dislikes that one resource, or cannot get it, has no way around it.",
         "Add a second resource that teaches it.",
         file=COURSE, old="brewing, serving", new="serving"),
)  # fmt: skip

RULES: dict[str, Rule] = {found.id: found for found in (*SHAPE, *NAMES, *EDGES, *OFFERS, *REACH)}


def rule(id_: str) -> Rule:
    """The rule with this id.

    Raises:
        KeyError: where there is none.

    """
    return RULES[id_]
