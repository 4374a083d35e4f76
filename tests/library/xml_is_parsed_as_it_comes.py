# XML through expat's interface: events as soon as they are complete, entities, namespaces, and errors with their place.
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ElementTree

tree = ElementTree.fromstring('<!DOCTYPE a [<!ENTITY e "<i>x</i>">]><a k="1 &lt; 2" xmlns:n="urn:n">t<n:b/>&e;<![CDATA[<&]]></a>')
print([(node.tag, node.attrib, node.text, node.tail) for node in tree.iter()])
# expect: [('a', {'k': '1 < 2'}, 't', None), ('{urn:n}b', {}, None, None), ('i', {}, 'x', '<&')]
pull = ElementTree.XMLPullParser(["start", "end"])
for piece in ("<r><a>h", "i</a", "><b/>"):
    pull.feed(piece)
    print([(event, node.tag, node.text) for event, node in pull.read_events()])
# expect lines: [('start', 'r', None), ('start', 'a', None)] | [] | [('end', 'a', 'hi'), ('start', 'b', None), ('end', 'b', None)]
for bad in ("<a></b>", "<a>", "<a>&no;</a>", "<a/><b/>", '<a x="1" x="2"/>', "<a>\n <b c='<'/></a>"):
    try:
        ElementTree.fromstring(bad)
    except ElementTree.ParseError as e:
        print(e)
# expect: mismatched tag: line 1, column 5
# expect: no element found: line 1, column 3
# expect: undefined entity: line 1, column 3
# expect: junk after document element: line 1, column 4
# expect: duplicate attribute: line 1, column 9
# expect: not well-formed (invalid token): line 2, column 7
print(xml.dom.minidom.parseString("<a><!--c--><b x='1'>t</b></a>").toxml())
# expect: <?xml version="1.0" ?><a><!--c--><b x="1">t</b></a>
print(plistlib.loads(plistlib.dumps({"n": [1, 2.5, True, b"raw"]})))   # expect: {'n': [1, 2.5, True, b'raw']}
