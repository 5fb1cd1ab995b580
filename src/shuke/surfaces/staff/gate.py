"""The order of questions before any operation runs: who, may they, have they asked too often, how far, seen before."""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from shuke.foundation import clock, scopes
from shuke.foundation.actors import SYSTEM, Actor
from shuke.foundation.org.types import TokenAccess
from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff import limits, principals, problems, replays
from shuke.surfaces.staff.declared import Route
from shuke.surfaces.staff.principals import Principal


class NotSignedIn(Refusal):
    """Nobody we know asks."""

    code = "auth.not_signed_in"
    status = 401
    zh = "请先登录"
    en = "Please sign in"


class NotAllowed(Refusal):
    """None of the asker's roles admits the act."""

    code = "auth.not_allowed"
    status = 403
    zh = "您的角色没有这项权限"
    en = "Your role does not allow this"


class TokenOnlyReads(Refusal):
    """A read token was used for a change."""

    code = "auth.token_only_reads"
    status = 403
    zh = "只读令牌不能修改数据"
    en = "A read token cannot change anything"


class NotForPrograms(Refusal):
    """The act takes a person at a screen, not a token."""

    code = "auth.not_for_programs"
    status = 403
    zh = "此操作须由本人登录完成,不能使用令牌"
    en = "This takes a signed-in person, not a token"


class SecondFactorDue(Refusal):
    """The asker's role needs a second factor."""

    code = "auth.second_factor_due"
    status = 403
    zh = "您的角色须先启用并通过动态验证码"
    en = "Your role needs a second factor first"


class PasswordChangeDue(Refusal):
    """A one-time password must be changed first."""

    code = "auth.password_change_due"
    status = 403
    zh = "请先修改一次性密码"
    en = "Change the one-time password first"


class ForgedRequest(Refusal):
    """A change by session came without its CSRF token."""

    code = "auth.csrf"
    status = 403
    zh = "缺少或错误的 CSRF 令牌"
    en = "The CSRF token is missing or wrong"


class WrongMediaType(Refusal):
    """The body is of a kind that the operation does not take."""

    code = "request.wrong_media_type"
    status = 415
    zh = "请求体须为 application/json(上传文件用 multipart/form-data)"
    en = "The body must be application/json (multipart/form-data for files)"


class StaffRequest(HttpRequest):
    """A request that has passed the gate."""

    principal: Principal
    by: Actor
    at: datetime


class SessionCookie(APIKeyCookie):
    """A person's session. This and the next only describe, for the documentation; the gate has judged before them."""

    param_name = "sessionid"

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Principal | None:
        """Return whom the gate has let in."""
        return getattr(request, "principal", None)


class BearerToken(HttpBearer):
    """A program's token."""

    def authenticate(self, request: HttpRequest, token: str) -> Principal | None:
        """Return whom the gate has let in."""
        return getattr(request, "principal", None)


DOCUMENTED_AUTH = [SessionCookie(), BearerToken()]
_JSON, _FILES = "application/json", "multipart/form-data"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def guard(route: Route) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Return a decorator that puts the questions before an operation."""

    def decorate(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(run)
        def guarded(request: StaffRequest, **path: Any) -> HttpResponse:
            try:
                within = _admit(route, request)
                _judge_characters(request, path)
                with within:
                    return _act(route, request, functools.partial(run, request, **path))
            except Refusal as refusal:
                return problems.answer(request, refusal)
            except RequestDataTooBig:
                return problems.answer(request, problems.TooLarge())

        return guarded

    return decorate


def _admit(route: Route, request: StaffRequest) -> AbstractContextManager[None]:
    """Judge the request and write on it who asks and when; return the scope it may look into."""
    request.at = clock.now()
    request.by = SYSTEM
    principal = principals.of(request, request.at)
    if route.rule.anonymous:
        _judge_media_type(route, request)
        limits.count(route.rate, f"ip:{principals.address(request)}", request.at)
        if principal is not None:
            request.principal = principal
        return nullcontext()
    if principal is None:
        raise NotSignedIn
    request.principal = principal
    request.by = principal.actor(request, route.rule)
    _judge_means(route, request, principal)
    _judge_rights(route, principal)
    _judge_media_type(route, request)
    limits.count(route.rate, f"staff:{principal.staff_id}", request.at)
    return scopes.of(principal.scope(route.rule))


def _judge_media_type(route: Route, request: HttpRequest) -> None:
    """Forms of other sites can post text and form bodies without asking the browser; JSON they cannot."""
    if request.method in _SAFE or not request.META.get("CONTENT_LENGTH") or request.META["CONTENT_LENGTH"] == "0":
        return
    if request.content_type != (_FILES if route.upload else _JSON):
        raise WrongMediaType


def _judge_characters(request: HttpRequest, path: dict[str, Any]) -> None:
    """Refuse what no database can keep, before it comes near one."""
    texts = [*map(str, path.values()), *request.GET.values(), *request.headers.values()]
    if any("\0" in text for text in texts):
        raise problems.InvalidRequest


def _judge_means(route: Route, request: HttpRequest, principal: Principal) -> None:
    if principal.access is None:
        if request.method not in _SAFE and check_csrf(request):
            raise ForgedRequest
        return
    if not route.rule.programs:
        raise NotForPrograms
    if principal.access is TokenAccess.READ and route.is_write:
        raise TokenOnlyReads


def _judge_rights(route: Route, principal: Principal) -> None:
    if route.rule.own:
        return
    if principal.must_change_password:
        raise PasswordChangeDue
    if principal.needs_second_factor:
        raise SecondFactorDue
    if not principal.roles & route.rule.roles:
        raise NotAllowed


def _act(route: Route, request: StaffRequest, run: Callable[[], HttpResponse]) -> HttpResponse:
    if not route.idempotent:
        return run()
    return replays.once(request, staff_id=request.principal.staff_id, at=request.at, act=run)
