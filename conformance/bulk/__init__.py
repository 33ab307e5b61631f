"""Checks documents in bulk: many sources, many workers, one order, flat memory."""

from conformance.bulk.content import Unreadable
from conformance.bulk.engine import Progress, Shard, run
from conformance.bulk.merging import CannotMerge, merge
from conformance.bulk.output import CannotResume, FileOutput, FunctionOutput, Output
from conformance.bulk.records import each_report, report_of
from conformance.bulk.sources import NoDocuments, holds_many
from conformance.bulk.workers import SchedulerUnavailable
from conformance.validate.summary import Summary, Worst

__all__ = [
    "CannotMerge",
    "CannotResume",
    "FileOutput",
    "FunctionOutput",
    "NoDocuments",
    "Output",
    "Progress",
    "SchedulerUnavailable",
    "Shard",
    "Summary",
    "Unreadable",
    "Worst",
    "each_report",
    "holds_many",
    "merge",
    "report_of",
    "run",
]
