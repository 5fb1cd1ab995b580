"""Which path leads to which surface."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from shuke.surfaces.console import pages as console
from shuke.surfaces.partner import payments
from shuke.surfaces.staff import pages
from shuke.surfaces.staff.api import api
from shuke.surfaces.till.api import api as till

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="console")),
    path("console/", console.page, name="console"),
    path("console/<path:path>", console.page),
    path("healthz", pages.alive, name="alive"),
    path("readyz", pages.ready, name="ready"),
    path("api/staff/", api.urls),
    path("api/till/v1/", till.urls),
    path("api/partner/payments/wechat", payments.wechat, name="wechat-notice"),
    path("api/partner/payments/alipay", payments.alipay, name="alipay-notice"),
]
