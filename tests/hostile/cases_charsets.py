# ruff: noqa: RUF001  letters of many scripts are meant
"""Charsets: what the header says, what the page says, what the bytes are; texts compared to the character."""

from __future__ import annotations

from tests.hostile.answers import NEWS, any_of, hostile, page
from tests.hostile.articles import html
from tests.hostile.server import Case

_TEXTS = {
    "de": (
        "Bürgermeisterin kündigt größere Änderungen an",
        (
            "Die Straßen der Altstadt werden vom 1. März an für fünf Wochen gesperrt, weil neue Rohre für die "
            "Fernwärme "
            "gelegt werden müssen, erklärte Bürgermeisterin Käthe Schröder am Donnerstag den Anwohnern."
        ),
    ),
    "fr": (
        "Le marché couvert rouvre à Orléans",
        (
            "Après six mois de travaux, le marché couvert d’Orléans a rouvert ses portes samedi « sans aucun retard », "
            "s’est félicité l’adjoint chargé de l’économie, Noël Lefèvre ; le chantier a coûté 4 millions d’euros."
        ),
    ),
    "pl": (
        "Pociągi wracają na trasę do Łodzi",
        (
            "Po trzech tygodniach przerwy pociągi znów jeżdżą między Łodzią a Częstochową, poinformował w środę "
            "rzecznik "
            "kolei Zbigniew Wójcik, przepraszając pasażerów za długie opóźnienia i tłok w autobusach."
        ),
    ),
    "ru": (
        "Мост через реку откроют весной",
        (
            "Новый мост через реку откроют для движения в апреле, сообщил в пятницу журналистам глава городского "
            "округа "
            "Сергей Лебедев, добавив, что строители закончили укладку асфальта раньше срока."
        ),
    ),
    "el": (
        "Νέο δρομολόγιο πλοίων για τη Σύρο",
        (
            "Το νέο δρομολόγιο προς τη Σύρο ξεκινά την Κυριακή και θα εκτελείται τρεις φορές την εβδομάδα, "
            "ανακοίνωσε η "
            "λιμενική αρχή, ενώ οι κάτοικοι ζητούσαν εδώ και χρόνια συχνότερη συγκοινωνία."
        ),
    ),
    "tr": (
        "Köprü onarımı beş hafta sürecek",
        (
            "İlçedeki taş köprünün onarımı beş hafta sürecek ve bu süre içinde araçlar çevre yolundan gidecek, diye "
            "açıkladı belediye başkanı Ayşe Çağlar; çalışmalar pazartesi günü başlıyor."
        ),
    ),
    "ja": (
        "駅前の図書館が三か月ぶりに再開",
        (
            "改修工事のため三か月間休館していた駅前の市立図書館が土曜日に再開し、朝から多くの家族連れが訪れた。館長の佐藤由美さんは、"
            "閲覧席を二倍に増やし、子どものための部屋も新しく作ったと話した。"
        ),
    ),
    "zh": (
        "新地铁线路将于明年春天通车",
        (
            "市交通局星期三宣布，连接东城和机场的新地铁线路将于明年四月通车，全长二十八公里，共设十五个车站，预计每天运送乘客三十万人次，"
            "沿线居民对此表示欢迎。"
        ),
    ),
    "tw": (
        "新捷運路線將於明年春天通車",
        (
            "市交通局星期三宣布，連接東區和機場的新捷運路線將於明年四月通車，全長二十八公里，共設十五個車站，預計每天運送乘客三十萬人次，"
            "沿線居民對此表示歡迎。"
        ),
    ),
    "ko": (
        "시립 도서관 석 달 만에 다시 문 열어",
        (
            "개보수 공사로 석 달 동안 문을 닫았던 시립 도서관이 토요일에 다시 문을 열어 아침부터 많은 가족이 찾았다. "
            "김지영 관장은 열람석을 두 배로 늘리고 어린이를 위한 방도 새로 만들었다고 말했다."
        ),
    ),
    "he": (
        "הגשר החדש ייפתח באביב",
        (
            "הגשר החדש מעל הנחל ייפתח לתנועה בחודש אפריל, כך הודיעה ביום שישי דוברת העירייה רות כהן, והוסיפה כי "
            "העובדים "
            "סיימו את סלילת הכביש לפני המועד שנקבע ובלי לחרוג מן התקציב."
        ),
    ),
    "ar": (
        "افتتاح الجسر الجديد في الربيع",
        (
            "يفتتح الجسر الجديد فوق النهر أمام حركة السير في شهر أبريل، حسبما أعلن يوم الجمعة رئيس البلدية سامي "
            "الحداد، "
            "مضيفا أن العمال أنهوا رصف الطريق قبل الموعد المحدد."
        ),
    ),
    "en": (
        "Café owners on the quay “relieved” as trams return",
        (
            "Café owners along the quay said they were “relieved” when the trams – stopped since May – came back on "
            "Monday; one, José Núñez, had lost €9,000 and didn’t expect to be paid for it."
        ),
    ),
}


def _meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


def _lie(  # noqa: PLR0913  who says what
    name: str,
    language: str,
    codec: str,
    *,
    header: str | None,
    meta: str | None = None,
    bom: bytes = b"",
    outcomes: tuple[str, ...] = ("stored",),
) -> Case:
    """Return a case of a page in `codec`, whose header and meta element name these charsets."""
    title, text = _TEXTS[language]
    body = bom + html(title, text, head=_meta(meta) if meta else "", lang=language).encode(codec)
    content_type = "text/html" + (f"; charset={header}" if header else "")
    texts = {"/page": text} if outcomes == ("stored",) else {}
    return hostile(name, page(body, content_type=content_type), *outcomes, texts=texts)


def _plain(name: str, body: bytes, text: str, content_type: str = "text/html") -> Case:
    return hostile(name, page(body, content_type=content_type), "stored", texts={"/page": text})


_DE, _RU = _TEXTS["de"][1], _TEXTS["ru"][1]

CASES: list[Case] = [
    # nobody lies
    _lie("UTF-8 by header", "de", "utf-8", header="utf-8"),
    _lie("UTF-8 by meta", "ru", "utf-8", header=None, meta="utf-8"),
    _lie("UTF-8 by mark", "el", "utf-8-sig", header=None),
    _lie("UTF-8 by nobody", "ja", "utf-8", header=None),
    _lie("ISO-8859-1 by header", "de", "latin-1", header="ISO-8859-1"),
    _lie("windows-1252 by meta", "fr", "cp1252", header=None, meta="windows-1252"),
    _lie("ISO-8859-2 by header", "pl", "iso8859-2", header="ISO-8859-2"),
    _lie("windows-1250 by meta", "pl", "cp1250", header=None, meta="windows-1250"),
    _lie("windows-1251 by header", "ru", "cp1251", header="windows-1251"),
    _lie("KOI8-R by meta", "ru", "koi8-r", header=None, meta="koi8-r"),
    _lie("ISO-8859-5 by header", "ru", "iso8859-5", header="iso-8859-5"),
    _lie("windows-1253 by meta", "el", "cp1253", header=None, meta="windows-1253"),
    _lie("windows-1254 by header", "tr", "cp1254", header="windows-1254"),
    _lie("ISO-8859-9 by meta", "tr", "iso8859-9", header=None, meta="iso-8859-9"),
    _lie("windows-1255 by header", "he", "cp1255", header="windows-1255"),
    _lie("windows-1256 by meta", "ar", "cp1256", header=None, meta="windows-1256"),
    _lie("Shift_JIS by header", "ja", "cp932", header="Shift_JIS"),
    _lie("EUC-JP by meta", "ja", "euc-jp", header=None, meta="euc-jp"),
    _lie("ISO-2022-JP by header", "ja", "iso2022-jp", header="iso-2022-jp"),
    _lie("GBK by header", "zh", "gbk", header="gbk"),
    _lie("GB2312 by meta", "zh", "gb2312", header=None, meta="gb2312"),
    _lie("GB18030 by header", "zh", "gb18030", header="gb18030"),
    _lie("Big5 by meta", "tw", "big5", header=None, meta="big5"),
    _lie("EUC-KR by header", "ko", "euc-kr", header="euc-kr"),
    _lie("UTF-16 little-endian with a mark", "de", "utf-16-le", header=None, bom=b"\xff\xfe"),
    _lie("UTF-16 big-endian with a mark", "de", "utf-16-be", header=None, bom=b"\xfe\xff"),
    _lie("UTF-16 by header, without a mark", "en", "utf-16-le", header="utf-16le"),
    _lie("UTF-16 by nobody, without a mark", "en", "utf-16-le", header=None),
    _lie("UTF-32 with a mark", "de", "utf-32-le", header=None, bom=b"\xff\xfe\0\0"),
    # lies
    _lie("UTF-8 that the header calls ISO-8859-1", "de", "utf-8", header="ISO-8859-1"),
    _lie("UTF-8 that the meta calls windows-1251", "ru", "utf-8", header=None, meta="windows-1251"),
    _lie("UTF-8 that both call Shift_JIS", "fr", "utf-8", header="shift_jis", meta="shift_jis"),
    _lie("windows-1252 that the header calls UTF-8", "fr", "cp1252", header="utf-8", meta="windows-1252"),
    _lie("windows-1252 that both call UTF-8", "de", "cp1252", header="utf-8", meta="utf-8"),
    _lie("windows-1251 that the header calls UTF-8", "ru", "cp1251", header="utf-8", meta="windows-1251"),
    _lie("windows-1251 by meta, ISO-8859-1 by header", "ru", "cp1251", header="windows-1251", meta="iso-8859-1"),
    _lie("windows-1252 that is called ISO-8859-1", "en", "cp1252", header="iso-8859-1"),
    _lie("windows-1252 that is called ASCII", "en", "cp1252", header="us-ascii"),
    _lie("a mark against the header", "de", "utf-8-sig", header="windows-1251"),
    _lie("a UTF-16 mark against the header", "ru", "utf-16-le", header="utf-8", bom=b"\xff\xfe"),
    _lie("UTF-8 that the meta calls UTF-16", "de", "utf-8", header=None, meta="utf-16"),
    _lie("a charset nobody knows", "de", "utf-8", header="klingon"),
    _lie("a charset nobody knows, over windows-1252", "fr", "cp1252", header="x-user", meta="windows-1252"),
    _lie("a charset named none", "de", "utf-8", header="none"),
    _lie("a charset in quotes", "de", "latin-1", header='"iso-8859-1"'),
    _lie("a charset in single quotes", "de", "latin-1", header="'iso-8859-1'"),
    _lie("a charset in capitals with blanks", "ru", "cp1251", header=" WINDOWS-1251 "),
    _lie("UTF-7, which nobody may read", "en", "utf-8", header="utf-7"),
    _lie("a codec of Python that is no charset", "en", "utf-8", header="base64"),
    _lie("another codec of Python", "en", "utf-8", header="unicode_escape"),
    _lie("a codec that unpacks", "en", "utf-8", header="zlib_codec"),
    _lie("a charset of 30 KB", "de", "utf-8", header="x" * 30_000),
    # nobody says a word
    _lie("windows-1252 by nobody", "de", "cp1252", header=None),
    _lie("windows-1251 by nobody", "ru", "cp1251", header=None),
    _lie("Shift_JIS by nobody", "ja", "cp932", header=None),
    _lie("GB18030 by nobody", "zh", "gb18030", header=None),
    _lie("EUC-KR by nobody", "ko", "euc-kr", header=None),
    # odd characters
    _plain(
        "a meta element behind 4 KB of scripts",
        html(*_TEXTS["ru"], head=f"<script>{'x' * 4000}</script>{_meta('windows-1251')}").encode("cp1251"),
        _RU,
    ),
    _plain(
        "a meta element in a comment before the true one",
        html(*_TEXTS["ru"], head=f"<!--{_meta('koi8-r')}-->{_meta('windows-1251')}").encode("cp1251"),
        _RU,
    ),
    _plain(
        "http-equiv",
        html(*_TEXTS["ru"], head='<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">').encode(
            "cp1251"
        ),
        _RU,
    ),
    _plain(
        "an XML declaration",
        b'<?xml version="1.0" encoding="windows-1251"?>' + html(*_TEXTS["ru"]).encode("cp1251"),
        _RU,
        "application/xhtml+xml",
    ),
    _plain(
        "entities by name and number",
        html(_TEXTS["de"][0], "@")
        .replace("@", _DE.replace("ß", "&szlig;").replace("ö", "&#246;").replace("ä", "&#xE4;"))
        .encode(),
        _DE,
    ),
    _plain(
        "windows-1252 by number",
        html("It’s the trams", "@")
        .replace(
            "@",
            _TEXTS["en"][1]
            .replace("“", "&#147;")
            .replace("”", "&#148;")
            .replace("–", "&#150;")
            .replace("’", "&#146;")
            .replace("€", "&#128;"),
        )
        .encode(),
        _TEXTS["en"][1],
    ),
    _plain("decomposed letters", html("Größer", _DE.replace("ü", "u\u0308").replace("ä", "a\u0308")).encode(), _DE),
    _plain("a page with carriage returns", html(_TEXTS["de"][0], _DE).replace("\n", "\r\n").encode(), _DE),
    _plain("a form feed by number", html(_TEXTS["de"][0], _DE).replace("<p>", "<p>&#12;").encode(), _DE),
    _plain("a NUL in the text", html(_TEXTS["de"][0], _DE.replace("Altstadt", "Alt\0stadt")).encode(), _DE),
    _plain("a control by number", html(_TEXTS["de"][0], _DE).replace("Altstadt", "Alt&#1;stadt").encode(), _DE),
    _plain(
        "half a surrogate by number", html(_TEXTS["de"][0], _DE).replace("</p>", " <b>&#xD800;</b></p>").encode(), _DE
    ),
    _plain(
        "four-byte letters", html("Emoji 😀 and 𝒜", _TEXTS["en"][1] + " 😀 𝒜 🇩🇪").encode(), _TEXTS["en"][1] + " 😀 𝒜 🇩🇪"
    ),
    hostile(
        "one broken byte in UTF-8",
        page(html(*_TEXTS["de"]).encode().replace(b"Donnerstag", b"Donn\xffrstag")),
        "stored",
        texts={"/page": _DE.replace("Donnerstag", "Donn\ufffdrstag")},
    ),
    hostile("a last character cut off", page(NEWS.rstrip() + "ü".encode()[:1]), "stored"),
    hostile("a page of two charsets", page(html(*_TEXTS["de"]).encode() + _RU.encode("cp1251")), "stored"),
    hostile(
        "random bytes that claim UTF-8",
        page(bytes((n * 97 + n // 7) % 256 for n in range(9000))),
        "bad_encoding",
        "not_html",
        "no_text",
    ),
    hostile(
        "UTF-16 that claims UTF-8 and is cut in a letter",
        page(html(*_TEXTS["en"]).encode("utf-16")[:-1], content_type="text/html; charset=utf-8"),
        "stored",
    ),
    hostile("overlong UTF-8", page(NEWS.replace(b"</p>", b"\xc0\xbcscript\xc0\xbe</p>", 1)), "stored"),
    hostile("a mark in the middle", page(NEWS.replace(b"<p>", b"<p>\xef\xbb\xbf")), "stored"),
    Case(
        name="nothing but replacement characters",
        routes={"/page": page("\ufffd" * 3000)},
        ends={"/page": any_of("bad_encoding", "no_text", "too_short")},
    ),
]
