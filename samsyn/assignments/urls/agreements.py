from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views import agreements, beginning

ONE = "uppdrag/<uuid:pk>/"
COMMENT = f"{ONE}kommentarer/<uuid:comment>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("uppdrag/borja/", beginning.assignment_begin, name="begin"),
    path(ONE, agreements.assignment, name="assignment"),
    path(f"{ONE}del/<slug:part>/", agreements.part_edit, name="part-edit"),
    path(f"{ONE}del/<slug:part>/kommentar/", agreements.comment_add, name="comment-add"),
    path(f"{COMMENT}klar/", agreements.comment_resolve, name="comment-resolve"),
    path(f"{COMMENT}oppna/", agreements.comment_reopen, name="comment-reopen"),
    path(f"{ONE}godkann/", agreements.assignment_agree, name="agree"),
    path(f"{ONE}andring/dela/", agreements.change_share, name="change-share"),
    path(f"{ONE}andring/kasta/", agreements.change_drop, name="change-drop"),
    path(f"{ONE}andring/igen/", agreements.change_again, name="change-again"),
    path(f"{ONE}andring/nej/", agreements.change_decline, name="change-decline"),
    path(f"{ONE}andring/ta-tillbaka/", agreements.change_withdraw, name="change-withdraw"),
    path(f"{ONE}om/", beginning.assignment_facts, name="facts"),
    path(f"{ONE}fraga/", beginning.assignment_asking, name="asking"),
    path(f"{ONE}ta-over/", beginning.assignment_take_over, name="take-over"),
    path(f"{ONE}avsluta/", beginning.assignment_end, name="end"),
    path(f"{ONE}kasta/", beginning.assignment_remove, name="remove"),
    path(f"{ONE}versioner/", beginning.assignment_versions, name="versions"),
    path(f"{ONE}versioner/<int:number>/", beginning.assignment_version, name="version"),
    path(f"{ONE}skriv-ut/", beginning.assignment_print, name="print"),
]
