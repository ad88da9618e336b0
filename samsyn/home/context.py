"""What every page needs: who is signed in and where they can go."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"navigation": [], "actor": getattr(request, "actor", None)}
