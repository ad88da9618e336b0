"""Addresses of career posts, the state grant, the school year and the templates."""

from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views import grants, posts, terms, years

_posts: list[URLPattern | URLResolver] = [
    path("tjanster/", posts.post_list, name="posts"),
    path("tjanster/ny/", posts.post_add, name="post-add"),
    path("tjanster/ny/<uuid:holder>/", posts.post_add_for, name="post-add-for"),
    path("tjanster/<uuid:pk>/", posts.post, name="post"),
    path("tjanster/<uuid:pk>/andra/", posts.post_edit, name="post-edit"),
    path("tjanster/<uuid:pk>/avsluta/", posts.post_end, name="post-end"),
]

_grants: list[URLPattern | URLResolver] = [
    path("tjanster/statsbidrag/", grants.grant, name="grant"),
    path("tjanster/statsbidrag/<uuid:organiser>/<int:year>/", grants.grant_year, name="grant-year"),
    path(
        "tjanster/statsbidrag/<uuid:organiser>/<int:year>/<slug:format>/",
        grants.grant_file,
        name="grant-file",
    ),
]

_terms: list[URLPattern | URLResolver] = [
    path("tjanster/lasar/", terms.terms, name="terms"),
    path("tjanster/lasar/<uuid:organiser>/", terms.terms_of, name="terms-of"),
    path("tjanster/lasar/<uuid:organiser>/<int:year>/", terms.terms_edit, name="terms-edit"),
    path("uppdrag/mallar/", terms.templates, name="templates"),
    path("uppdrag/mallar/hos/<uuid:organiser>/", terms.templates_page, name="templates-of"),
    path("uppdrag/mallar/hos/<uuid:organiser>/ny/", terms.template_add, name="template-add"),
    path("uppdrag/mallar/<uuid:pk>/", terms.template_edit, name="template-edit"),
    path("uppdrag/mallar/<uuid:pk>/lagg-undan/", terms.template_archive, name="template-archive"),
    path("uppdrag/mallar/<uuid:pk>/ta-fram/", terms.template_restore, name="template-restore"),
]

_years: list[URLPattern | URLResolver] = [
    path("uppdrag/lasar/", years.year_begin_any, name="year-begin-any"),
    path("uppdrag/lasar/<uuid:place>/<int:year>/", years.year_begin, name="year-begin"),
]

urlpatterns = [*_posts, *_grants, *_terms, *_years]
