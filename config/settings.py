"""Settings of the site: secure unless told otherwise, and everything an operator may set.

Each value that comes from the environment is read by a function of `config.env`, which refuses
nonsense with a sentence. `docs/operations.md` lists the variables for operators.
"""

import secrets
from pathlib import Path

from config import env
from config.embedded import kept
from config.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
_VAR = BASE_DIR / "var"
_STATIC = BASE_DIR / "static"

# --- who may reach the site, and how it keeps secrets

DEBUG = env.boolean("DEBUG", default=False)
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SECRET_KEY = env.secret_key(
    "SECRET_KEY", default=lambda: kept(_VAR / "secret_key", lambda: secrets.token_urlsafe(64))
)
ANSWER_KEYS = env.keys("ANSWER_KEYS", default=lambda: kept(_VAR / "answer_keys", env.new_key))
FIELD_KEYS = env.keys("FIELD_KEYS", default=lambda: kept(_VAR / "field_keys", env.new_key))
AUDIT_KEY = env.keys("AUDIT_KEY", default=lambda: kept(_VAR / "audit_key", env.new_key))[0]

BEHIND_TLS = env.boolean("BEHIND_TLS", default=False)
if BEHIND_TLS:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_NAME = "session" if DEBUG else "__Host-session"
CSRF_COOKIE_NAME = "csrftoken" if DEBUG else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SERIALIZER = "screening.signin.kept_sessions.EncryptedSerializer"
CSRF_COOKIE_AGE = None  # gone with the browser too
# In the session, which a public page never opens, rather than in one more cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
STAFF_IDLE_SECONDS = 15 * 60
STAFF_SESSION_SECONDS = SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" would make Django refuse every form post
X_FRAME_OPTIONS = "DENY"

# The longest form has fewer than 20 fields; nobody uploads anything.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# A file that is sent all the same is dropped: none goes to the memory or the disk.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0

# --- how the parts are wired

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "screening",
]
AUTH_USER_MODEL = "screening.StaffMember"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "screening.signin.passwords.ForeseeableValidator"},
    {"NAME": "screening.signin.passwords.BreachedValidator"},
]
BREACHED_PASSWORDS = env.file("BREACHED_PASSWORDS")

# Signing in (django-allauth). Its own limits are off: they remember addresses, in one process.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff_home"
ACCOUNT_ADAPTER = "screening.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "screening.signin.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong; a code counts once all the same
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there is no e-mail

# The first three put headers on every response, static files and error pages too, so they stand
# before whitenoise. The rest only look at pages. A public page costs little here because nothing
# below opens the session, the user or a CSRF token unless a view asks for it. The guard stands
# last but before every view; it takes over from CSRF tokens on public pages.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "screening.security_headers.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "screening.compression.CompressPublicPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "screening.intake.tablet.lock.TabletLockMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "screening.signin.sessions.StaffSessionMiddleware",
    "screening.fetch_guard.ClosedByDefaultMiddleware",
    "screening.fetch_guard.FetchGuardMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "screening.directory.context.site",
                "screening.signin.context.staff",
            ],
            "libraries": {"directory": "screening.directory.tags"},
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "own"

# --- where things are kept

DATABASES = {"default": env.database("DATABASE_URL", default=_VAR / "db.sqlite3")}
RECORDS_KEPT_YEARS = env.whole_number("RECORDS_KEPT_YEARS", 0, least=0, most=100)  # 0: for ever
# Statistics never show less than this hides; each of the four can only be raised.
STATISTICS_HIDE_UP_TO = env.whole_number("STATISTICS_HIDE_UP_TO", 10, least=10, most=1000)
STATISTICS_ROUND_TO = env.whole_number(
    "STATISTICS_ROUND_TO", 5, least=5, most=2 * STATISTICS_HIDE_UP_TO
)  # nothing above what is hidden is rounded to nothing
STATISTICS_SHARES_FROM = env.whole_number("STATISTICS_SHARES_FROM", 20, least=20, most=10_000)
STATISTICS_COEFFICIENTS_FROM = env.whole_number(
    "STATISTICS_COEFFICIENTS_FROM", 50, least=50, most=10_000
)
COUNT_STEPS = env.boolean("COUNT_STEPS", default=True)  # how many self-checks reach each page
# Each process would remember something else, so nothing is remembered.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = _VAR / "static"
STATICFILES_DIRS = [_STATIC]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static_files.SiteStylesheetFinder",
]
STORAGES = {
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    }
}
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has a reason to read our files
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = logging_settings(
    env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
)

# --- language and time

LANGUAGES = [("en", "English")]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", "en", [code for code, _ in LANGUAGES])
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "UTC")  # of the date on a printed result

# --- the place that runs the site

COUNTRY = env.choice("COUNTRY", "US", ("US", "GB", "CA", "AU", "OTHER"))
LEAVE_TO = env.https_url("LEAVE_TO", "https://www.wikipedia.org/")

PROVIDER_NAME = env.text("PROVIDER_NAME")
PROVIDER_PHONE = env.phone("PROVIDER_PHONE")
PROVIDER_HOURS = env.text("PROVIDER_HOURS")
PROVIDER_URL = env.https_url("PROVIDER_URL")
PROVIDER_IS_SPONSOR = env.boolean("PROVIDER_IS_SPONSOR", default=False)
PROVIDER_LOGO = env.path_below("PROVIDER_LOGO", _STATIC)
PROVIDER_COLOUR = env.colour("PROVIDER_COLOUR")
PROVIDER_HEADER_COLOUR = env.colour("PROVIDER_HEADER_COLOUR")
