"""The addresses of sign-in. The names are allauth's, which looks them up."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, URLResolver, path

from samsyn.accounts import views
from samsyn.accounts.views import fresh
from samsyn.core.doors import own, public

entrance = public("Signing in is done before one is signed in.")
personal = own("Changes only how the one signed in gets in.")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.account, name="account_home"),
    path("logga-in/", entrance(allauth.request_login_code), name="account_request_login_code"),
    path("logga-in/kod/", views.confirm_login_code, name="account_confirm_login_code"),
    path("logga-in/losenord/", entrance(allauth.login), name="account_login"),
    path("logga-ut/", entrance(allauth.logout), name="account_logout"),
    path("skaffa-konto/", entrance(allauth.signup), name="account_signup"),
    path("avslutat/", entrance(allauth.account_inactive), name="account_inactive"),
    path("adress/", views.address, name="account_email"),
    path("losenord/nytt/", personal(fresh(allauth.password_set)), name="account_set_password"),
    path("losenord/byt/", personal(allauth.password_change), name="account_change_password"),
    path("losenord/glomt/", entrance(allauth.password_reset), name="account_reset_password"),
    path(
        "losenord/glomt/kod/",
        entrance(allauth.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "losenord/glomt/valj/",
        entrance(allauth.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "losenord/glomt/klart/",
        entrance(allauth.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
    path("bekrafta/", personal(allauth.reauthenticate), name="account_reauthenticate"),
    path("bekrafta/kod/", views.confirm_person, name="account_confirm_person"),
    path("inloggningar/", views.sessions, name="usersessions_list"),
    path("inloggningar/<int:pk>/logga-ut/", views.end_session, name="account_end_session"),
    # The second step, for those who choose one.
    path("andra-steg/", personal(second.index), name="mfa_index"),
    path("andra-steg/kod/", entrance(second.authenticate), name="mfa_authenticate"),
    path("andra-steg/borta/", views.lost_second_step, name="account_lost_second_step"),
    path("andra-steg/stoppa/<str:token>/", views.stop_reset, name="account_stop_reset"),
    path("andra-steg/bekrafta/", personal(second.reauthenticate), name="mfa_reauthenticate"),
    path("andra-steg/app/", personal(fresh(app.activate_totp)), name="mfa_activate_totp"),
    path(
        "andra-steg/app/stang-av/",
        personal(fresh(app.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "andra-steg/reservkoder/",
        personal(fresh(recovery.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "andra-steg/reservkoder/nya/",
        personal(fresh(recovery.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "andra-steg/reservkoder/fil/",
        personal(fresh(recovery.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
    path("nycklar/", personal(keys.list_webauthn), name="mfa_list_webauthn"),
    path("nycklar/ny/", personal(fresh(keys.add_webauthn)), name="mfa_add_webauthn"),
    path("nycklar/logga-in/", entrance(keys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "nycklar/bekrafta/",
        personal(keys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "nycklar/<int:pk>/ta-bort/",
        personal(fresh(keys.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("nycklar/<int:pk>/namn/", personal(fresh(keys.edit_webauthn)), name="mfa_edit_webauthn"),
]
