"""What is read of career posts, and of what an organiser has settled for a school year."""

from uuid import UUID

from samsyn.assignments.models import YearTerms


def terms_for(controller_id: UUID, year: int) -> YearTerms | None:
    return YearTerms.objects.filter(controller=controller_id, year=year).first()
