"""The interface in Chinese: the words that Sphinx and its themes leave in English."""

import gettext

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.locale import translators

# catalogue → English → Chinese; a word given here wins over the catalogue's own translation.
WORDS = {
    "sphinx": {
        "Back to top": "回到顶部",
        "Error": "错误",
        "Link to this code": "链接到此代码",
        "Link to this definition": "链接到此定义",
        "Link to this heading": "链接到此标题",
        "Link to this image": "链接到此图",
        "Link to this table": "链接到此表",
        "Link to this term": "链接到此术语",
        "Link to this toctree": "链接到此目录",
        "On this page": "本页内容",
        "Please activate JavaScript to enable the search functionality.": "请启用 JavaScript 以使用搜索。",
        "Search": "搜索",
        "Site navigation": "全书目录",
        "Skip to main content": "跳到正文",
        "light/dark": "浅色或深色",
        "next": "下一章",
        "next page": "下一章",
        "previous": "上一章",
        "previous page": "上一章",
    },
    "booktheme": {
        "By": "编者：",
        "Contents": "本页内容",
        "Search": "搜索",
    },
}


class _Words(gettext.NullTranslations):
    """A dictionary in front of a message catalogue."""

    def __init__(self, words: dict[str, str], behind: gettext.NullTranslations) -> None:
        super().__init__()
        self._words = words
        self.add_fallback(behind)

    def gettext(self, message: str) -> str:
        return self._words.get(message) or super().gettext(message)


def speak(app: Sphinx, config: Config) -> None:
    """Event `config-inited`: put the words in front of the catalogues, after the themes registered theirs."""
    if not (config.language or "").startswith("zh"):
        return
    for catalogue, words in WORDS.items():
        behind = translators.get(("general", catalogue), gettext.NullTranslations())
        translators["general", catalogue] = _Words(words, behind)
    # templates and nodes were given the translator before this event
    app.translator = translators["general", "sphinx"]
