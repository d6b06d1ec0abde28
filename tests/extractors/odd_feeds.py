"""A gazette of odd feeds and sitemaps, as the web serves them by mistake or on purpose, each with its expected end."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from extractors.records import Outcome

HERE = "https://news.example/"
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
FILE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
REMOTE = '<!DOCTYPE rss PUBLIC "-//x//y" "http://news.example/never.dtd">'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://news.example/never.dtd"> %x;]>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """A body that is made when asked for, and its end: the paths of its links in order, or the outcome of a refusal."""

    name: str
    make: Callable[[], str | bytes]
    paths: tuple[str, ...] = ()  # below HERE; whole addresses elsewhere
    refused: Outcome | None = None
    title: str | None = None  # of the first link, where it matters
    left_out: int = 0  # truncated, foreign and unusable ones

    def body(self) -> bytes:
        made = self.make()
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def item(path: str = "a", title: str = "A", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{HERE}{path}</link>{more}</item>"


def rss(items: str, attributes: str = "") -> str:
    return f'<rss version="2.0"{attributes}><channel><title>Feed</title>{items}</channel></rss>'


def atom(entries: str) -> str:
    return f"<feed {ATOM}><title>Feed</title>{entries}</feed>"


def entry(path: str = "a", title: str = "A", more: str = "") -> str:
    return f'<entry><title>{title}</title><link href="{HERE}{path}"/>{more}</entry>'


def sitemap(*addresses: str, root: str = "urlset") -> str:
    return f"<{root}>" + "".join(f"<url><loc>{address}</loc></url>" for address in addresses) + f"</{root}>"


def numbered(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(count))


A, AB = ("a",), ("a", "b")
NONE, BAD = Outcome.NO_TEXT, Outcome.BAD_ENCODING

BOMBS = (
    Odd(name="entity bomb", make=lambda: BOMB + rss(item(title="&c;")), refused=BAD),
    Odd(name="entity bomb in a sitemap", make=lambda: BOMB + sitemap(HERE + "&c;"), refused=BAD),
    Odd(name="entity bomb in UTF-16", make=lambda: (BOMB + rss(item(title="&c;"))).encode("utf-16"), refused=BAD),
    Odd(name="entity bomb after a comment", make=lambda: "<!-- <rss> -->" + BOMB + rss(item()), refused=BAD),
    Odd(name="external entity", make=lambda: FILE + rss(item(title="&x;")), refused=BAD),
    Odd(name="external parameter entity", make=lambda: PARAMETER + rss(item()), refused=BAD),
    Odd(name="external document type", make=lambda: REMOTE + rss(item()), paths=A),
    Odd(name="gzip bomb", make=lambda: gzip.compress(b" " * 60_000_000, 9), refused=Outcome.TOO_LARGE),
    Odd(name="many empty gzip members", make=lambda: gzip.compress(b"") * 100_000, refused=BAD),
    Odd(name="gzip cut short", make=lambda: gzip.compress(rss(item()).encode())[:-9], refused=BAD),
    Odd(name="gzip damaged", make=lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 40, refused=BAD),
    Odd(name="gzip with padding", make=lambda: gzip.compress(rss(item()).encode()) + b"\0" * 512, paths=A),
    Odd(
        name="gzip of two members",
        make=lambda: gzip.compress(rss(item()).encode()[:60]) + gzip.compress(rss(item()).encode()[60:]),
        paths=A,
    ),
    Odd(name="zlib, which no file is", make=lambda: zlib.compress(rss(item()).encode()), refused=BAD),
)

FLOODS = (
    Odd(name="100,000 levels", make=lambda: rss("<a>" * 100_000 + item()), left_out=1),
    Odd(name="100,000 levels in a sitemap", make=lambda: "<urlset>" + "<url>" * 100_000),
    Odd(name="100,000 attributes", make=lambda: rss(item(), "".join(f' a{n}="1"' for n in range(100_000))), paths=A),
    Odd(
        name="100,000 attributes of an item",
        make=lambda: rss(item().replace("<item", "<item " + " ".join(f"a{n}='>'" for n in range(100_000)))),
        paths=A,
    ),
    Odd(
        name="50,000 namespaces",
        make=lambda: rss(item(), "".join(f' xmlns:a{n}="b{n}"' for n in range(50_000))),
        paths=A,
    ),
    Odd(
        name="100,000 attributes of a sitemap",
        make=lambda: sitemap(HERE + "a").replace("<urlset", "<urlset " + 'a="1" ' * 100_000),
        paths=A,
    ),
    Odd(name="a name of 100 KB", make=lambda: rss(item(more="<author>" + "a." * 50_000 + "</author>")), paths=A),
    Odd(
        name="20,000 categories",
        make=lambda: rss(item(more="".join(f"<category>{n}</category>" for n in range(20_000)))),
        paths=A,
    ),
    Odd(name="a title of 2 MB", make=lambda: rss(item(title="x " * 1_000_000)), paths=A),
    Odd(name="a date of 500 KB", make=lambda: rss(item(more=f"<pubDate>{'1:' * 250_000}</pubDate>")), paths=A),
    Odd(name="an address of 9 KB", make=lambda: rss(item("x" * 9000) + item()), paths=A, left_out=1),
    Odd(name="an address of 9 MB", make=lambda: sitemap(HERE + "x" * 9_000_000, HERE + "a"), paths=A, left_out=1),
    Odd(
        name="10,000 items", make=lambda: rss("".join(map(item, numbered(10_000)))), paths=numbered(1000), left_out=9000
    ),
    Odd(name="200,000 empty items", make=lambda: rss("<item/>" * 200_000), left_out=200_000),
    Odd(name="100,000 items without an end", make=lambda: rss("<item>" * 100_000), left_out=100_000),
    Odd(
        name="60,000 addresses",
        make=lambda: "\n".join(HERE + path for path in numbered(60_000)),
        paths=numbered(50_000),
        left_out=10_000,
    ),
    Odd(name="200,000 comments without an end", make=lambda: rss("<!--" * 200_000 + item())),
    Odd(name="200,000 instructions", make=lambda: "<?x ?>" * 200_000 + rss(item()), refused=NONE),
    Odd(name="200,000 declarations", make=lambda: rss("<![" * 200_000 + item()), left_out=1),
    Odd(name="300,000 end tags", make=lambda: rss(item() + "</x>" * 300_000), paths=A),
    Odd(name="a million angle brackets", make=lambda: "<rss>" + "<" * 1_000_000),
    Odd(name="a million ampersands", make=lambda: rss(item(title="&" * 1_000_000)), paths=A),
    Odd(name="500 KB of square brackets", make=lambda: '{"items":' + "[" * 500_000, refused=NONE),
    Odd(name="a number of 500 KB", make=lambda: '{"items":[],"n":' + "9" * 500_000 + "}", refused=NONE),
    Odd(
        name="punycode as a charset",
        make=lambda: '<?xml version="1.0" encoding="punycode"?>' + rss(item("a", "a" * 200_000)),
        paths=A,
    ),
)

BROKEN = (
    Odd(name="nothing", make=lambda: "", refused=NONE),
    Odd(name="only a mark and white space", make=lambda: "\ufeff \n", refused=NONE),
    Odd(name="only NUL bytes", make=lambda: b"\0" * 1000, refused=NONE),
    Odd(name="an HTML page", make=lambda: "<!DOCTYPE html><title>Consent</title><body>Yes?</body>", refused=NONE),
    Odd(name="a PNG image", make=lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(32)) * 9, refused=BAD),
    Odd(name="an error as text", make=lambda: "503 Service Unavailable", refused=NONE),
    Odd(name="an error as JSON", make=lambda: '{"error": "quota"}', refused=NONE),
    Odd(name="another XML document", make=lambda: '<?xml version="1.0"?><soap><body2/></soap>', refused=NONE),
    Odd(name="cut after an item", make=lambda: rss(item() + item("b"))[:-16], paths=AB),
    Odd(name="cut in an address", make=lambda: rss(item() + item("bcdefgh"))[:-38], paths=A, left_out=1),
    Odd(name="cut in a sitemap's address", make=lambda: sitemap(HERE + "a", HERE + "bcd")[:-24], paths=A, left_out=1),
    Odd(name="cut in a tag", make=lambda: rss(item() + "<item><title>x</ti"), paths=A, left_out=1),
    Odd(name="cut in its root", make=lambda: '<rss version="2.0', refused=NONE),
    Odd(name="a sitemap cut in its root", make=lambda: "<urlset xmlns="),
    Odd(name="two roots", make=lambda: rss(item()) + rss(item("b")), paths=AB),
    Odd(name="two sitemaps in one", make=lambda: sitemap(HERE + "a") + sitemap(HERE + "b"), paths=A),
    Odd(name="junk after the root", make=lambda: rss(item()) + "<script>track()</script>\n-->", paths=A),
    Odd(name="a PHP warning before it", make=lambda: "<br />\n<b>Warning</b>: x.php\n" + rss(item()), paths=A),
    Odd(name="a comment before the declaration", make=lambda: "<!-- c --><?xml version='1.0'?>" + rss(item()), paths=A),
    Odd(name="white space before the declaration", make=lambda: "\n\n <?xml version='1.0'?>" + rss(item()), paths=A),
    Odd(name="XML 1.1", make=lambda: "<?xml version='1.1'?>" + rss(item()), paths=A),
    Odd(name="items without a channel", make=lambda: f'<rss version="2.0">{item()}</rss>', paths=A),
    Odd(name="upper case", make=lambda: rss(item()).replace("item", "ITEM").replace("<rss", "<RSS"), paths=A),
    Odd(
        name="end tags in a wrong order",
        make=lambda: rss(f"<item><link>{HERE}a</link><title><b>A</title></b></item>{item('b')}"),
        paths=AB,
    ),
    Odd(
        name="bare ampersands",
        make=lambda: rss(item("?a=1&b=2&copy=3", "A & B")),
        paths=("?a=1&b=2&copy=3",),
        title="A & B",
    ),
    Odd(name="HTML's entities", make=lambda: rss(item(title="caf&eacute;&nbsp;&hellip;")), paths=A, title="café …"),
    Odd(
        name="references to no character",
        make=lambda: rss(item(title="A&#0;B&#xD800;C&#x110000;&#31;")),
        paths=A,
        title="ABC",
    ),
    Odd(
        name="a CDATA section without its end",
        make=lambda: rss(item() + "<item><title><![CDATA[x"),
        paths=A,
        left_out=1,
    ),
    Odd(name="prefixes that nobody declared", make=lambda: rss(item(more="<dc:date>2026-11-20</dc:date>")), paths=A),
    Odd(
        name="mixed namespaces",
        make=lambda: rss(f"{item()}<a:entry {ATOM.replace('xmlns', 'xmlns:a')}><a:link href='{HERE}b'/></a:entry>"),
        paths=AB,
    ),
    Odd(
        name="a prefix for all of Atom",
        make=lambda: f"<a:feed {ATOM.replace('xmlns', 'xmlns:a')}><a:entry><a:link href='{HERE}a'/></a:entry></a:feed>",
        paths=A,
    ),
    Odd(
        name="a prefix for all of a sitemap",
        make=lambda: sitemap(HERE + "a").replace("<", "<s:").replace("<s:/", "</s:"),
        paths=A,
    ),
    Odd(name="an upper-case sitemap", make=lambda: f"<URLSET><URL><LOC>{HERE}a</LOC></URL></URLSET>", paths=A),
    Odd(
        name="a sitemap without end tags",
        make=lambda: f"<urlset><url><loc>{HERE}a</url><url><loc>{HERE}b</url>",
        paths=("b", "a"),
    ),
    Odd(
        name="an XHTML page in an item",
        make=lambda: rss(item(more="<description><html><body><p>x<br></p></body></html></description>")),
        paths=A,
    ),
    Odd(name="a feed without items", make=lambda: rss("")),
    Odd(name="a sitemap without addresses", make=lambda: "<urlset/>"),
    Odd(
        name="JSON cut short",
        make=lambda: '{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}',
        refused=NONE,
    ),
    Odd(name="JSON with NaN", make=lambda: '{"items":[{"id":NaN,"url":"/a","title":Infinity}]}', paths=A),
    Odd(name="JSON with a key twice", make=lambda: '{"items":[{"url":"/x","url":"/a"}]}', paths=A),
    Odd(
        name="JSON of other types",
        make=lambda: '{"title":[1],"items":[null,7,[],{"url":5},{"url":{}},{"url":"/a","title":{}}]}',
        paths=A,
        left_out=5,
    ),
    Odd(
        name="JSON with lone surrogates",
        make=lambda: r'{"items":[{"url":"/a","title":"x\ud800y","content_text":"\udfff"}]}',
        paths=A,
        title="x?y",
    ),
)

CHARSETS = (
    *(
        Odd(
            name=f"written in {charset}", make=partial(rss(item(title="Ärger")).encode, charset), paths=A, title="Ärger"
        )
        for charset in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")
    ),
    Odd(
        name="latin-1 that says so",
        make=lambda: ("<?xml version='1.0' encoding='ISO-8859-1'?>" + rss(item(title="Ärger"))).encode("latin-1"),
        paths=A,
        title="Ärger",
    ),
    Odd(
        name="UTF-8 that says latin-1",
        make=lambda: "<?xml version='1.0' encoding='ISO-8859-1'?>" + rss(item(title="Ärger")),
        paths=A,
        title="Ärger",
    ),
    Odd(
        name="latin-1 that says UTF-8",
        make=lambda: ("<?xml version='1.0' encoding='UTF-8'?>" + rss(item(title="Ärger über Öl"))).encode("latin-1"),
        paths=A,
        title="Ärger über Öl",
    ),
    Odd(
        name="UTF-8 that says UTF-16",
        make=lambda: "<?xml version='1.0' encoding='UTF-16'?>" + rss(item(title="Ärger")),
        paths=A,
        title="Ärger",
    ),
    Odd(
        name="a charset that nobody knows",
        make=lambda: "<?xml version='1.0' encoding='x-klingon'?>" + rss(item(title="Ärger")),
        paths=A,
        title="Ärger",
    ),
    Odd(
        name="UTF-7, which hides markup",
        make=lambda: "<?xml version='1.0' encoding='utf-7'?>+ADw-rss/+AD4-",
        refused=NONE,
    ),
    Odd(
        name="a NUL and controls in a title",
        make=lambda: rss(item(title="A\0B\x01C\x1b\x7f")) + " " * 500,
        paths=A,
        title="ABC",
    ),
    Odd(name="a NUL after every t", make=lambda: rss(item()).replace("t", "t\0"), paths=A),
    Odd(name="lone surrogates in UTF-8", make=lambda: rss(item(title="A\ud800B")), paths=A),
    Odd(name="text from right to left", make=lambda: rss(item(title="\u202eevil\u202c \u2066x\u2069")), paths=A),
)

ADDRESSES = (
    Odd(
        name="a scheme that runs",
        make=lambda: rss(f"<item><link>javascript:alert(1)</link></item>{item()}"),
        paths=A,
        left_out=1,
    ),
    Odd(
        name="data as an address",
        make=lambda: rss(f"<item><link>data:text/html,x</link></item>{item()}"),
        paths=A,
        left_out=1,
    ),
    Odd(
        name="a file as an address",
        make=lambda: rss(f"<item><link>file:///etc/passwd</link></item>{item()}"),
        paths=A,
        left_out=1,
    ),
    Odd(
        name="brackets that hold no number",
        make=lambda: rss(f"<item><link>http://[x/</link></item>{item()}"),
        paths=A,
        left_out=1,
    ),
    Odd(
        name="a port that is none",
        make=lambda: rss(f"<item><link>https://news.example:99999999/x</link></item>{item()}"),
        paths=("https://news.example:99999999/x", "a"),
    ),
    Odd(
        name="credentials in an address",
        make=lambda: rss("<item><link>https://me:pw@news.example/a</link></item>"),
        paths=("a",),
    ),
    Odd(
        name="relative addresses",
        make=lambda: rss("<item><link>/a</link></item><item><link>../b</link></item>"),
        paths=AB,
    ),
    Odd(
        name="relative to xml:base",
        make=lambda: f'<feed {ATOM} xml:base="/x/"><entry xml:base="y/"><link href="a"/></entry></feed>',
        paths=("x/y/a",),
    ),
    Odd(name="line breaks in an address", make=lambda: rss(f"<item><link>\n  {HERE}a\n </link></item>"), paths=A),
    Odd(
        name="an address in CDATA",
        make=lambda: rss(item().replace(f"{HERE}a", f"<![CDATA[{HERE}?a=1&b=2]]>")),
        paths=("?a=1&b=2",),
    ),
    Odd(
        name="an address escaped twice",
        make=lambda: sitemap(f"{HERE}?a=1&amp;amp;b=2&amp;copy=3"),
        paths=("?a=1&b=2&copy=3",),
    ),
    Odd(
        name="one guid for all",
        make=lambda: rss((item() + item("b")).replace("</item>", "<guid>1</guid></item>")),
        paths=AB,
    ),
    Odd(
        name="one address for all",
        make=lambda: rss(item() + item(title="B") + item("a#c") + item("a?utm_source=rss")),
        paths=A,
    ),
    Odd(name="guids that are numbers", make=lambda: rss("<item><guid>17</guid></item>" + item()), paths=A, left_out=1),
    Odd(
        name="podcast episodes",
        make=lambda: rss("<item><guid>e1</guid><enclosure url='/e1.mp3'/></item><item><link>/e2.mp3?x</link></item>"),
        left_out=2,
    ),
    Odd(
        name="other sites in a feed",
        make=lambda: rss("<item><link>https://elsewhere.example.org/x</link></item>"),
        paths=("https://elsewhere.example.org/x",),
    ),
    Odd(
        name="other sites in a sitemap",
        make=lambda: sitemap("https://elsewhere.example.org/x", "https://www.news.example/b", HERE + "a"),
        paths=("https://www.news.example/b", "a"),
        left_out=1,
    ),
    Odd(
        name="pictures in a sitemap",
        make=lambda: (
            f"<urlset><url><image:image><image:loc>{HERE}i.jpg</image:loc></image:image><loc>{HERE}a</loc></url></urlset>"
        ),
        paths=A,
    ),
    Odd(
        name="a list with comments and blanks",
        make=lambda: f"# ours\r\n\r\n{HERE}a\r\n  {HERE}b  \r\nnot one\r\n",
        paths=AB,
        left_out=1,
    ),
)

ALL = (*BOMBS, *FLOODS, *BROKEN, *CHARSETS, *ADDRESSES)
