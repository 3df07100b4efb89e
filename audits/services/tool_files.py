"""A version of an audit tool as a workbook to take away."""

from datetime import datetime

from assurance.models import User
from assurance.rules.canonical import sha256_of
from assurance.services import activity
from assurance.services.spreadsheets import Sheet, TableFile, workbook_file
from audits.models import ToolVersion
from audits.queries.tools import tool_content
from audits.rules.tool_sheets import sheets_of_tool


def version_file(*, version: ToolVersion, by: User, now: datetime) -> TableFile:
    """All of a version, a sheet each for its questions, other wordings and grades; taking it away is logged."""
    sheets = [Sheet(name, head, rows) for name, (head, rows) in sheets_of_tool(tool_content(version)).items()]
    file = workbook_file(name=f"{version.tool.slug}-{version.number}", title=str(version), sheets=sheets)
    activity.record(
        actor=by, action="tool.download", subject=version, detail={"sha256": sha256_of(file.content)}, now=now
    )
    return file
