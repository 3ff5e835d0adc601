"""Which views are public, and refusing a post that another site sends to one of them.

Public pages have no session and so no CSRF token to check. Browsers say themselves where a post
comes from: newer ones with `Sec-Fetch-Site`, all since about 2020 with `Origin`. The order of the
questions is that of Go's `net/http.CrossOriginProtection` (Go 1.25).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
P = ParamSpec("P")

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_PAGES = frozenset({"same-origin", "none"})


def public(view: View) -> View:
    """Make a view public: open without signing in, and guarded here instead of by a CSRF token.

    The one way to make a view public, so that nothing is open and unguarded.
    """
    return login_not_required(csrf_exempt(view))


def before_sign_in(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Open a view to people who are not signed in yet. It keeps its CSRF token and its session.

    The one way to do so. Its responses are kept in no cache.
    """

    @wraps(view)
    def kept_nowhere(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return login_not_required(kept_nowhere)


def is_from_another_site(request: HttpRequest) -> bool:
    """Return whether the browser says that something other than our own page sent this request.

    - `Sec-Fetch-Site`, where there is one, decides alone: a page of this origin (`same-origin`) or
      the person themselves (`none`) is us; another subdomain (`same-site`) is not.
    - Otherwise `Origin` must name the host the request went to. A page in a sandbox, and one whose
      address is hidden, sends "null", which names none. The scheme cannot be compared, since the
      request does not carry its own; HSTS closes that gap.
    - With neither it is an old browser or no browser. We let it in: such a browser cannot be
      told apart from our own page's visitor, and the cookie is SameSite=Lax.
    """
    # Not request.headers, which reads all of them.
    fetch_site: str | None = request.META.get("HTTP_SEC_FETCH_SITE")
    if fetch_site:
        return fetch_site not in _OWN_PAGES
    origin: str | None = request.META.get("HTTP_ORIGIN")
    if not origin:
        return False
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return True
    return host.lower() != request.get_host().lower()


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Ask for a login before every view that is not public.

    Django's own looks at the user first, and at the view after that: every public page would then
    open the session, and with a session cookie ask the database.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return None to go on, or the way to the login page."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class FetchGuardMiddleware:
    """Answer 403 to an unsafe request from another site to a view without CSRF protection."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the rest of the chain."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        """Raise `PermissionDenied` for an unsafe request from another site."""
        if (
            request.method not in _SAFE_METHODS
            and getattr(view, "csrf_exempt", False)
            and is_from_another_site(request)
        ):
            raise PermissionDenied("A page of another site sent this form.")
