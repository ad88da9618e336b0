from django.urls import path

from samsyn.notifications import views

app_name = "notifications"
urlpatterns = [
    path("utskick/", views.choices, name="choices"),
    path("utskick/av/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
