"""Tells Django of the staff surface."""

from django.apps import AppConfig


class StaffSurfaceConfig(AppConfig):
    name = "shuke.surfaces.staff"
    label = "staff"
    verbose_name = "员工接口 Staff surface"
