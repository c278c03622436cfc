"""All editions in one table: an indicator ranked and followed over counties and years.

Each value is traced to its report's line. The table on disk needs the extra [compare].
"""
