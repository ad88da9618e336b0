"""Addresses of assignments, by noun."""

from django.urls import URLPattern, URLResolver

from samsyn.assignments.urls import agreements, dialogues, following, overviews, posts

app_name = "assignments"
urlpatterns: list[URLPattern | URLResolver] = [
    *overviews.urlpatterns,
    *posts.urlpatterns,
    *agreements.urlpatterns,
    *dialogues.urlpatterns,
    *following.urlpatterns,
]
