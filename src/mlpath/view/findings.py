"""Findings for machines: annotations of GitHub Actions, and SARIF 2.1.0 (OASIS), which editors and forges read.

For people see `pages.lint_page`; as JSON see `data.finding_fields`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from mlpath import __version__
from mlpath.lint import RULES, Finding, Rule
from mlpath.view.safe import safe

FORMATS = ("text", "json", "github", "sarif")
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}


def github(findings: Iterable[Finding]) -> str:
    """One workflow command a finding, escaped as GitHub Actions asks."""
    lines = []
    for finding in findings:
        file, line, column = finding.position
        place = f"file={_property(file)},line={max(line, 1)},col={max(column, 1)}"
        message = finding.message + (f" ({finding.hint})" if finding.hint else "")
        lines.append(f"::{_GITHUB[finding.severity]} {place},title={_property(finding.rule)}::{_data(message)}")
    return "\n".join(lines)


def _data(text: str) -> str:
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: Sequence[Finding]) -> str:
    """A SARIF log of one run: every rule with its help, every finding with its place."""
    rules = list(RULES.values())
    number = {rule.id: index for index, rule in enumerate(rules)}
    driver = {
        "name": "mlpath",
        "semanticVersion": __version__,
        "version": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, number.get(finding.rule, -1)) for finding in findings],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, index: int) -> dict[str, Any]:
    file, line, column = finding.position
    message = finding.message + (f" ({finding.hint})" if finding.hint else "")
    region = {"startLine": line, "startColumn": column} if line else None
    physical = {"artifactLocation": {"uri": _uri(file)}, **({"region": region} if region else {})}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": safe(message)},
        "locations": [{"physicalLocation": physical}],
    }


def _uri(file: str) -> str:
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
