"""Is an edition whole and right? Every finding at once: fields, references, rules between rows, the audit's
own files, and, with the report's text, the place of every number and commitment. Uses `planbook.edition` and
`planbook.audit`.
"""

from planbook.check.validate import check

__all__ = ["check"]
