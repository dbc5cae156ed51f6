"""Throws changed documents at every format, and changed texts of staff’s at what reads them. Not part of the package.

Only ``FeedError`` and ``StaffError`` may come back, and whatever was read must also be shown.
"""
