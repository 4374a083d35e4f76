"""XML parsing with expat's interface: `xml.etree`, `xml.sax`, `xml.dom`, `plistlib` and `xmlrpc` stand on it.

The document comes in pieces; each complete token of it is reported as soon as it is there. A parser checks what makes a document
well-formed, knows the entities and the default attributes that its internal subset declares, and asks the program for
external ones.
"""

import codecs
import re
import sys
import types

__all__ = ["ParserCreate", "ErrorString", "ExpatError", "error", "XMLParserType", "errors", "model", "EXPAT_VERSION",
           "version_info", "native_encoding", "features", "XML_PARAM_ENTITY_PARSING_NEVER",
           "XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", "XML_PARAM_ENTITY_PARSING_ALWAYS"]

EXPAT_VERSION = "expat_2.7.1"
version_info = (2, 7, 1)
native_encoding = "UTF-8"
features = [("sizeof(XML_Char)", 1), ("sizeof(XML_LChar)", 1), ("XML_DTD", 0), ("XML_NS", 0)]
XML_PARAM_ENTITY_PARSING_NEVER = 0
XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE = 1
XML_PARAM_ENTITY_PARSING_ALWAYS = 2

_ERRORS = {
    1: ("NO_MEMORY", "out of memory"),
    2: ("SYNTAX", "syntax error"),
    3: ("NO_ELEMENTS", "no element found"),
    4: ("INVALID_TOKEN", "not well-formed (invalid token)"),
    5: ("UNCLOSED_TOKEN", "unclosed token"),
    6: ("PARTIAL_CHAR", "partial character"),
    7: ("TAG_MISMATCH", "mismatched tag"),
    8: ("DUPLICATE_ATTRIBUTE", "duplicate attribute"),
    9: ("JUNK_AFTER_DOC_ELEMENT", "junk after document element"),
    10: ("PARAM_ENTITY_REF", "illegal parameter entity reference"),
    11: ("UNDEFINED_ENTITY", "undefined entity"),
    12: ("RECURSIVE_ENTITY_REF", "recursive entity reference"),
    13: ("ASYNC_ENTITY", "asynchronous entity"),
    14: ("BAD_CHAR_REF", "reference to invalid character number"),
    15: ("BINARY_ENTITY_REF", "reference to binary entity"),
    16: ("ATTRIBUTE_EXTERNAL_ENTITY_REF", "reference to external entity in attribute"),
    17: ("MISPLACED_XML_PI", "XML or text declaration not at start of entity"),
    18: ("UNKNOWN_ENCODING", "unknown encoding"),
    19: ("INCORRECT_ENCODING", "encoding specified in XML declaration is incorrect"),
    20: ("UNCLOSED_CDATA_SECTION", "unclosed CDATA section"),
    21: ("EXTERNAL_ENTITY_HANDLING", "error in processing external entity reference"),
    22: ("NOT_STANDALONE", "document is not standalone"),
    23: ("UNEXPECTED_STATE", "unexpected parser state - please send a bug report"),
    24: ("ENTITY_DECLARED_IN_PE", "entity declared in parameter entity"),
    25: ("FEATURE_REQUIRES_XML_DTD", "requested feature requires XML_DTD support in Expat"),
    26: ("CANT_CHANGE_FEATURE_ONCE_PARSING", "cannot change setting once parsing has begun"),
    27: ("UNBOUND_PREFIX", "unbound prefix"),
    28: ("UNDECLARING_PREFIX", "must not undeclare prefix"),
    29: ("INCOMPLETE_PE", "incomplete markup in parameter entity"),
    30: ("XML_DECL", "XML declaration not well-formed"),
    31: ("TEXT_DECL", "text declaration not well-formed"),
    32: ("PUBLICID", "illegal character(s) in public id"),
    33: ("SUSPENDED", "parser suspended"),
    34: ("NOT_SUSPENDED", "parser not suspended"),
    35: ("ABORTED", "parsing aborted"),
    36: ("FINISHED", "parsing finished"),
    37: ("SUSPEND_PE", "cannot suspend in external parameter entity"),
    38: ("RESERVED_PREFIX_XML", "reserved prefix (xml) must not be undeclared or bound to another namespace name"),
    39: ("RESERVED_PREFIX_XMLNS", "reserved prefix (xmlns) must not be declared or undeclared"),
    40: ("RESERVED_NAMESPACE_URI", "prefix must not be bound to one of the reserved namespace names"),
    41: ("INVALID_ARGUMENT", "invalid argument"),
    42: ("NO_BUFFER", "a successful prior call to function XML_GetBuffer was required"),
    43: ("AMPLIFICATION_LIMIT_BREACH", "limit on input amplification factor (from DTD and entities) breached"),
    44: ("NOT_STARTED", "parser not started"),
}

errors = types.ModuleType("pyexpat.errors", "Constants used to describe error conditions.")
errors.codes = {text: code for code, (_, text) in _ERRORS.items()}
errors.messages = {code: text for code, (_, text) in _ERRORS.items()}
for _name, _text in _ERRORS.values():
    setattr(errors, "XML_ERROR_" + _name, _text)
model = types.ModuleType("pyexpat.model", "Constants used to interpret content model information.")
for _number, _name in enumerate(("EMPTY", "ANY", "MIXED", "NAME", "CHOICE", "SEQ"), 1):
    setattr(model, "XML_CTYPE_" + _name, _number)
for _number, _name in enumerate(("NONE", "OPT", "REP", "PLUS")):
    setattr(model, "XML_CQUANT_" + _name, _number)
sys.modules["pyexpat.errors"] = errors
sys.modules["pyexpat.model"] = model


class ExpatError(Exception):
    pass


ExpatError.__module__ = "xml.parsers.expat"
error = ExpatError


def ErrorString(code, /):
    return errors.messages.get(code)


_START = ":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF" \
         "\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NAME = f"[{_START}][-.0-9\xB7\u0300-\u036F\u203F-\u2040{_START}]*"
_name_match = re.compile(_NAME).match
_attribute_match = re.compile(rf"""\s+({_NAME})\s*=\s*(?:"([^<"]*)"|'([^<']*)')""").match
_attribute_begin_match = re.compile(rf"\s+{_NAME}\s*=\s*").match
_tag_end_match = re.compile(r"\s*(/?)>").match
_end_tag_match = re.compile(rf"</({_NAME})\s*>").match
_reference_match = re.compile(rf"&(?:#([0-9]+)|#x([0-9a-fA-F]+)|({_NAME}));").match
_bad_char = re.compile("[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]").search
_space_match = re.compile(r"\s*").match
_declaration_match = re.compile(
    r"""<\?xml\s+version\s*=\s*(["'])([-\w.:]+)\1(?:\s+encoding\s*=\s*(["'])([A-Za-z][-\w.]*)\3)?"""
    r"""(?:\s+standalone\s*=\s*(["'])(yes|no)\5)?\s*\?>""").match
_doctype_match = re.compile(
    rf"""<!DOCTYPE\s+({_NAME})(?:\s+(?:SYSTEM\s+(?:"([^"]*)"|'([^']*)')|"""
    rf"""PUBLIC\s+(?:"([^"]*)"|'([^']*)')\s+(?:"([^"]*)"|'([^']*)')))?\s*(\[)?""").match
_doctype_tokens = re.compile(r"""<!DOCTYPE|\s+|"[^"]*"|'[^']*'|\[|[^\s"'\[]+""").findall
_entity_match = re.compile(
    rf"""<!ENTITY\s+(%\s+)?({_NAME})\s+(?:"([^"]*)"|'([^']*)'|(?:SYSTEM|PUBLIC\s+(?:"([^"]*)"|'([^']*)'))\s+"""
    rf"""(?:"([^"]*)"|'([^']*)')(?:\s+NDATA\s+({_NAME}))?)\s*>""").match
_notation_match = re.compile(
    rf"""<!NOTATION\s+({_NAME})\s+(?:SYSTEM\s+(?:"([^"]*)"|'([^']*)')|PUBLIC\s+(?:"([^"]*)"|'([^']*)')"""
    rf"""(?:\s+(?:"([^"]*)"|'([^']*)'))?)\s*>""").match
_element_match = re.compile(rf"<!ELEMENT\s+({_NAME})\s+([^>]*?)\s*>").match
_attlist_match = re.compile(rf"""<!ATTLIST\s+({_NAME})((?:[^>"']|"[^"]*"|'[^']*')*)>""").match
_attdef_match = re.compile(
    rf"""\s+({_NAME})\s+(CDATA|IDREFS?|ID|ENTIT(?:Y|IES)|NMTOKENS?|(?:NOTATION\s+)?\([^)]*\))\s+"""
    rf"""(?:(#REQUIRED|#IMPLIED)|(#FIXED\s+)?(?:"([^"]*)"|'([^']*)'))""").match

_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_XML = "http://www.w3.org/XML/1998/namespace"
_XMLNS = "http://www.w3.org/2000/xmlns/"
# characters that entities may grow to, as a factor of the document's and beyond a size that does no harm
_AMPLIFICATION, _HARMLESS = 100, 8 << 20

_HANDLERS = (
    "StartElementHandler", "EndElementHandler", "ProcessingInstructionHandler", "CharacterDataHandler",
    "UnparsedEntityDeclHandler", "NotationDeclHandler", "StartNamespaceDeclHandler", "EndNamespaceDeclHandler",
    "CommentHandler", "StartCdataSectionHandler", "EndCdataSectionHandler", "DefaultHandler", "DefaultHandlerExpand",
    "NotStandaloneHandler", "ExternalEntityRefHandler", "StartDoctypeDeclHandler", "EndDoctypeDeclHandler",
    "EntityDeclHandler", "XmlDeclHandler", "ElementDeclHandler", "AttlistDeclHandler", "SkippedEntityHandler",
)


class _Incomplete(Exception):
    """The token at the current position does not end in what has come so far."""


class xmlparser:
    """XML parser"""

    def __init__(self, encoding, separator, intern):
        self._encoding = encoding
        self._separator = separator
        self.intern = {} if intern is None else intern
        self._decoder = None
        self._raw = b""
        self._buffer = ""
        self._at = 0
        self._line, self._column, self._counted = 1, 0, 0
        self._byte_base = 0
        self._open = []
        self._state = "start"
        self._finished = False
        self._parsing = False
        self._text = []
        self._entities = dict(_PREDEFINED)
        self._external = {}
        self._unparsed = set()
        self._expanding = []
        self._expanded = self._received = 0
        self._defaults = {}
        self._namespaces = [{"xml": _XML}]
        self._doctype_open = False
        self._is_entity = False
        self._base = None
        self._buffer_text = False
        self._buffer_size = 8192
        self.ordered_attributes = False
        self.specified_attributes = False
        self.namespace_prefixes = False
        self._specified = -1
        self.ErrorCode = 0
        self._error_place = None
        self._deferral = True
        for name in _HANDLERS:
            object.__setattr__(self, name, None)

    def __setattr__(self, name, value):
        if name == "CharacterDataHandler" and "_text" in self.__dict__:
            self._flush()
        object.__setattr__(self, name, value)

    # ---- what programs set and ask

    @property
    def buffer_text(self):
        return self._buffer_text

    @buffer_text.setter
    def buffer_text(self, value):
        if not value:
            self._flush()
        self._buffer_text = bool(value)

    @property
    def buffer_size(self):
        return self._buffer_size

    @buffer_size.setter
    def buffer_size(self, value):
        if not isinstance(value, int):
            raise TypeError("buffer_size must be an integer")
        if value <= 0:
            raise ValueError("buffer_size must be greater than zero")
        self._flush()
        self._buffer_size = value

    @property
    def buffer_used(self):
        return sum(map(len, self._text))

    @property
    def CurrentLineNumber(self):
        return self._position()[0]

    @property
    def CurrentColumnNumber(self):
        return self._position()[1]

    @property
    def CurrentByteIndex(self):
        return self._byte_base + len(self._buffer[:self._at].encode("utf-8", "surrogatepass"))

    # the place of the error, or while there is none, that of the event

    @property
    def ErrorLineNumber(self):
        return self._error_place[0] if self._error_place else self.CurrentLineNumber

    @property
    def ErrorColumnNumber(self):
        return self._error_place[1] if self._error_place else self.CurrentColumnNumber

    @property
    def ErrorByteIndex(self):
        return self._error_place[2] if self._error_place else self.CurrentByteIndex

    def SetBase(self, base, /):
        self._base = base

    def GetBase(self):
        return self._base

    def GetInputContext(self):
        return self._buffer[self._at:].encode() if self._parsing else None

    def SetParamEntityParsing(self, flag, /):
        return 0 if self._state == "start" else 1

    def UseForeignDTD(self, flag=True, /):
        pass

    def SetReparseDeferralEnabled(self, enabled, /):
        self._deferral = bool(enabled)

    def GetReparseDeferralEnabled(self):
        return self._deferral

    def ExternalEntityParserCreate(self, context, encoding=None, /):
        new = xmlparser(encoding, self._separator, self.intern)
        for name in _HANDLERS:
            setattr(new, name, getattr(self, name))
        for name in ("_buffer_text", "_buffer_size", "ordered_attributes", "specified_attributes", "namespace_prefixes",
                     "_entities", "_external", "_unparsed", "_defaults", "_base"):
            setattr(new, name, getattr(self, name))
        new._namespaces = list(self._namespaces)
        new._is_entity = True
        return new

    # ---- input

    def Parse(self, data, isfinal=False, /):
        if self._finished:
            self._fail(36)
        if self._parsing:
            raise RuntimeError("cannot call Parse() from within a handler")
        if isinstance(data, str):
            if self._decoder is None:
                self._decoder = False
            self._received += len(data)
            self._buffer += data
        else:
            self._raw += bytes(data)
            self._decode(isfinal)
        self._parsing = True
        try:
            self._run(bool(isfinal))
            self._flush()
        finally:
            self._parsing = False
            self._trim()
        if isfinal:
            self._finished = True
        return 1

    def ParseFile(self, file, /):
        read = file.read
        while True:
            data = read(2048)
            if not isinstance(data, (bytes, bytearray, str)):
                raise TypeError(f"read() did not return a bytes object (type={type(data).__name__})")
            if not data:
                return self.Parse(b"", True)
            self.Parse(data)

    def _decode(self, final):
        if self._decoder is None:
            raw = self._raw
            if len(raw) < 4 and not final:
                return
            encoding = self._encoding
            if encoding is None:
                if raw.startswith(codecs.BOM_UTF8):
                    encoding = "utf-8-sig"
                elif raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                    encoding = "utf-16"
                elif raw.startswith(b"<\0"):
                    encoding = "utf-16-le"
                elif raw.startswith(b"\0<"):
                    encoding = "utf-16-be"
                elif raw.startswith(b"<?xml"):
                    end = raw.find(b"?>")
                    if end < 0 and not final:
                        return
                    found = re.match(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][-\w.]*)["']""", raw[:end + 2])
                    encoding = found.group(1).decode("ascii") if found else "utf-8"
                    if encoding.lower().replace("_", "-") in ("utf-16", "utf16"):
                        self._fail(19)
                else:
                    encoding = "utf-8"
            try:
                self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
            except LookupError:
                self._line, self._column = 1, 30
                self._fail(18)
        if self._decoder is False:
            self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        raw, self._raw = self._raw, b""
        text = self._decoder.decode(raw, final)
        self._received += len(text)
        self._buffer += text

    def _trim(self):
        """Forgets what has been reported."""
        if self._at > 4096:
            self._position()
            self._byte_base = self.CurrentByteIndex
            self._buffer = self._buffer[self._at:]
            self._at = self._counted = 0

    def _position(self, at=None):
        at = self._at if at is None else at
        if at >= self._counted:
            part = self._buffer[self._counted:at]
            lines = part.count("\n")
            if lines:
                self._line += lines
                self._column = len(part) - part.rfind("\n") - 1
            else:
                self._column += len(part)
            self._counted = at
        return self._line, self._column

    def _fail(self, code, at=None):
        self._flush()
        line, column = self._position(at)
        self.ErrorCode = code
        index = self._byte_base + len(self._buffer[:self._counted].encode("utf-8", "surrogatepass"))
        self._error_place = line, column, index
        self._finished = True
        e = ExpatError(f"{errors.messages[code]}: line {line}, column {column}")
        e.code, e.lineno, e.offset = code, line, column
        raise e

    # ---- output

    def _flush(self):
        if self._text:
            text, self._text = "".join(self._text), []
            if self.CharacterDataHandler is not None:
                self.CharacterDataHandler(text)

    def _characters(self, text):
        if self.CharacterDataHandler is None:
            self._default(text)
        elif self._buffer_text:
            self._text.append(text)
            if sum(map(len, self._text)) > self._buffer_size:
                self._flush()
        else:
            # expat reports line ends by themselves
            for piece in re.split("(\n)", text):
                if piece and self.CharacterDataHandler is not None:
                    self.CharacterDataHandler(piece)

    def _default(self, text):
        handler = self.DefaultHandlerExpand or self.DefaultHandler
        if handler is not None:
            self._flush()
            handler(text)

    # ---- the document

    def _run(self, final):
        try:
            while self._at < len(self._buffer):
                self._step(final)
        except _Incomplete:
            if final:
                text = self._buffer[self._at:]
                self._fail(20 if text.startswith("<![CDATA[") else 5)
            return
        if final:
            if self._open:
                self._fail(3)
            if self._state != "end" and not self._is_entity:
                self._fail(3)

    def _step(self, final):
        text, at = self._buffer, self._at
        if self._state == "start":
            if text.startswith("\ufeff", at) and at == 0:
                self._at = self._counted = 1
                return
            if "<?xml"[:len(text) - at] == text[at:at + 5] and len(text) - at < 6 and not final:
                raise _Incomplete
            self._state = "prolog"
            if text.startswith("<?xml", at) and text[at + 5:at + 6].isspace():
                self._declaration(final)
                return
        if self._state == "subset":
            self._subset(final)
            return
        if self._is_entity and self._state == "prolog":
            self._state = "content"
        if text[at] == "<":
            self._markup(final)
        elif self._state == "content":
            self._content(final)
        else:
            end = _space_match(text, at).end()
            if end == at:
                self._fail(9 if self._state == "end" else 2)
            self._default(text[at:end])
            self._at = end

    def _declaration(self, final):
        end = self._find("?>", self._at)
        found = _declaration_match(self._buffer, self._at)
        if found is None or found.end() != end:
            if self._is_entity:
                self._at = end
                return
            self._fail(30)
        if self.XmlDeclHandler is not None:
            standalone = {"yes": 1, "no": 0, None: -1}[found.group(6)]
            self.XmlDeclHandler(found.group(2), found.group(4), standalone)
        else:
            self._default(found.group())
        self._at = end

    def _find(self, what, start):
        """The place after the next `what`."""
        i = self._buffer.find(what, start)
        if i < 0:
            raise _Incomplete
        return i + len(what)

    def _check(self, text, at):
        bad = _bad_char(text)
        if bad:
            self._fail(4, at + bad.start())
        if "\udc80" <= max(text, default="") <= "\udcff":
            for i, c in enumerate(text):
                if "\udc80" <= c <= "\udcff":
                    self._fail(4, at + i)

    def _markup(self, final):
        text, at = self._buffer, self._at
        rest = text[at:at + 10]
        if rest.startswith("<!--"):
            end = self._find("-->", at + 4)
            body = text[at + 4:end - 3]
            if "--" in body or body.endswith("-"):
                self._fail(4, at + 4 + body.find("--"))
            self._check(body, at + 4)
            if self.CommentHandler is not None:
                self._flush()
                self.CommentHandler(_lines(body))
            else:
                self._default(text[at:end])
            self._at = end
        elif rest.startswith("<?"):
            self._instruction()
        elif rest.startswith("</"):
            self._end_tag()
        elif rest.startswith("<![CDATA[") and self._state == "content":
            end = self._find("]]>", at + 9)
            body = text[at + 9:end - 3]
            self._check(body, at + 9)
            if self.StartCdataSectionHandler is not None:
                self._flush()
                self.StartCdataSectionHandler()
            if body:
                self._characters(_lines(body))
            if self.EndCdataSectionHandler is not None:
                self._flush()
                self.EndCdataSectionHandler()
            self._at = end
        elif rest.startswith("<!DOCTYPE") and self._state == "prolog":
            self._doctype()
        elif len(rest) < 9 and ("<!DOCTYPE".startswith(rest) or "<![CDATA[".startswith(rest) or "<!--".startswith(rest)):
            raise _Incomplete
        elif self._state == "end":
            self._fail(9)
        else:
            self._start_tag(final)

    def _instruction(self):
        text, at = self._buffer, self._at
        end = self._find("?>", at + 2)
        name = _name_match(text, at + 2)
        if name is None:
            self._fail(4, at + 2)
        target = name.group()
        if target.lower() == "xml":
            self._fail(17 if target == "xml" else 4)
        data = text[name.end():end - 2]
        if data and not data[0].isspace():
            self._fail(4, name.end())
        self._check(data, name.end())
        if self.ProcessingInstructionHandler is not None:
            self._flush()
            self.ProcessingInstructionHandler(target, _lines(data.lstrip()))
        else:
            self._default(text[at:end])
        self._at = end

    def _start_tag(self, final):
        text, at = self._buffer, self._at
        name = _name_match(text, at + 1)
        if name is None:
            if at + 1 >= len(text):
                raise _Incomplete
            self._fail(4, at + 1)
        end, given, seen = name.end(), [], set()
        while True:
            attribute = _attribute_match(text, end)
            if attribute is None:
                break
            key, value, other = attribute.groups()
            if key in seen:
                self._fail(8, attribute.start(1))
            seen.add(key)
            given.append((key, self._attribute(value if value is not None else other, attribute.start())))
            end = attribute.end()
        close = _tag_end_match(text, end)
        if close is None:
            # either more is to come, or what is there is wrong
            stop = text.find(">", end)
            if stop < 0 and not final and text.find("<", at + 1) < 0:
                raise _Incomplete
            if stop < 0 and not final and re.search(r"""=\s*(?:"[^"<]*|'[^'<]*)$""", text[end:]):
                raise _Incomplete
            if stop >= 0 and not final and re.search(r"""=\s*(?:"[^"<]*|'[^'<]*)$""", text[end:]):
                raise _Incomplete
            if stop < 0 and final:
                raise _Incomplete
            self._fail(4, self._wrong_place(end))
        self._specified = 2 * len(given)
        for key, value in self._defaults.get(name.group(), {}).items():
            if key not in seen and not self.specified_attributes:
                given.append((key, value))
        self._at = at
        self._begin(name.group(), given, close.group(1) == "/", close.end())

    def _wrong_place(self, end):
        """Where in a start tag what follows `end` is no attribute."""
        text = self._buffer
        begun = _attribute_begin_match(text, end)
        if begun is None:
            return _space_match(text, end).end()
        end = begun.end()
        if text[end:end + 1] in ('"', "'"):
            less = text.find("<", end)
            end = less if less >= 0 else end
        return end

    def _begin(self, name, given, empty, end):
        scope = self._namespaces[-1]
        declared = []
        if self._separator is not None:
            own, rest = None, []
            for key, value in given:
                if key == "xmlns" or key.startswith("xmlns:"):
                    prefix = key[6:] or None
                    if prefix == "xmlns":
                        self._fail(39)
                    if prefix == "xml" and value != _XML:
                        self._fail(38)
                    if prefix is not None and not value:
                        self._fail(28)
                    own = dict(scope) if own is None else own
                    own[prefix] = value
                    declared.append((prefix, value))
                else:
                    rest.append((key, value))
            scope = scope if own is None else own
            given = [(self._expand(key, scope, False), value) for key, value in rest]
            if len({key for key, _ in given}) != len(given):
                self._fail(8)
            shown = self._expand(name, scope, True)
        else:
            shown = name
        shown = self._interned(shown)
        self._state = "content"
        if self.StartNamespaceDeclHandler is not None:
            for prefix, uri in declared:
                self._flush()
                self.StartNamespaceDeclHandler(prefix, uri or None)
        if self.StartElementHandler is not None:
            self._flush()
            if self.ordered_attributes:
                attributes = [x for key, value in given for x in (self._interned(key), value)]
            else:
                attributes = {self._interned(key): value for key, value in given}
            self.StartElementHandler(shown, attributes)
        else:
            self._default(self._buffer[self._at:end])
        self._open.append((name, shown, declared))
        self._namespaces.append(scope)
        self._at = end
        if empty:
            self._finish()

    def _end_tag(self):
        text, at = self._buffer, self._at
        found = _end_tag_match(text, at)
        if found is None:
            self._find(">", at)
            name = _name_match(text, at + 2)
            self._fail(4, at + 2 if name is None else _space_match(text, name.end()).end())
        if self._state != "content" or not self._open:
            self._fail(9 if self._state == "end" else 4, at + 2)
        if found.group(1) != self._open[-1][0]:
            self._fail(7, at + 2)
        self._at = at
        self._finish(found.end())

    def _finish(self, end=None):
        name, shown, declared = self._open.pop()
        self._namespaces.pop()
        if self.EndElementHandler is not None:
            self._flush()
            self.EndElementHandler(shown)
        elif end is not None:
            self._default(self._buffer[self._at:end])
        if self.EndNamespaceDeclHandler is not None:
            for prefix, _ in reversed(declared):
                self._flush()
                self.EndNamespaceDeclHandler(prefix)
        if end is not None:
            self._at = end
        if not self._open and not self._is_entity and not self._expanding:
            self._state = "end"

    def _interned(self, name):
        return self.intern.setdefault(name, name)

    def _expand(self, name, scope, is_element):
        prefix, colon, local = name.partition(":")
        if not colon:
            uri = scope.get(None) if is_element else None
            return f"{uri}{self._separator}{name}" if uri else name
        uri = scope.get(prefix)
        if uri is None:
            self._fail(27)
        if self.namespace_prefixes and prefix != "xml":
            return f"{uri}{self._separator}{local}{self._separator}{prefix}"
        return f"{uri}{self._separator}{local}"

    def _content(self, final):
        text, at = self._buffer, self._at
        end = text.find("<", at)
        partial = end < 0
        if partial:
            end = len(text)
        part = text[at:end]
        amp = part.find("&")
        if amp == 0:
            self._reference(final)
            return
        if amp > 0:
            end, partial = at + amp, False
            part = part[:amp]
        if partial and not final:
            # a carriage return or `]]` may belong to what comes next
            kept = len(part.rstrip("\r]"))
            if kept < len(part):
                part = part[:kept]
                end = at + kept
                if not part:
                    raise _Incomplete
        wrong = part.find("]]>")
        if wrong >= 0:
            self._fail(4, at + wrong + 2)
        self._check(part, at)
        self._characters(_lines(part))
        self._at = end

    def _reference(self, final):
        text, at = self._buffer, self._at
        found = _reference_match(text, at)
        if found is None:
            if not final and ";" not in text[at:at + 1024] and len(text) - at < 1024 \
                    and re.fullmatch(rf"&(?:#x?[0-9a-fA-F]*|(?:{_NAME})?)", text[at:]):
                raise _Incomplete
            if final and re.fullmatch(rf"&(?:#x?[0-9a-fA-F]*|(?:{_NAME})?)", text[at:]):
                raise _Incomplete
            self._fail(4, at + 1)
        name = found.group(3)
        if name is None:
            self._characters(self._char(found))
            self._at = found.end()
            return
        value = self._entities.get(name)
        if name in _PREDEFINED and value == _PREDEFINED[name]:
            self._characters(value)
            self._at = found.end()
        elif value is not None:
            if self.DefaultHandler is not None and self.DefaultHandlerExpand is None and \
                    self.CharacterDataHandler is None:
                self._default(found.group())
                self._at = found.end()
                return
            self._include(name, value)
            self._at = found.end()
        elif name in self._external:
            if name in self._unparsed:
                self._fail(15)
            self._flush()
            if self.ExternalEntityRefHandler is not None:
                system, public = self._external[name]
                if not self.ExternalEntityRefHandler(name, self._base, system, public):
                    self._fail(21)
            else:
                self._default(found.group())
            self._at = found.end()
        elif self._doctype_external:
            if self.SkippedEntityHandler is not None:
                self._flush()
                self.SkippedEntityHandler(name, False)
            else:
                self._default(found.group())
            self._at = found.end()
        else:
            self._fail(11)

    _doctype_external = False

    def _grow(self, n):
        self._expanded += n
        if self._expanded > _HARMLESS and self._expanded > _AMPLIFICATION * max(self._received, 1):
            self._fail(43)

    def _include(self, name, value):
        """Parses an entity's text in the place of its reference."""
        if name in self._expanding:
            # the place that is told is that of the reference in the document
            self._buffer, self._at, self._line, self._column, self._counted, self._open = self._outer
            self._fail(12)
        self._grow(len(value))
        self._position()
        saved = self._buffer, self._at, self._line, self._column, self._counted, self._open
        if not self._expanding:
            self._outer = saved
        self._expanding.append(name)
        self._buffer, self._at, self._counted, self._open = value, 0, 0, []
        try:
            while self._at < len(self._buffer):
                self._step(True)
            unclosed = bool(self._open)
        except _Incomplete:
            unclosed = True
        finally:
            self._expanding.pop()
            self._buffer, self._at, self._line, self._column, self._counted, self._open = saved
        self._state = "content"
        if unclosed:
            self._fail(13)

    def _char(self, found):
        digits, hexadecimal = found.group(1), found.group(2)
        code = int(digits) if digits is not None else int(hexadecimal, 16)
        legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        if not legal:
            self._fail(14, found.start())
        return chr(code)

    def _attribute(self, value, at, depth=()):
        """An attribute's value: references resolved, white space as spaces."""
        self._check(value, at)
        if "&" not in value:
            return re.sub("\r\n?|[\t\n]", " ", value)
        out, i = [], 0
        while True:
            amp = value.find("&", i)
            out.append(re.sub("\r\n?|[\t\n]", " ", value[i:amp if amp >= 0 else len(value)]))
            if amp < 0:
                return "".join(out)
            found = _reference_match(value, amp)
            if found is None:
                self._fail(4, at)
            name = found.group(3)
            if name is None:
                out.append(self._char(found))
            elif self._entities.get(name) == _PREDEFINED.get(name, self):
                out.append(_PREDEFINED[name])
            elif name in self._entities:
                if name in depth:
                    self._fail(12)
                inner = self._entities[name]
                self._grow(len(inner))
                if "<" in inner:
                    self._fail(4, at)
                out.append(self._attribute(inner, at, depth + (name,)))
            elif name in self._external:
                self._fail(16)
            else:
                self._fail(11, at)
            i = found.end()

    # ---- the document type

    def _doctype(self):
        text, at = self._buffer, self._at
        found = _doctype_match(text, at)
        if found is None:
            self._find(">", at)
            self._fail(2, at)
        name, s1, s2, p1, p2, s3, s4, subset = found.groups()
        if found.end() == len(text):
            raise _Incomplete
        system = next((s for s in (s1, s2, s3, s4) if s is not None), None)
        public = p1 if p1 is not None else p2
        if subset is None and text[found.end()] != ">":
            self._fail(2, found.end())
        self._doctype_external = system is not None
        if self.StartDoctypeDeclHandler is not None:
            if public is not None:
                public = " ".join(public.split())
            self.StartDoctypeDeclHandler(name, system, public, 1 if subset else 0)
        else:
            # token by token, as programs that have no handler for it expect
            for token in _doctype_tokens(found.group()):
                self._default(token)
        if subset:
            self._state = "subset"
            self._at = found.end()
        else:
            self._at = found.end() + 1
            self._end_doctype()

    def _end_doctype(self):
        self._state = "prolog"
        if self.EndDoctypeDeclHandler is not None:
            self.EndDoctypeDeclHandler()
        else:
            self._default(">")

    def _subset(self, final):
        text, at = self._buffer, self._at
        if text[at].isspace():
            end = _space_match(text, at).end()
            self._default(text[at:end])
            self._at = end
        elif text[at] == "]":
            end = self._find(">", at)
            if text[at + 1:end - 1].strip():
                self._fail(2, at + 1)
            self._at = end
            self._end_doctype()
        elif text[at] == "%":
            end = self._find(";", at)
            name = text[at + 1:end - 1]
            if self.SkippedEntityHandler is not None:
                self.SkippedEntityHandler(name, True)
            self._doctype_external = True
            self._at = end
        elif text.startswith("<!--", at) or text.startswith("<?", at):
            self._markup(final)
            self._state = "subset"
        elif text.startswith("<!", at):
            self._declare()
        elif len(text) - at < 2:
            raise _Incomplete
        else:
            self._fail(2)

    def _declare(self):
        text, at = self._buffer, self._at
        quoted = re.compile(r"""<!(?:[^>"']|"[^"]*"|'[^']*')*>""").match(text, at)
        if quoted is None:
            raise _Incomplete
        declaration = quoted.group()
        for match, report in ((_entity_match, self._entity), (_attlist_match, self._attlist),
                              (_element_match, self._element), (_notation_match, self._notation)):
            found = match(declaration)
            if found is not None and found.end() == len(declaration):
                report(found)
                break
        else:
            self._fail(2 if declaration[2:3].isalpha() else 4)
        self._at = quoted.end()

    def _entity(self, found):
        parameter, name, v1, v2, p1, p2, s1, s2, notation = found.groups()
        value = v1 if v1 is not None else v2
        public = p1 if p1 is not None else p2
        system = s1 if s1 is not None else s2
        if value is not None:
            value = re.sub("&#(?:([0-9]+)|x([0-9a-fA-F]+));",
                           lambda m: chr(int(m[1]) if m[1] else int(m[2], 16)), _lines(value))
        if parameter is None:
            if name in self._external or (name in self._entities and name not in _PREDEFINED):
                return
            if value is not None:
                if name not in _PREDEFINED:
                    self._entities[name] = value
            else:
                self._external[name] = (system, public)
                if notation is not None:
                    self._unparsed.add(name)
        if notation is not None and self.UnparsedEntityDeclHandler is not None:
            self.UnparsedEntityDeclHandler(name, self._base, system, public, notation)
        elif self.EntityDeclHandler is not None:
            self.EntityDeclHandler(name, 1 if parameter else 0, value, self._base, system, public, notation)
        else:
            self._default(found.group())

    def _attlist(self, found):
        element, definitions = found.groups()
        i = 0
        while True:
            one = _attdef_match(definitions, i)
            if one is None:
                if definitions[i:].strip():
                    self._fail(2)
                break
            name, kind, how, fixed, v1, v2 = one.groups()
            value = v1 if v1 is not None else v2
            if value is not None:
                value = self._attribute(value, self._at)
                self._defaults.setdefault(element, {}).setdefault(name, value)
            if self.AttlistDeclHandler is not None:
                kind = re.sub(r"\s+", "", kind) if kind.startswith("(") else kind
                self.AttlistDeclHandler(element, name, kind, value, 1 if how == "#REQUIRED" or fixed else 0)
            i = one.end()
        if self.AttlistDeclHandler is None:
            self._default(found.group())

    def _element(self, found):
        if self.ElementDeclHandler is not None:
            self.ElementDeclHandler(found.group(1), _content_model(found.group(2)))
        else:
            self._default(found.group())

    def _notation(self, found):
        name, s1, s2, p1, p2, s3, s4 = found.groups()
        if self.NotationDeclHandler is not None:
            system = next((s for s in (s1, s2, s3, s4) if s is not None), None)
            self.NotationDeclHandler(name, self._base, system, p1 if p1 is not None else p2)
        else:
            self._default(found.group())


XMLParserType = xmlparser


def _lines(text):
    """Line ends as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _content_model(text):
    """The tuple (type, quantifier, name, children) of an element's content."""
    if text == "EMPTY":
        return (model.XML_CTYPE_EMPTY, 0, None, ())
    if text == "ANY":
        return (model.XML_CTYPE_ANY, 0, None, ())
    tokens = re.findall(rf"[(),|?*+]|#PCDATA|{_NAME}", text)
    quantifiers = {"?": model.XML_CQUANT_OPT, "*": model.XML_CQUANT_REP, "+": model.XML_CQUANT_PLUS}

    def quantifier():
        if tokens and tokens[0] in quantifiers:
            return quantifiers[tokens.pop(0)]
        return model.XML_CQUANT_NONE

    def group():
        kind, children = model.XML_CTYPE_SEQ, []
        while tokens:
            token = tokens.pop(0)
            if token == "(":
                children.append(group())
            elif token == ")":
                break
            elif token == "|":
                kind = model.XML_CTYPE_CHOICE if kind != model.XML_CTYPE_MIXED else kind
            elif token == "#PCDATA":
                kind = model.XML_CTYPE_MIXED
            elif token != ",":
                children.append((model.XML_CTYPE_NAME, quantifier(), token, ()))
        return (kind, quantifier(), None, tuple(children))

    if tokens and tokens[0] == "(":
        tokens.pop(0)
    return group()


def ParserCreate(encoding=None, namespace_separator=None, intern=None):
    """Return a new XML parser object."""
    if namespace_separator is not None:
        if not isinstance(namespace_separator, str):
            kind = type(namespace_separator).__name__
            raise TypeError(f"ParserCreate() argument 'namespace_separator' must be str or None, not {kind}")
        if len(namespace_separator) > 1:
            raise ValueError(
                "namespace_separator must be at most one character, omitted, or None")
    if intern is not None and not isinstance(intern, dict):
        raise TypeError("intern must be a dictionary")
    if encoding is not None and not isinstance(encoding, str):
        raise TypeError(f"ParserCreate() argument 'encoding' must be str or None, not {type(encoding).__name__}")
    return xmlparser(encoding, namespace_separator, intern)
