"""All settings, read from the environment only; what is missing fails loudly.

Outside the demo and the tests `SAMSYN_SECRET_KEY`, `SAMSYN_HOSTS` and `SAMSYN_MAIL_URL` have no default.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from samsyn.config.demo import check_demo_alone, demo_secret_key
from samsyn.config.files import file_storage

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent.parent
DEMO: bool = env.bool("SAMSYN_DEMO", default=False)
TESTING: bool = env.bool("SAMSYN_TESTING", default=False)
RELAXED = DEMO or TESTING
if DEMO:
    check_demo_alone(env.ENVIRON)
DATA = Path(env.str("SAMSYN_DATA", default="var")).resolve()
if RELAXED:
    DATA.mkdir(parents=True, exist_ok=True)

SECRET_KEY: str = demo_secret_key(DATA) if RELAXED else env.str("SAMSYN_SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("SAMSYN_OLD_SECRET_KEYS", default=[])
DEBUG = False
ALLOWED_HOSTS: list[str] = (
    ["localhost", "127.0.0.1", "[::1]", "testserver"] if RELAXED else env.list("SAMSYN_HOSTS")
)
BASE_URL: str = env.str(
    "SAMSYN_URL", default="http://localhost:8000" if RELAXED else f"https://{ALLOWED_HOSTS[0]}"
)

# The order is the map of the house: an app may use those above it, never those below.
LOCAL_APPS = [
    "samsyn.core",
    "samsyn.accounts",
    "samsyn.organisations",
    "samsyn.surveys",
    "samsyn.coding",
    "samsyn.reports",
    "samsyn.assignments",
    "samsyn.notifications",
    "samsyn.privacy",
    "samsyn.home",
]

INSTALLED_APPS = [
    *LOCAL_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samsyn.surveys.middleware.AnsweringMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samsyn.core.middleware.PrivateMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.accounts.middleware.LastSeenMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samsyn.organisations.middleware.ActorMiddleware",
    "samsyn.core.middleware.RuleMiddleware",
]

ROOT_URLCONF = "samsyn.config.urls"
WSGI_APPLICATION = "samsyn.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samsyn.home.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "samsyn.core.templatetags.parts",
            ],
        },
    }
]
FORM_RENDERER = "samsyn.core.forms.FormRenderer"

# Data

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA / 'samsyn.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is deleted is written over at once: the order in which answers came is to be gone, not hidden.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
            ),
        },
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env.int("SAMSYN_POOL", default=8)},
            # PostgreSQL takes the disk for one that turns: then it reads a whole table rather than some sixty rows of it.
            "options": "-c random_page_cost=1.1",
        },
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that rate limits hold over any number of server processes.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}
WORKER_POLL_SECONDS = 0.5
# A worker that has shown no life for so long is taken for dead, and its jobs are run again.
WORKER_LEASE_SECONDS: float = env.float("SAMSYN_WORKER_LEASE", default=30.0)
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
# One part of a survey may hold several matrices of two hundred statements each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES: int = env.int("SAMSYN_UPLOAD_MAX_BYTES", default=60 * 1024 * 1024)
FILE_UPLOAD_HANDLERS = [
    "samsyn.core.files.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STORAGES = {
    "default": file_storage(env.str("SAMSYN_FILES_URL", default="")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "home:start"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "samsyn.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; allauth reads here whether the page for signing in by password asks for one.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
# Addresses come from rosters and invitations, and every first sign-in is by a code sent to them.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "samsyn.accounts.forms.PasswordForm",
    "request_login_code": "samsyn.accounts.forms.AddressForm",
    "confirm_login_code": "samsyn.accounts.forms.CodeForm",
    "reset_password": "samsyn.accounts.forms.ResetForm",
    "confirm_password_reset_code": "samsyn.accounts.forms.ResetCodeForm",
    "reset_password_from_key": "samsyn.accounts.forms.NewPasswordForm",
    "set_password": "samsyn.accounts.forms.SetPasswordForm",
    "change_password": "samsyn.accounts.forms.ChangePasswordForm",
    "reauthenticate": "samsyn.accounts.forms.KnownPasswordForm",
}
# Three guesses go with each code. A whole network may sign in from one school's address at nine o'clock; a guesser
# gets at most 600 tries an hour at a million codes from one address, and 36 at one account.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "60/m/ip,200/h/ip,3/m/key,12/h/key",
    "reset_password": "20/m/ip,60/h/ip,3/m/key,12/h/key",
    "login_failed": "20/m/ip,100/h/ip,5/300s/key",
    "login": "60/m/ip",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# How many proxies of ours stand in front: tells whose address a rate limit counts.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("SAMSYN_PROXIES", default=0 if RELAXED else 1)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Samsyn"
MFA_ADAPTER = "samsyn.accounts.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "samsyn.accounts.forms.SecondStepForm",
    "reauthenticate": "samsyn.accounts.forms.SecondStepAgainForm",
    "activate_totp": "samsyn.accounts.forms.AppForm",
    "add_webauthn": "samsyn.accounts.forms.KeyForm",
    "edit_webauthn": "samsyn.accounts.forms.KeyNameForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = RELAXED
# A row written for every page read would make readers wait for each other: see accounts/middleware.py.
USERSESSIONS_TRACK_ACTIVITY = False

# Who runs this installation, as its trust pages say it.
OPERATOR: str = env.str("SAMSYN_OPERATOR", default="")
CONTACT: str = env.str("SAMSYN_CONTACT", default="")
# Where the source of what runs here is to be had; the licence asks for it where the program was changed.
SOURCE: str = env.str("SAMSYN_SOURCE", default="")

# Language

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_THOUSAND_SEPARATOR = True

# Mail

# Every mail is first a row; the worker sends it. See core/mail.py.
EMAIL_BACKEND = "samsyn.core.mail.OutboxBackend"
MAIL_FROM: str = env.str("SAMSYN_MAIL_FROM", default="Samsyn <samsyn@localhost>")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
if RELAXED:
    SMTP = env.email_url("SAMSYN_MAIL_URL", default="smtp://localhost:25") if TESTING else None
else:
    SMTP = env.email_url("SAMSYN_MAIL_URL")

# Safety

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "samsyn.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
if not RELAXED:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"tokens": {"()": "samsyn.core.logs.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}
    },
    "root": {"handlers": ["console"], "level": env.str("SAMSYN_LOG", default="WARNING")},
}
