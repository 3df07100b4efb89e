"""The addresses of assurance: the map, items, the tiers and the tools."""

from django.urls import path, re_path

from assurance.views import assurance_map, item_files, items, tiers, tools

urlpatterns = [
    path("assurance-map/", assurance_map.assurance_map, name="assurance_map"),
    re_path(
        r"^assurance-map/download\.(?P<suffix>csv|xlsx)$",
        assurance_map.assurance_map_download,
        name="assurance_map_download",
    ),
    path("assurance-items/", items.item_list, name="item_list"),
    re_path(r"^assurance-items/download\.(?P<suffix>csv|xlsx)$", items.item_download, name="item_download"),
    path("assurance-items/record/", items.item_record, name="item_record"),
    path("assurance-items/voices/", items.item_voices, name="item_voices"),
    path("assurance-items/<uuid:pk>/", items.item_detail, name="item_detail"),
    path("assurance-items/<uuid:pk>/support/", items.item_support, name="item_support"),
    path("assurance-items/<uuid:pk>/support/remove/", items.item_unsupport, name="item_unsupport"),
    path("assurance-items/<uuid:pk>/withdraw/", items.item_withdraw, name="item_withdraw"),
    path("assurance-items/<uuid:pk>/files/add/", item_files.item_file_add, name="item_file_add"),
    path("assurance-items/files/<uuid:pk>/", item_files.item_file, name="item_file"),
    path("assurance-items/files/<uuid:pk>/remove/", item_files.item_file_remove, name="item_file_remove"),
    path("assurance-tiers/", tiers.tier_list, name="tier_list"),
    path("assurance-tiers/<slug:slug>/", tiers.tier_detail, name="tier_detail"),
    path("assurance-items/tools/", tools.tool_list, name="tool_list"),
    re_path(r"^assurance-items/tools/download\.(?P<suffix>csv|xlsx)$", tools.tool_download, name="tool_download"),
    path("assurance-items/tools/<slug:slug>/", tools.tool_change, name="tool_change"),
]
