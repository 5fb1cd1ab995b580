"""Tells Django of the catalogue."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "shuke.foundation.catalog"
    label = "catalog"
    verbose_name = "商品 Catalogue"
