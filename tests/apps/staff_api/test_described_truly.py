"""What the interface says of itself is true: a thousand requests, right and wrong ones, by several askers."""

from collections import Counter
from datetime import timedelta

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from shuke.config.wsgi import application
from shuke.foundation.org.types import Role, TokenAccess
from shuke.surfaces.staff import limits
from shuke.surfaces.staff.areas import reports

CASES = 1_000
SEED = 20_260_310
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
# These would end the session that asks; they have tests of their own.
ENDS_THE_SESSION = {"sign_out", "change_password", "dismiss", "withdraw"}


@pytest.fixture
def askers(signed_in, with_token, monkeypatch, settings, tmp_path):
    """How each asks. Limits are lifted: a thousand answers of 429 would say nothing."""
    settings.SHUKE_HOME = tmp_path
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(limits, "count", lambda *_: None)
    monkeypatch.setattr(reports, "PATIENCE", timedelta(seconds=1))
    return {
        "owner": session_of(signed_in(Role.OWNER)),
        "cashier": session_of(signed_in(Role.CASHIER)),
        "program": {"headers": {"Authorization": f"Bearer {with_token(TokenAccess.WRITE).bearer}"}},
        "nobody": {},
    }


@pytest.fixture
def one_connection(askers):
    """Keep the test's own connection open between requests, as Django's test client does (and undoes each time)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def session_of(asker) -> dict[str, dict[str, str]]:
    token = asker.get("/session").json()["csrf_token"]
    cookies = {name: morsel.value for name, morsel in asker.client.cookies.items()}
    return {"headers": {"X-CSRFToken": token}, "cookies": cookies}


@pytest.mark.slow
@pytest.mark.django_db
def test_a_thousand_requests_meet_no_fault_and_no_undescribed_answer(askers, one_connection):
    print(f"seed {SEED}")
    schema = schemathesis.openapi.from_wsgi("/api/staff/openapi.json", application)
    schema.config.generation.update(with_security_parameters=False)
    operations = [result.ok() for result in schema.get_all_operations()]
    each = CASES // (len(operations) * 2) + 3  # some operations take few different requests
    statuses: Counter[int] = Counter()
    who = iter(list(askers) * CASES * 2)

    def ask(case) -> None:
        name = next(who)
        if name in {"owner", "cashier"} and case.operation.definition.raw["operationId"] in ENDS_THE_SESSION:
            name = "program"
        response = case.call(**askers[name])
        case.validate_response(response, checks=list(CHECKS))
        statuses[response.status_code] += 1

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                strategy = operation.as_strategy(generation_mode=mode)
                run_cases(strategy, ask, each)
            except hypothesis.errors.Unsatisfiable:
                continue
    total = sum(statuses.values())
    print(dict(statuses))
    refused = sum(count for status, count in statuses.items() if 400 <= status < 500)
    assert total >= CASES
    assert refused >= total * 0.3
    assert not [status for status in statuses if status >= 500]


def run_cases(strategy, ask, count: int) -> None:
    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=strategy)
    def cases(case):
        ask(case)

    cases()
