from django.urls import URLPattern, URLResolver, path

from samsyn.reports import views

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.reports, name="reports"),
    path("ny/", views.report_new, name="report-new"),
    path("<uuid:pk>/", views.report, name="report"),
    path("<uuid:pk>/titel/", views.report_edit, name="report-edit"),
    path("<uuid:pk>/delar/ny/", views.block_add, name="block-add"),
    path("<uuid:pk>/delar/<uuid:block_pk>/", views.block_edit, name="block-edit"),
    path("<uuid:pk>/delar/<uuid:block_pk>/flytta/", views.block_move, name="block-move"),
    path("<uuid:pk>/delar/<uuid:block_pk>/ta-bort/", views.block_remove, name="block-remove"),
    path(
        "<uuid:pk>/delar/<uuid:block_pk>/lagg-tillbaka/", views.block_restore, name="block-restore"
    ),
    path("<uuid:pk>/ge-ut/", views.edition_issue, name="edition-issue"),
    path("<uuid:pk>/utgava/<int:number>/", views.edition, name="edition"),
    path("<uuid:pk>/utgava/<int:number>/filer/", views.edition_files, name="edition-files"),
    path(
        "<uuid:pk>/utgava/<int:number>/filer/igen/",
        views.edition_files_again,
        name="edition-files-again",
    ),
    path("<uuid:pk>/utgava/<int:number>/pdf/", views.edition_pdf, name="edition-pdf"),
    path("<uuid:pk>/utgava/<int:number>/word/", views.edition_word, name="edition-word"),
]
