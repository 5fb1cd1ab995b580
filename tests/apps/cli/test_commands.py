"""Commands that need no chain: first run, rules, serving, languages, refusals."""

import json
import socket
import subprocess
import sys

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_help_names_every_group(shuke):
    told = shuke("--help")
    for command in ("serve", "demo", "import", "report", "members", "explain", "rules", "prove", "doctor", "bench"):
        assert command in told.out


def test_first_run_prints_a_password_once(shuke):
    first = shuke("staff", "create-owner", "--chain", "小满母婴", "--format", "json")
    again = shuke("staff", "create-owner", "--chain", "小满母婴", "--format", "json")

    assert first.code == 0
    assert first.json["username"] == "owner"
    assert len(first.json["one_time_password"]) >= 12
    assert again.code == 1
    assert again.err.startswith("org.already_set_up: ")
    assert again.out == ""


@pytest.mark.parametrize(("language", "sentence"), [("zh", "已经初始化"), ("en", "already set up")])
def test_a_refusal_is_one_line_in_the_language_asked_for(shuke, language, sentence):
    shuke("staff", "create-owner", "--chain", "小满")
    refused = shuke("staff", "create-owner", "--chain", "小满", "--lang", language)
    assert len(refused.err.strip().splitlines()) == 1
    assert sentence in refused.err


def test_the_language_comes_from_the_environment(shuke, monkeypatch):
    monkeypatch.setenv("SHUKE_LANG", "en")
    assert "No rule of kind points.earn" in shuke("rules", "show", "points.earn").err


def test_serve_refuses_a_taken_port(shuke):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = shuke("serve", "--port", other.getsockname()[1])
    assert refused.code == 1
    assert refused.err.startswith("cli.port_taken: ")


def test_an_unknown_bench_names_those_there_are(shuke):
    refused = shuke("bench", "nothing")
    assert refused.code == 1
    assert refused.err.startswith("cli.bench_unknown: ")
    assert "measures" in refused.err


def test_benches_are_not_part_of_an_installed_package(shuke, monkeypatch, tmp_path):
    monkeypatch.setattr("shuke.__file__", str(tmp_path / "lib" / "site" / "shuke" / "__init__.py"))
    assert shuke("bench", "lookup").err.startswith("cli.no_benches: ")


def test_a_day_that_is_none_is_named(shuke):
    refused = shuke("rules", "show", "points.earn", "--on", "yesterday")
    assert refused.err.startswith("cli.not_a_date: ")
    assert "--on" in refused.err


def test_a_rule_is_proposed_by_one_and_approved_by_another(shuke, tmp_path, two_managers):
    draft = tmp_path / "rule.json"
    draft.write_text(json.dumps({"required": ["phone"]}), encoding="utf-8")
    arguments = ("rules", "propose", "members.completeness", draft, "--as", "M1", "--from", "2026-04-01")
    version = shuke(*arguments).json["id"]

    own = shuke("rules", "approve", version, "--as", "M1")
    other = shuke("rules", "approve", version, "--as", "M2")
    shown = shuke("rules", "show", "members.completeness", "--on", "2026-04-01")
    listed = shuke("rules", "list", "members.completeness", "--format", "json")

    assert own.err.startswith("rulebook.needs_second_person: ")
    assert other.code == 0
    assert shown.json["body"] == {"required": ["phone"]}
    assert [row["approved"] for row in listed.json] == [True]


def test_a_rule_from_a_broken_file_is_refused(shuke, tmp_path, two_managers):
    draft = tmp_path / "rule.json"
    draft.write_text("{", encoding="utf-8")
    refused = shuke("rules", "propose", "members.completeness", draft, "--as", "M1", "--from", "2026-04-01")
    assert refused.err.startswith("cli.not_a_document: ")


def test_acting_as_nobody_is_refused(shuke):
    assert shuke("rules", "approve", 1, "--as", "M9").err.startswith("cli.staff_code_unknown: ")


def test_the_books_of_an_empty_chain_are_proved(shuke):
    proved = shuke("prove", "--format", "json")
    assert proved.code == 0
    assert proved.json["holds"] is True


def test_doctor_names_its_checks(shuke):
    told = shuke("doctor", "--format", "json")
    assert {"check", "passed", "fatal", "meaning"} == set(told.json["checks"][0])


def test_the_installed_command_starts(tmp_path):
    code = "from shuke.config.main import main; main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        env={"SHUKE_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "shuke" in ran.stdout


def test_a_report_without_any_receipt_says_so(shuke, settings, tmp_path):
    settings.SHUKE_HOME = tmp_path
    refused = shuke("report", "rfm", "--format", "json")
    assert refused.code == 1
    assert refused.err.startswith("cli.no_facts_yet: ")
    assert "shuke import" in refused.err


def test_the_demo_stays_out_of_a_real_chain(shuke, settings, tmp_path):
    settings.SHUKE_HOME = tmp_path
    shuke("staff", "create-owner", "--chain", "真实连锁")
    assert shuke("demo", "--fill-only").err.startswith("demo.other_chain_here: ")


@pytest.mark.slow
def test_a_bench_tells_figures_and_ratios(shuke):
    told = shuke("bench", "visibility", "--size", 0.001, "--format", "json")
    assert told.code == 0
    first = told.json["figures"][0]
    assert first["ratio"] == pytest.approx(first["value"] / first["other"])


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ("ALTER TABLE tags_tag RENAME COLUMN code TO key", "tags_tag.code"),
        ("ALTER TABLE rulebook_withdrawal RENAME TO rulebook_taken_back", "rulebook_withdrawal."),
    ],
)
def test_data_that_another_version_made_are_refused_by_name(shuke, db, change: str, lacks: str):
    assert shuke("report", "--help").code == 0
    with connection.cursor() as cursor:
        cursor.execute(change)
    run = shuke("report", "overview")
    assert run.code == 1
    assert run.err.startswith("cli.made_by_another_version: ")
    assert lacks in run.err
    assert "SHUKE_HOME" in run.err
