"""Turns the JUnit report of a pytest run into the xUnit report that scripts/test-report.sh counts, and prints the skipped tests with their reasons.

    junit-to-xunit.py SUITE JUNIT XUNIT
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as Xml

RESULTS = {"failure": "Fail", "error": "Fail", "skipped": "Skip"}


def main(suite: str, junit: str, xunit: str) -> None:
    assembly = Xml.Element("assembly")
    counts = {"Pass": 0, "Fail": 0, "Skip": 0}
    seconds = 0.0
    for case in Xml.parse(junit).iter("testcase"):
        outcome = next((child for child in case if child.tag in RESULTS), None)
        result = "Pass" if outcome is None else RESULTS[outcome.tag]
        name = f"{suite}.{case.get('classname', '').removeprefix('tests.')}.{case.get('name')}"
        counts[result] += 1
        seconds += float(case.get("time", 0))
        Xml.SubElement(assembly, "test", {"name": name, "time": case.get("time", "0"), "result": result})
        if result == "Skip" and outcome is not None:
            print(f"{name} [SKIP]\n  {outcome.get('message', '')}")
    head = {"name": suite, "total": sum(counts.values()), "passed": counts["Pass"], "failed": counts["Fail"], "skipped": counts["Skip"], "errors": 0, "time": f"{seconds:.3f}"}
    for name, value in head.items():
        assembly.set(name, str(value))
    report = Xml.Element("assemblies")
    report.append(assembly)
    Xml.ElementTree(report).write(xunit, encoding="unicode")


if __name__ == "__main__":
    main(*sys.argv[1:])
