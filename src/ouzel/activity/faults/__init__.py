"""Faults of files of activity: each published check with a code, what is wrong and what would be right."""

from ouzel.activity.faults.check import CHECKS, Check, Severity
from ouzel.activity.faults.checker import Checker
from ouzel.activity.faults.found import Fault, Faults
from ouzel.activity.faults.reference import Reference, shipped
from ouzel.activity.faults.taking import Taking
from ouzel.activity.faults.writing import write_csv

__all__ = [
    "CHECKS",
    "Check",
    "Checker",
    "Fault",
    "Faults",
    "Reference",
    "Severity",
    "Taking",
    "shipped",
    "write_csv",
]
