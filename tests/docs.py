"""The pages under docs/ that follow from data or from the code: `python -m tests.docs` writes them anew.

So it does with the output of the commands in all others (see `tests.console`).
"""

from __future__ import annotations

from datetime import date
from io import StringIO

from mlpath.app import App
from mlpath.curriculum import Curriculum
from mlpath.library import open_curriculum
from mlpath.store import Store
from mlpath.view.browse import markdown_page
from mlpath.view.plan_text import plan_page
from mlpath.view.screen import Screen
from tests.console import DOCS, console_pages, renewed
from tests.reference import reference_page

TODAY = date(2026, 11, 21)

LEARNERS: dict[str, tuple[str, str, dict[str, tuple[str, ...]]]] = {
    "knows-nothing": ("Knows nothing yet, wants to take part in Kaggle competitions", "practitioner", {}),
    "knows-school-maths": (
        "Knows school maths, wants to write neural networks, without archived courses",
        "developer",
        {"known": ("algebra", "analytic-geometry", "trigonometry"), "exclude": ("status:archived",)},
    ),
    "a-programmer": (
        "A programmer who has forgotten school maths, wants to write neural networks, rather by video",
        "developer",
        {"known": ("programming",), "prefer": ("kind:video", "kind:course")},
    ),
    "a-physicist": (
        "A physicist who programs, wants to do research",
        "researcher",
        {
            "known": (
                "programming", "algebra", "analytic-geometry", "trigonometry", "linear-algebra", "calculus",
                "multivariable-calculus", "fourier-transform", "differential-equations",
            )
        },
    ),
    "a-statistician": (
        "A statistician with some Python, wants to write neural networks, from books alone where there is a choice",
        "developer",
        {
            "known": (
                "python-functions", "python-collections", "algebra", "analytic-geometry", "trigonometry", "linear-algebra",
                "calculus", "multivariable-calculus", "probability", "statistics", "bayesian-inference",
            ),
            "prefer": ("kind:book",),
        },
    ),
}  # fmt: skip


def pages(curriculum: Curriculum) -> dict[str, str]:
    """Each page by its path under docs/."""
    found = {"ml-math.md": markdown_page(curriculum), "reference.md": reference_page()}
    app = App(curriculum, Store(None))
    for name, (who, goal, wishes) in LEARNERS.items():
        plan = app.plan(app.request([goal], **wishes), today=TODAY)
        output = StringIO()
        Screen("never", output, width=100).show(*plan_page(plan, curriculum, full=True))
        found[f"plans/{name}.txt"] = f"{who}\n\n{output.getvalue()}"
    return found


if __name__ == "__main__":
    for path, text in pages(open_curriculum("ml-math")).items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")
    for page in console_pages():
        page.write_text(renewed(page), encoding="utf-8")
