"""The two answers that watchdogs and load balancers ask for."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

log = logging.getLogger(__name__)


@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Tell that the process answers; it asks nothing of the database."""
    return JsonResponse({"alive": True})


@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """Tell whether work can be taken: the database answers and its tables are as this version expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        log.exception("the database does not answer")
        return JsonResponse({"ready": False, "database": False}, status=503)
    body = {"ready": not waiting, "database": True, "migrations_waiting": waiting}
    return JsonResponse(body, status=503 if waiting else 200)
