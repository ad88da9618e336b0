from django.urls import URLPattern, URLResolver, path

from samsyn.assignments.views.dialogues import acts, holding, page, planning

ONE = "dialoger/<uuid:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dialoger/", planning.dialogues, name="dialogues"),
    path("dialoger/skydd/", page.dialogue_protection, name="dialogue-protection"),
    path("dialoger/ny/<uuid:pk>/", planning.dialogue_plan, name="dialogue-plan"),
    path(ONE, page.dialogue, name="dialogue"),
    path(f"{ONE}nytt/", page.dialogue_news, name="dialogue-news"),
    path(f"{ONE}dialog.docx", page.dialogue_taken_out, name="dialogue-taken-out"),
    path(f"{ONE}dialog.ics", planning.dialogue_invitation, name="dialogue-invitation"),
    path(f"{ONE}flytta/", planning.dialogue_move, name="dialogue-move"),
    path(f"{ONE}radera/", planning.dialogue_deletion, name="dialogue-deletion"),
    path(f"{ONE}gor/", acts.dialogue_act, name="dialogue-act"),
    path(f"{ONE}forberedelse/", holding.dialogue_prepare, name="dialogue-prepare"),
    path(f"{ONE}punkt/<slug:point>/", holding.dialogue_note, name="dialogue-note"),
    path(f"{ONE}punkt/<slug:point>/penna/", holding.dialogue_pen, name="dialogue-pen"),
    path(f"{ONE}steg/", holding.dialogue_step_add, name="dialogue-step-add"),
    path(f"{ONE}steg/<uuid:step>/", holding.dialogue_step, name="dialogue-step"),
    path(f"{ONE}steg/<uuid:step>/klart/", acts.dialogue_step_done, name="dialogue-step-done"),
]
