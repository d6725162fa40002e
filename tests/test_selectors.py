"""Names and selectors."""

from __future__ import annotations

import pytest

from mlpath.errors import UnknownIdError, UsageError
from mlpath.names import Named, Names
from mlpath.selectors import Selected, Selectors
from tests.builders import graph

GRAPH = graph("a -> b, b -> c, c -> d", "book/one: a 9, book/two: b 9, film: c d 9", areas={"d": "z"})
SELECTORS = Selectors(GRAPH, Names(GRAPH.curriculum), ready=Selected(frozenset({"b"}), frozenset({"book/two"})))

TABLE = [
    ("resource:book", "", "book/one book/two"),
    ("book", "", "book/one book/two"),
    ("area:z", "d", "film"),
    ("b", "b", "book/two"),
    ("+b", "a b", "book/one book/two"),
    ("c+", "c d", "film"),
    ("1+c", "b c", "book/two film"),
    ("+c,resource:book", "", "book/one book/two"),
    ("a d", "a d", "book/one film"),
    ("ready", "b", "book/two"),
    ("ready,a", "", ""),
    ("kind:book", "", "book/one book/two film"),
    ("cost:paid", "", ""),
]


@pytest.mark.parametrize(("text", "topics", "units"), TABLE)
def test_selectors(text: str, topics: str, units: str) -> None:
    """Each selector stands for these topics and units."""
    assert SELECTORS.select(text) == Selected(frozenset(topics.split()), frozenset(units.split()))


@pytest.mark.parametrize("text", ["", " ", "kind:opera", "mood:calm", "+", ","])
def test_what_is_no_selector_is_told(text: str) -> None:
    """Nonsense is a usage error that shows the form."""
    with pytest.raises(UsageError) as told:
        SELECTORS.select(text)
    assert told.value.hint


def test_a_misspelt_name_is_answered_with_near_ones() -> None:
    """Up to three near names are offered."""
    names = Names(graph("eigenvalues, derivatives, integrals").curriculum)
    with pytest.raises(UnknownIdError) as told:
        names.resolve("eigenvaleus")
    assert "eigenvalues" in told.value.hint


FORGIVING = [
    ("eigenvalues", Named("topic", "eigenvalues")),
    ("Eigenvalues", Named("topic", "eigenvalues")),
    ("eigenv", Named("topic", "eigenvalues")),
    ("eigenvalues@working", Named("outcome", "eigenvalues@working")),
    ("matrix_product", Named("topic", "matrix-product")),
    ("matrix product", Named("topic", "matrix-product")),
]


@pytest.mark.parametrize(("text", "named"), FORGIVING)
def test_names_are_forgiving(text: str, named: Named) -> None:
    """Case, underscores, spaces and a unique beginning are all understood."""
    assert Names(graph("eigenvalues, matrix-product, matrix-sum").curriculum).resolve(text) == named


def test_a_beginning_of_several_names_lists_them() -> None:
    """`matrix` could be either; both are named."""
    with pytest.raises(UnknownIdError, match="matrix-product, matrix-sum"):
        Names(graph("matrix-product, matrix-sum", "u: matrix-product matrix-sum 9").curriculum).resolve("matrix")
