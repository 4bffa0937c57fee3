"""Mail in, letters out. Import it only where mail is read: it loads lxml."""

from __future__ import annotations

from classifier.ingest.mail.containers import ENDINGS, is_maildir, read_mail, read_messages, too_large

__all__ = ["ENDINGS", "is_maildir", "read_mail", "read_messages", "too_large"]
