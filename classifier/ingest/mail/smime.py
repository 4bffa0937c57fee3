"""Signed mail (S/MIME): the content out of its envelope. The signature is not checked: read, not trusted."""

from __future__ import annotations

from classifier.ingest.mail.message import UnreadableError

__all__ = ["signed_content"]


def signed_content(data: bytes) -> bytes:
    """Return what a signed envelope holds.

    Parameters
    ----------
    data : bytes
        ``smime.p7m``, DER or PEM.

    Returns
    -------
    bytes
        A mail in internet format.

    Raises
    ------
    UnreadableError
        If it is encrypted or damaged.
    """
    from asn1crypto import cms, pem

    try:
        if pem.detect(data):
            data = pem.unarmor(data)[2]
        envelope = cms.ContentInfo.load(data)
        kind = envelope["content_type"].native
        if kind == "signed_data":
            content = envelope["content"]["encap_content_info"]["content"]
            held = content.native if content is not None else None
        elif kind == "compressed_data":
            import zlib

            packed = envelope["content"]["encap_content_info"]["content"].native
            held = zlib.decompressobj().decompress(packed, 50 << 20)
        else:
            raise UnreadableError("It is encrypted.")
    except UnreadableError:
        raise
    except Exception as error:  # noqa: BLE001 - hostile data; asn1crypto raises ValueError, TypeError, KeyError and more
        raise UnreadableError(f"It is a damaged signed mail ({type(error).__name__}).") from None
    if not isinstance(held, bytes):
        raise UnreadableError("It holds a signature only.")
    return held
