"""planbook.book.i18n: the interface speaks Chinese."""

import gettext

from planbook.book import i18n


def test_a_word_of_ours_wins():
    """Our word comes first, the catalogue's is used for everything else."""
    behind = gettext.NullTranslations()
    behind.gettext = {"next": "后页", "Index": "索引"}.get
    spoken = i18n._Words({"next": "下一章"}, behind)
    assert spoken.gettext("next") == "下一章"
    assert spoken.gettext("Index") == "索引"


def test_the_page_says_them(toy):
    """Skip link, neighbours, theme switch, figure and table numbers."""
    page = (toy / "chapters" / "industry.html").read_text(encoding="utf-8")
    for word in ("跳到正文", "回到顶部", "上一章", "下一章", "随系统", "全书目录", "图 1.1", "表 1.1"):
        assert word in page, word
    assert 'lang="zh-CN"' in page
