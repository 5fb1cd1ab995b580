"""Refusals of whole files: what is not a table, what would harm the machine, what nobody could read."""

from shuke.foundation.refusals import Refusal


class UnreadableFile(Refusal):
    """The file cannot be read as a table."""

    code = "sheets.unreadable"
    status = 422
    zh = "无法读取文件:{why_zh}"
    en = "The file cannot be read: {why_en}"


class UnsafeFile(Refusal):
    """The file is built so that reading it could do harm."""

    code = "sheets.unsafe"
    status = 422
    zh = "文件不安全,已拒绝:{why_zh}"
    en = "The file was refused as unsafe: {why_en}"


def unreadable(zh: str, en: str) -> UnreadableFile:
    """Say why a file cannot be read."""
    return UnreadableFile(why_zh=zh, why_en=en)


def unsafe(zh: str, en: str) -> UnsafeFile:
    """Say why a file is not even tried."""
    return UnsafeFile(why_zh=zh, why_en=en)
