"""Print the OpenAPI document of a surface, from which the web's client is generated: `staff` or `till`."""

import json
import os
import sys
from typing import Any

import django

_JSON = "application/json"


def main() -> None:
    """Print the document, with all refusals of an operation as one and files left out."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shuke.config.settings")
    django.setup()
    from shuke.surfaces.staff.api import api as staff
    from shuke.surfaces.till.api import api as till

    surface = {"staff": staff, "till": till}[sys.argv[1]]
    document = json.loads(json.dumps(surface.get_openapi_schema(), default=str))
    for operations in document["paths"].values():
        for operation in operations.values():
            operation["responses"] = _with_one_problem(operation["responses"])
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)


def _with_one_problem(responses: dict[str, Any]) -> dict[str, Any]:
    """Return the answers with all refusals as one: they have one shape, and a client tells them apart by their code."""
    good = {status: _as_json(answer) for status, answer in responses.items() if status < "300"}
    refused = next((answer for status, answer in responses.items() if status >= "400"), None)
    return good if refused is None else good | {"default": refused}


def _as_json(answer: dict[str, Any]) -> dict[str, Any]:
    """Leave files out of an answer that is JSON as well: a browser fetches those by their address."""
    content = answer.get("content", {})
    return answer | {"content": {_JSON: content[_JSON]}} if _JSON in content else answer


if __name__ == "__main__":
    main()
