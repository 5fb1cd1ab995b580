"""Sign in and out, the second factor, the own password and the own tokens."""

from datetime import date

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.middleware.csrf import get_token
from django_otp import login as keep_second_factor
from django_otp.plugins.otp_totp.models import TOTPDevice
from ninja import Schema
from pydantic import Field

from shuke.foundation.org import operations as org
from shuke.foundation.org import queries as org_queries
from shuke.foundation.org.types import TokenAccess
from shuke.foundation.refusals import Refusal
from shuke.surfaces.staff import limits, permissions, principals, signed_in
from shuke.surfaces.staff.declared import Reach
from shuke.surfaces.staff.gate import StaffRequest
from shuke.surfaces.staff.routes import Routes
from shuke.surfaces.staff.shapes import Body, Day, Done, Id, Made, Name

routes = Routes("登录 Sign-in")


class WrongCredentials(Refusal):
    """The user name or the password is wrong; which of the two is not said."""

    code = "auth.wrong_credentials"
    status = 401
    zh = "用户名或密码不正确"
    en = "The user name or the password is wrong"


class LockedOut(Refusal):
    """Too many wrong passwords for this user from this address."""

    code = "auth.locked_out"
    status = 429
    zh = "密码错误次数过多,请在 {retry_after} 秒后再试"
    en = "Too many wrong passwords, try again in {retry_after} seconds"


class CodeDue(Refusal):
    """The password is right; the code of the authenticator app is asked for as well."""

    code = "auth.code_due"
    status = 401
    zh = "请输入动态验证码"
    en = "Enter the code of your authenticator app"


class SignIn(Body):
    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=256)
    code: str = Field("", max_length=8)


class NewPassword(Body):
    present: str = Field(min_length=1, max_length=256)
    new: str = Field(min_length=1, max_length=256)


class Code(Body):
    code: str = Field(min_length=6, max_length=8)


class NewToken(Body):
    name: Name
    access: TokenAccess
    expires_on: Day | None = None


class RightOut(Schema):
    role: str
    stores: list[Id] | None


class Me(Schema):
    """Who is signed in, what they may, and what is still due before they may it. `csrf_token` goes with each change."""

    signed_in: bool
    csrf_token: str
    staff_id: Id | None = None
    code: str = ""
    name: str = ""
    roles: list[str] = []
    grants: list[RightOut] = []
    may: list[str] = []
    due: list[str] = []


class SecondFactorAddress(Schema):
    """What the authenticator app reads, as text or as a QR code made from it."""

    address: str


class TokenOut(Schema):
    id: Id
    name: str
    access: TokenAccess
    expires_on: date | None
    is_revoked: bool


class FreshToken(Made):
    """The secret is shown this once."""

    secret: str


@routes.get("/session", rule=permissions.ANYBODY, scope=Reach.PUBLIC, rate=limits.FREE, answers=Me)
def who_am_i(request: StaffRequest) -> Me:
    """Return who is signed in, and the CSRF token that changes need."""
    if getattr(request, "principal", None) is None:
        return Me(signed_in=False, csrf_token=get_token(request))
    return _me(request)


@routes.post("/session", rule=permissions.ANYBODY, scope=Reach.PUBLIC, rate=limits.SIGN_IN, answers=Me)
def sign_in(request: StaffRequest, body: SignIn) -> Me:
    """Sign in with user name and password, and the authenticator's code where one is set up."""
    user = auth.authenticate(request, username=body.username, password=body.password)
    if getattr(request, "axes_locked_out", False):
        # The middleware of axes would replace our answer by a page of its own.
        request.axes_locked_out = False  # type: ignore[attr-defined]
        raise LockedOut(retry_after=int(settings.AXES_COOLOFF_TIME * 3600))
    if not isinstance(user, User) or org_queries.staff_of_user(user.id) is None:
        raise WrongCredentials
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None:
        if not body.code:
            raise CodeDue(field="code")
        if not device.verify_token(body.code):
            raise org.WrongCode(field="code")
    auth.login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    signed_in.note(request, request.at)
    if device is not None:
        keep_second_factor(request, device)
    return _after_signing_in(request)


@routes.delete("/session", rule=permissions.OWN_SIGN_IN, scope=Reach.OWN, rate=limits.WRITE, answers=Done)
def sign_out(request: StaffRequest) -> Done:
    """End the session."""
    auth.logout(request)
    return Done()


@routes.post(
    "/me/password", rule=permissions.OWN_SIGN_IN, scope=Reach.OWN, rate=limits.SIGN_IN, answers=Done, audited=True
)
def change_password(request: StaffRequest, body: NewPassword) -> Done:
    """Change the own password; every other session of the person ends."""
    staff_id = request.principal.staff_id
    org.change_password(staff_id=staff_id, present=body.present, new=body.new, by=request.by, at=request.at)
    fresh = User.objects.get(staff=staff_id)
    auth.update_session_auth_hash(request, fresh)
    return Done()


@routes.post(
    "/me/second-factor",
    rule=permissions.OWN_SIGN_IN,
    scope=Reach.OWN,
    rate=limits.SIGN_IN,
    answers=SecondFactorAddress,
    audited=True,
)
def begin_second_factor(request: StaffRequest) -> SecondFactorAddress:
    """Make a fresh secret for the authenticator app; it counts once a code confirms it."""
    if request.principal.needs_second_factor and _has_confirmed_device(request):
        raise CodeDue(field="code")
    address = org.begin_second_factor(staff_id=request.principal.staff_id, by=request.by, at=request.at)
    return SecondFactorAddress(address=address)


@routes.post(
    "/me/second-factor/confirmation",
    rule=permissions.OWN_SIGN_IN,
    scope=Reach.OWN,
    rate=limits.SIGN_IN,
    answers=Done,
    audited=True,
)
def confirm_second_factor(request: StaffRequest, body: Code) -> Done:
    """Confirm the fresh secret by a code; from now on signing in asks for one."""
    device = org.confirm_second_factor(
        staff_id=request.principal.staff_id, code=body.code, by=request.by, at=request.at
    )
    keep_second_factor(request, device)
    return Done()


@routes.get("/me/tokens", rule=permissions.OWN_TOKENS, scope=Reach.OWN, rate=limits.FREE, answers=list[TokenOut])
def list_tokens(request: StaffRequest) -> list[TokenOut]:
    """Return the own tokens, newest first (at most 200)."""
    return [_token(token) for token in org_queries.tokens_of(request.principal.staff_id)[:200]]


@routes.post(
    "/me/tokens", rule=permissions.OWN_TOKENS, scope=Reach.OWN, rate=limits.WRITE, answers=FreshToken, audited=True
)
def issue_token(request: StaffRequest, body: NewToken) -> FreshToken:
    """Make a token that acts with the own rights; its secret is shown this once."""
    token_id, secret = org.issue_token(
        staff_id=request.principal.staff_id,
        name=body.name,
        access=body.access,
        expires_on=body.expires_on,
        by=request.by,
        at=request.at,
    )
    return FreshToken(id=token_id, secret=secret)


@routes.delete(
    "/me/tokens/{token_id}",
    rule=permissions.OWN_TOKENS,
    scope=Reach.OWN,
    rate=limits.WRITE,
    answers=Done,
    idempotent=True,
    audited=True,
)
def revoke_token(request: StaffRequest, token_id: Id) -> Done:
    """End one of the own tokens at once."""
    if not org_queries.tokens_of(request.principal.staff_id).filter(id=token_id).exists():
        raise org.TokenUnknown
    org.revoke_token(token_id=token_id, by=request.by, at=request.at)
    return Done()


def _after_signing_in(request: StaffRequest) -> Me:
    principal = principals.of(request, request.at)
    if principal is None:
        raise WrongCredentials
    request.principal = principal
    return _me(request)


def _me(request: StaffRequest) -> Me:
    principal = request.principal
    due = ["password"] if principal.must_change_password else []
    due += ["second_factor"] if principal.needs_second_factor else []
    return Me(
        signed_in=True,
        csrf_token=get_token(request),
        staff_id=principal.staff_id,
        code=principal.code,
        name=principal.name,
        roles=sorted(role.value for role in principal.roles),
        grants=[
            RightOut(role=grant.role.value, stores=None if grant.stores is None else sorted(grant.stores))
            for grant in principal.grants
        ],
        may=sorted(rule.name for rule in permissions.rules() if rule.roles & principal.roles),
        due=due,
    )


def _has_confirmed_device(request: StaffRequest) -> bool:
    return bool(TOTPDevice.objects.filter(user_id=request.user.pk, confirmed=True).exists())


def _token(token: org_queries.ApiToken) -> TokenOut:
    return TokenOut(
        id=token.id,
        name=token.name,
        access=TokenAccess(token.access),
        expires_on=token.expires_on,
        is_revoked=token.revoked_at is not None,
    )
