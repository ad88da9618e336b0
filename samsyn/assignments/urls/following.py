from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views import log, outcome

OUTCOME = "uppdrag/<uuid:pk>/hur-blev-det/"
EVIDENCE = f"{OUTCOME}underlag/<uuid:evidence_pk>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("logg/", log.log, name="log"),
    path("logg/<uuid:pk>/", log.log_of, name="log-of"),
    path("logg/rad/<uuid:pk>/", log.log_entry, name="log-entry"),
    path("logg/rad/<uuid:pk>/ta-bort/", log.log_remove, name="log-remove"),
    path("logg/rad/<uuid:pk>/angra/", log.log_restore, name="log-restore"),
    path("logg/rad/<uuid:pk>/fil/", log.log_file, name="log-file"),
    path(OUTCOME, outcome.outcome, name="outcome"),
    path(f"{OUTCOME}skriv/", outcome.outcome_write, name="outcome-write"),
    path(f"{OUTCOME}avsluta/", outcome.outcome_close, name="outcome-close"),
    path(f"{OUTCOME}underlag/", outcome.evidence_add, name="evidence-add"),
    path(f"{EVIDENCE}ta-bort/", outcome.evidence_remove, name="evidence-remove"),
    path(f"{EVIDENCE}angra/", outcome.evidence_restore, name="evidence-restore"),
    path(f"{EVIDENCE}fil/", outcome.evidence_file, name="evidence-file"),
    path("tjanster/<uuid:pk>/ar/", outcome.post_years, name="post-years"),
]
