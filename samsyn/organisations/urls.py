from django.urls import URLPattern, URLResolver, path

from samsyn.organisations.views import addresses, imports

app_name = "organisations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("adress/<str:token>/", addresses.address_answer, name="address-answer"),
    path("import/", imports.import_list, name="imports"),
    path("import/<slug:kind>/exempel/", imports.import_example, name="import-example"),
    path("import/<slug:kind>/ny/<uuid:target>/", imports.import_upload, name="import-upload"),
    path("import/<slug:kind>/<uuid:pk>/", imports.import_page, name="import"),
    path("import/<slug:kind>/<uuid:pk>/lage/", imports.import_progress, name="import-progress"),
    path("import/<slug:kind>/<uuid:pk>/svar/", imports.import_decide, name="import-decide"),
    path(
        "import/<slug:kind>/<uuid:pk>/las-in/",
        imports.import_act,
        {"act": "read"},
        name="import-read",
    ),
    path(
        "import/<slug:kind>/<uuid:pk>/granska-igen/",
        imports.import_act,
        {"act": "recheck"},
        name="import-recheck",
    ),
    path(
        "import/<slug:kind>/<uuid:pk>/lagg-undan/",
        imports.import_act,
        {"act": "discard"},
        name="import-discard",
    ),
]
