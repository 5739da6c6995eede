"""Tells what WebOb's Request reports: for each line of standard input, a urlencoded environ, one such line of what it has."""

import io
import sys
import warnings
from urllib.parse import parse_qsl, urlencode

try:
    import webob
except ImportError:
    sys.exit("webob is missing: apt-get install python3-webob")

warnings.simplefilter("ignore")

TYPES = ["text/html", "text/plain", "application/json", "image/png", "text/html;level=1"]
TAGS = ["en", "de", "de-CH", "fr-FR", "en-GB-oed"]
CODINGS = ["gzip", "br", "identity", "deflate"]
CHARSETS = ["utf-8", "iso-8859-1", "utf-16"]


def ranked(pairs):
    return ",".join("%s=%d" % (offer, round(quality * 1000)) for offer, quality in pairs)


def pairs(multi):
    return urlencode(list(multi.items()), encoding="utf-8")


def tags(matcher):
    if isinstance(matcher, (type(webob.etag.AnyETag), type(webob.etag.NoETag))):
        return str(matcher)
    return " ".join(matcher.etags)


def seconds(date):
    return "" if date is None else "%d" % date.timestamp()


def condition(if_range):
    return seconds(if_range.date) if hasattr(if_range, "date") else tags(if_range.etag)


def authorization(value):
    if value is None:
        return ""
    scheme, params = value
    return scheme + " " + (params if isinstance(params, str) else urlencode(sorted(params.items())))


def directives(control):
    return ",".join("%s=%s" % (name, "" if value is None else value) for name, value in sorted(control.properties.items()))


def sent(range):
    part = range and range.range_for_length(10000)
    return "%d-%d" % (part[0], part[1] - 1) if part else ""


REPORT = {
    "method": lambda req: req.method,
    "scheme": lambda req: req.scheme,
    "host": lambda req: req.host,
    "domain": lambda req: req.domain,
    "port": lambda req: req.host_port,
    "host url": lambda req: req.host_url,
    "application url": lambda req: req.application_url,
    "path": lambda req: req.path,
    "path and query": lambda req: req.path_qs,
    "path url": lambda req: req.path_url,
    "url": lambda req: req.url,
    "script name": lambda req: req.script_name,
    "path info": lambda req: req.path_info,
    "query string": lambda req: req.query_string,
    "query": lambda req: pairs(req.GET),
    "form": lambda req: pairs(req.POST),
    "params": lambda req: pairs(req.params),
    "cookies": lambda req: urlencode(sorted(req.cookies.items())),
    "content type": lambda req: req.content_type,
    "content length": lambda req: "" if req.content_length is None else str(req.content_length),
    "charset": lambda req: req.charset.lower(),
    "client": lambda req: req.client_addr,
    "accept": lambda req: ranked(req.accept.acceptable_offers(TYPES)),
    "accept language": lambda req: ranked(req.accept_language.basic_filtering(TAGS)),
    "accept encoding": lambda req: ranked(req.accept_encoding.acceptable_offers(CODINGS)),
    "accept charset": lambda req: ranked(req.accept_charset.acceptable_offers(CHARSETS)),
    "if match": lambda req: tags(req.if_match),
    "if none match": lambda req: tags(req.if_none_match),
    "if modified since": lambda req: seconds(req.if_modified_since),
    "if unmodified since": lambda req: seconds(req.if_unmodified_since),
    "if range": lambda req: condition(req.if_range),
    "range": lambda req: sent(req.range),
    "cache control": lambda req: directives(req.cache_control),
    "authorization": lambda req: authorization(req.authorization),
    "max forwards": lambda req: "" if req.max_forwards is None else str(req.max_forwards),
    "user agent": lambda req: req.user_agent or "",
    "referer": lambda req: req.referer or "",
    "xhr": lambda req: str(req.is_xhr).lower(),
}


def reported(of, req):
    try:
        return of(req)
    except ValueError as error:
        return type(error).__name__


def answer(line):
    environ = dict(parse_qsl(line, keep_blank_values=True))
    environ["wsgi.input"] = io.BytesIO(environ.pop("body").encode("latin-1"))
    environ["wsgi.errors"] = sys.stderr
    req = webob.Request(environ)
    return urlencode([(name, reported(of, req)) for name, of in REPORT.items()])


for request in sys.stdin:
    print(answer(request.rstrip("\n")))
