"""What the interface shares with the other surfaces: shapes, problems, rights, and the reading of JSON."""

from shuke.surfaces.staff.described import add_problems
from shuke.surfaces.staff.permissions import Rule
from shuke.surfaces.staff.problems import MEDIA_TYPE, InvalidRequest, NotFound, answer, language, teach
from shuke.surfaces.staff.shapes import Answer, Body, Code, Cursor, Day, Done, Id, Limit, Page, Reason, page, seek_id
from shuke.surfaces.staff.strict_json import StrictJson

__all__ = [
    "MEDIA_TYPE",
    "Answer",
    "Body",
    "Code",
    "Cursor",
    "Day",
    "Done",
    "Id",
    "InvalidRequest",
    "Limit",
    "NotFound",
    "Page",
    "Reason",
    "Rule",
    "StrictJson",
    "add_problems",
    "answer",
    "language",
    "page",
    "seek_id",
    "teach",
]
