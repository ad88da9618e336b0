from django.urls import URLPattern, URLResolver, path

from samsyn.organisations.views import addresses, imports, organisations, people

app_name = "organisations"

_schools: list[URLPattern | URLResolver] = [
    path("skolor/", organisations.organisation_list, name="organisations"),
    path("skolor/<uuid:pk>/", organisations.organisation_page, name="organisation"),
    path("skolor/<uuid:pk>/andra/", organisations.organisation_edit, name="organisation-edit"),
    path("skolor/<uuid:pk>/ny-skola/", organisations.organisation_add, name="organisation-add"),
    path("skolor/<uuid:pk>/samarbete/", organisations.cooperation_make, name="cooperation-make"),
    path("samarbete/<uuid:pk>/avsluta/", organisations.cooperation_end, name="cooperation-end"),
    path("vem-far-gora-vad/", organisations.rights_grid, name="grid"),
    path("handelser/", organisations.event_list, name="events"),
]

_people: list[URLPattern | URLResolver] = [
    path("personer/", people.people_list, name="people"),
    path("personer/ny/<uuid:organisation>/", people.person_add, name="person-add"),
    path("personer/<uuid:pk>/", people.person, name="person"),
    path("personer/<uuid:pk>/andra/", people.person_edit, name="person-edit"),
    path("personer/<uuid:pk>/ny-tjanst/", people.duty_add, name="duty-add"),
    path("personer/<uuid:pk>/bjud-in/", people.person_invite, name="person-invite"),
    path("personer/<uuid:pk>/ta-tillbaka/", people.invitation_withdraw, name="invitation-withdraw"),
    path("personer/tjanst/<uuid:pk>/", people.duty_edit, name="duty-edit"),
    path("personer/tjanst/<uuid:pk>/delegera/", people.duty_delegate, name="duty-delegate"),
    path("delegation/<uuid:pk>/avsluta/", people.delegation_end, name="delegation-end"),
    path("adress/<uuid:pk>/intyga/", people.address_vouch, name="address-vouch"),
    path("adress/<str:token>/", addresses.address_answer, name="address-answer"),
]

_imports: list[URLPattern | URLResolver] = [
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

urlpatterns = [*_schools, *_people, *_imports]
