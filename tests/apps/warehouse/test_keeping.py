"""What a process keeps between questions: answers hold as long as the parts they came from are live, and no longer."""

import random
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuke.insight.warehouse import duck, engine, views
from shuke.insight.warehouse.keeping import Answers
from shuke.insight.warehouse.shelf import Shelf
from shuke.insight.warehouse.sources import Limits, Sources
from shuke.insight.warehouse.types import FactKind, Layer, Table

from .test_engine import members, receipts

SUM = "SELECT SUM(net_minor) AS net_minor FROM receipts WHERE net_minor >= $least"
CHANCE = "SELECT random() AS chance, $seed AS seed FROM receipts"


def _write(folder, number: int, *rows: tuple[int, int | None, int]) -> None:
    (folder / "receipts").mkdir(exist_ok=True)
    shaped = engine._shaped(FactKind.RECEIPTS, receipts(*rows))
    pq.write_table(shaped, folder / "receipts" / f"{number}.parquet")


def _ask(folder, sql: str, **params: object) -> object:
    with engine.over_folder(folder) as opened:
        return opened.rows(sql, params).rows[0][0]


def test_the_same_question_over_the_same_parts_is_answered_once(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    first = _ask(tmp_path, CHANCE, seed=1)
    assert _ask(tmp_path, CHANCE, seed=1) == first, "an answer by chance shows whether it was asked again"
    assert _ask(tmp_path, CHANCE, seed=2) != first, "another parameter is another question"
    duck.forget_answers()
    assert _ask(tmp_path, CHANCE, seed=1) != first


def test_a_part_that_comes_ends_the_answers_from_before_it(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    assert _ask(tmp_path, SUM, least=0) == 100
    _write(tmp_path, 2, (2, 5, 30))
    assert _ask(tmp_path, SUM, least=0) == 130


def _asked_as_known(folder, day: date) -> object:
    """Ask over all parts, each of which is named for the first day that it holds."""
    files = sorted((folder / "receipts").glob("*.parquet"))
    first_days = {path: date(2026, 1, int(path.stem)) for path in files}
    sources = Sources({(FactKind.RECEIPTS, Layer.BASE): files}, first_days)
    with engine.open_engine(sources) as opened:
        return opened.rows(CHANCE, {"seed": 1}, known_before=day).rows[0][0]


def _member(folder, number: int, survivor: int) -> None:
    (folder / "members").mkdir(exist_ok=True)
    shaped = engine._shaped(FactKind.MEMBERS, members(**{f"m{number}": survivor}))
    pq.write_table(shaped, folder / "members" / f"{number}.parquet")


def test_who_enrols_ends_only_the_answers_about_members(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    _member(tmp_path, 5, 5)
    about_both = CHANCE + ", members"
    sales, both = _ask(tmp_path, CHANCE, seed=1), _ask(tmp_path, about_both, seed=1)
    _member(tmp_path, 6, 6)
    assert _ask(tmp_path, CHANCE, seed=1) == sales
    assert _ask(tmp_path, about_both, seed=1) != both


def test_a_question_names_the_kinds_that_bear_on_it():
    # The delta of members also says which rows about owners in the base no longer hold.
    assert views.read_by("SELECT * FROM ownership o JOIN stores s ON true") == {
        FactKind.OWNERSHIP,
        FactKind.MEMBERS,
        FactKind.STORES,
    }
    assert views.read_by("SELECT net_minor FROM x, lines") == {FactKind.LINES, FactKind.RETRACTIONS}


def test_a_merge_ends_the_answers_about_what_the_merged_one_bought(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    buyers = "SELECT MAX(member_id) AS buyer FROM receipts"
    assert _ask(tmp_path, buyers) == 5
    _member(tmp_path, 5, 6)
    assert _ask(tmp_path, buyers) == 6
    _member(tmp_path, 6, 7)
    assert _ask(tmp_path, buyers) == 7


def _another_process() -> None:
    duck._keeper.answers.forget()


def _shelved(folder, sql: str, **params: object) -> Table:
    files = {(FactKind.RECEIPTS, Layer.BASE): sorted((folder / "receipts").glob("*.parquet"))}
    with engine.open_engine(Sources(files), limits=Limits(shelf=Shelf(folder / "answers"))) as opened:
        return opened.rows(sql, params)


def test_what_one_process_was_told_the_next_one_need_not_ask(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    first = _shelved(tmp_path, CHANCE, seed=1)
    _another_process()
    assert _shelved(tmp_path, CHANCE, seed=1) == first
    _write(tmp_path, 2, (2, 5, 30))
    assert _shelved(tmp_path, CHANCE, seed=1) != first
    Shelf(tmp_path / "answers").forget()
    _another_process()
    assert _shelved(tmp_path, CHANCE, seed=1) != first


@pytest.mark.parametrize(
    "answer",
    [
        Table(("a", "b"), ()),
        Table(("a", "a"), ((1, None), (None, None))),
        Table(("n", "t", "d", "x"), ((9_000_000_000, "母婴", date(2026, 1, 2), 0.5), (None, "", None, None))),
        Table(("at", "yes"), ((datetime(2026, 1, 2, 3, 4, 5, 6, UTC).replace(tzinfo=None), True),)),
    ],
)
def test_an_answer_comes_off_the_shelf_as_it_was_put_there(tmp_path, answer):
    shelf = Shelf(tmp_path)
    shelf.put("question", answer)
    assert shelf.find("question") == answer
    assert shelf.find("another") is None


def test_what_no_shelf_can_hold_is_left_out(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.put("too many digits", Table(("a",), ((10**30,),)))
    shelf.put("too long", Table(("a",), ((1,),) * 20_001))
    assert shelf.find("too many digits") is None
    assert shelf.find("too long") is None


def test_a_torn_answer_is_asked_again(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    first = _shelved(tmp_path, CHANCE, seed=1)
    _another_process()
    for file in (tmp_path / "answers").iterdir():
        file.write_bytes(file.read_bytes()[:40])
    assert _shelved(tmp_path, CHANCE, seed=1) != first


def test_the_shelf_is_never_overfull(tmp_path, monkeypatch):
    monkeypatch.setattr("shuke.insight.warehouse.shelf.MOST_ANSWERS", 10)
    monkeypatch.setattr("shuke.insight.warehouse.shelf._HALF", 5)
    shelf = Shelf(tmp_path)
    for number in range(50):
        shelf.put(number, Table(("a",), ((number,),)))
        assert len(list(tmp_path.iterdir())) <= 10
    assert shelf.find(49) == Table(("a",), ((49,),))


def test_an_answer_about_days_that_are_over_outlives_what_comes_later(tmp_path):
    _write(tmp_path, 3, (1, 5, 100))
    over, still_open = date(2026, 1, 10), date(2026, 1, 21)
    first, other = _asked_as_known(tmp_path, over), _asked_as_known(tmp_path, still_open)
    assert first == other, "the same part bears on both"
    _write(tmp_path, 20, (2, 5, 30))
    assert _asked_as_known(tmp_path, over) == first
    assert _asked_as_known(tmp_path, still_open) != first
    _write(tmp_path, 9, (3, 5, 30))
    assert _asked_as_known(tmp_path, over) != first, "a sale that was told late bears on it"


def test_an_answer_in_python_is_not_taken_for_one_in_arrow(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    with engine.over_folder(tmp_path) as opened:
        assert isinstance(opened.rows(SUM, {"least": 0}), Table)
        assert isinstance(opened.arrow(SUM, {"least": 0}), pa.Table)


def test_what_is_read_from_a_table_of_ones_own_is_never_kept(tmp_path):
    _write(tmp_path, 1, (1, 5, 100))
    for number in (7, 8):
        with engine.over_folder(tmp_path) as opened:
            opened.register("mine", pa.table({"number": [number]}))
            assert opened.rows("SELECT number FROM mine", {}).rows == ((number,),)


@pytest.mark.parametrize("seed", range(5))
def test_the_longest_unasked_go_first_and_the_room_is_never_exceeded(seed):
    chance, answers = random.Random(seed), Answers(most=100)
    asked: list[int] = []
    for _ in range(200):
        question = chance.randrange(20)
        if answers.find(question) is None:
            answers.keep(question, Table(("a",), ((question,),) * chance.randrange(40)))
        asked = [*(each for each in asked if each != question), question]
        held = [each for each in asked if each in answers._held]
        assert list(answers._held) == held
        assert answers._cells == sum(len(each.rows) + 1 for each in answers._held.values()) <= 100


def test_an_answer_that_would_fill_the_room_alone_is_not_kept():
    answers = Answers(most=100)
    answers.keep("small", Table(("a",), ((1,),)))
    answers.keep("large", Table(("a",), ((1,),) * 60))
    assert answers.find("large") is None
    assert answers.find("small") is not None
