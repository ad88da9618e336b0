"""Files of answers and codebooks, made when somebody asks for them and thrown away soon after."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.core.files import RandomName
from samsyn.core.models import BaseModel
from samsyn.surveys.models.rounds import Round


class FileContent(models.TextChoices):
    UNNAMED = "unnamed", _("answers without names")
    NAMED = "named", _("answers with names")
    TEXTS = "texts", _("what people wrote")
    CODEBOOK = "codebook", _("codebook")


class FileFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")
    SAV = "sav", _("SPSS")
    PARQUET = "parquet", _("Parquet")
    JSON = "json", _("JSON")
    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word")


_ROWS = (
    FileFormat.XLSX,
    FileFormat.CSV,
    FileFormat.SAV,
    FileFormat.PARQUET,
    FileFormat.JSON,
)
# Statistics programs have nothing to do with texts.
FILE_FORMATS: dict[FileContent, tuple[FileFormat, ...]] = {
    FileContent.UNNAMED: _ROWS,
    FileContent.NAMED: _ROWS,
    FileContent.TEXTS: (FileFormat.XLSX, FileFormat.CSV, FileFormat.JSON),
    FileContent.CODEBOOK: (FileFormat.PDF, FileFormat.DOCX),
}


class AnswerFile(BaseModel):
    """One round's answers, or its codebook, in one format. Whoever may have it shares it: it is the same for all of them."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="answer_files")
    content = models.CharField(max_length=10, choices=FileContent.choices)
    format = models.CharField(max_length=10, choices=FileFormat.choices)
    # The closing whose answers it holds, of a codebook when the questionnaire last changed. When the round is opened
    # again or the questionnaire changes, it is nobody's.
    closed_at = models.DateTimeField()
    file = models.FileField(upload_to=RandomName("answers"), blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(null=True, blank=True)
    # Why it could not be made, for whoever waits for it.
    fault = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["content", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "content", "format", "closed_at"], name="answer_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.content}.{self.format}"
