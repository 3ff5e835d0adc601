"""The security headers that Django does not set itself.

Django's own middleware sets X-Content-Type-Options, Referrer-Policy, Cross-Origin-Opener-Policy,
Strict-Transport-Security and X-Frame-Options. What is here is constant: a policy that is the same
for every page costs nothing to build and cannot be loosened by one of them. There are two: pages
behind the sign-in may also ask their own site, so that what is typed is saved while it is typed.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'none'",
        "connect-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

STAFF_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY.replace(
    "connect-src 'none'", "connect-src 'self'"
)

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "usb",
        "xr-spatial-tracking",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeadersMiddleware:
    """Put `HEADERS` on every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the response of the rest of the chain with the headers on it."""
        response = self.get_response(request)
        headers = response.headers
        for name, value in HEADERS.items():
            headers[name] = value
        if is_staff_page(request):
            headers["Content-Security-Policy"] = STAFF_CONTENT_SECURITY_POLICY
        return response


def is_staff_page(request: HttpRequest) -> bool:
    """Tell whether the request was answered by a view behind the sign-in."""
    match = request.resolver_match
    return match is not None and hasattr(match.func, "permission")
