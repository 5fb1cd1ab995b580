"""The console's page. Its files beside it are served by WhiteNoise; every address below /console/ is the same page."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from shuke.surfaces.staff import types as shared

BUILT = Path(__file__).parent / "built"
_PAGE = BUILT / "console" / "index.html"


@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Return the page, which is asked for anew each time; where nothing is built yet, how to build it."""
    if not _PAGE.is_file():
        return render(request, "staff/not_built.html", {"is_english": shared.language(request) == "en"}, status=404)
    return HttpResponse(_PAGE.read_bytes(), headers={"Cache-Control": "no-cache"})
