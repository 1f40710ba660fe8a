/// By the RFCs' grammars; a leap second only at the end of a day in UTC, digits only of ASCII.
extension FormatTests {
  static let table: [FormatRow] = [
    FormatRow(
      "date-time",
      [
        "1963-06-19T08:30:06.283185Z", "1990-12-31T15:59:50.123-08:00", "1998-12-31T23:59:60Z",
        "1998-12-31T15:59:60.123-08:00", "1963-06-19t08:30:06z", "2024-02-29T00:00:00+23:59",
      ],
      [
        "", "1998-12-31T23:59:61Z", "1998-12-31T22:59:60Z", "1990-02-31T15:59:59Z",
        "1990-12-31T15:59:59-24:00",
        "1963-06-19T08:30:06.28123+01:00Z", "06/19/1963 08:30:06 PST", "2013-350T01:01:01",
        "1963-6-19T08:30:06Z",
        "1963-06-1৪T00:00:00Z", "1963-06-19 08:30:06Z", "1963-06-19T08:30:06", "1963-06-19T08:30:06.Z",
      ]),
    FormatRow(
      "date", ["1963-06-19", "2020-02-29", "2000-02-29", "0000-12-31"],
      [
        "06/19/1963", "2013-350", "1998-1-20", "1998-01-1", "1998-13-01", "1998-00-01", "1998-04-31",
        "2021-02-29",
        "1900-02-29", "1963-06-1৪", "1963-06-19Z", "20230328", "1998-01-00",
      ]),
    FormatRow(
      "time",
      ["08:30:06Z", "23:59:60Z", "01:29:60+01:30", "23:29:60+23:30", "15:59:60-08:00", "08:30:06.283185z"],
      [
        "008:030:006Z", "22:59:60Z", "23:58:60Z", "23:59:60+01:00", "24:00:00Z", "00:60:00Z", "00:00:61Z",
        "01:02:03+24:00", "01:02:03+00:60", "01:02:03Z+00:30", "08:30:06", "08:30:06 PST", "1২:00:00Z",
        "08:30:06#00:20",
      ]),
    FormatRow(
      "duration",
      ["P4DT12H30M5S", "P4Y", "PT0S", "P0D", "P1M", "PT1M", "PT36H", "P1DT12H", "P2W", "P1Y2M3DT4H5M6S"],
      [
        "", "PT1D", "4DT12H30M5S", "P", "P1YT", "PT", "P2D1Y", "P1D2H", "P2S", "P1Y2W", "P1", "P1W2D",
        "P1Y3D", "PT1H2S",
        "P২Y", "P1.5D", "p1D",
      ]),
    FormatRow(
      "email",
      [
        "joe.bloggs@example.com", "te~st@example.com", "~test~@example.com", "\"joe bloggs\"@example.com",
        "\"joe..bl\\\"oggs\"@example.com", "\"joe@bloggs\"@example.com", "joe.bloggs@[127.0.0.1]",
        "joe.bloggs@[IPv6:::1]", "te.s.t@example.com",
      ],
      [
        "2962", ".test@example.com", "test.@example.com", "te..st@example.com",
        "joe.bloggs@invalid=domain.com",
        "joe.bloggs@[127.0.0.300]", "@example.com", "joe@", "joé@example.com", "a b@example.com",
        "\"a@example.com",
        "\"a\\\"@example.com", "joe@[IPv6:::z]",
        String(repeating: "a", count: 65) + "@example.com",
      ]),
    FormatRow(
      "idn-email", ["실례@실례.테스트", "joe@example.com", "\"é b\"@é.example"], ["2962", "é@@", "é@-é.example"]),
    FormatRow(
      "hostname",
      [
        "www.example.com", "xn--4gbwdl.xn--wgbh1c", "a-b", "a1", "1host", "host123", "xn--X",
        String(repeating: "a", count: 63) + ".example",
      ],
      [
        "", "-a-host-name-that-starts-with--", "not_a_valid_host_name", "a.", ".a", "a..b", "-hostname",
        "hostname-",
        "host_name", "XN--aa---o47jg78q-".lowercased(), "ab--cd", "실례", "ho st",
        String(repeating: "a", count: 64), String(repeating: "a.", count: 127),
      ]),
    FormatRow("idn-hostname", ["실례.테스트", "a-b.c", "é"], ["", "é-", "a b", "é..a"]),
    FormatRow(
      "ipv4", ["192.168.0.1", "0.0.0.0", "255.255.255.255"],
      [
        "127.0.0.0.1", "256.256.256.256", "127.0", "0x7f000001", "2130706433", "087.10.0.1", "1.2.3.٤",
        "192.168.1.0/24",
        " 1.2.3.4", "1.2.3.", "1..3.4", "1.2.3.1000",
      ]),
    FormatRow(
      "ipv6",
      [
        "::1", "::", "1::", "::42:ff:1", "d6::", "1:2:3:4:5:6:7:8", "1:d6::42", "1::d6:192.168.0.1",
        "::ffff:192.168.0.1",
        "1:2:3:4:5:6:1.2.3.4", "ABCD:EF01:2345:6789:abcd:ef01:2345:6789", "2001:db8:1:2:3:4:5::",
      ],
      [
        "", ":", ":::", "12345::", "1:1:1:1:1:1:1:1:1:1", "::laptop", ":2:3:4:5:6:7:8", "1:2:3:4:5:6:7:",
        "1:2:3:4:5:6:7",
        "1::d6::42", "1:2:3:4:5:6:7:8::", "1:2:3:4:5:6:7:1.2.3.4", "::ffff:192.168.0", "::ffff:192.168.0.1:1",
        "1.2.3.4",
        "100:100:100:100:100:100:255.255.255.255.255", "fe80::a%eth1", "fe80::/64", "1:2:3:4:5:6:7:৪",
      ]),
    FormatRow(
      "uri",
      [
        "http://foo.bar/?baz=qux#quux", "http://foo.com/blah_(wikipedia)_blah#cite-1",
        "http://foo.bar/?q=Test%20URL",
        "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", "http://223.255.255.254",
        "ftp://ftp.is.co.za/rfc/1808.txt",
        "ldap://[2001:db8::7]/c=GB?objectClass?one", "mailto:a@b.example", "news:a.b", "tel:+1-816-555-1212",
        "x:",
        "urn:oasis:names:specification:docbook:dtd:xml:4.1.2", "http://[v1.a:b]/", "http://a.example:/",
        "file:///c:/a",
      ],
      [
        "//foo.bar/?baz=qux#quux", "/abc", "\\\\WINDOWS\\fileshare", "abc", "http:// shouldfail.com",
        ":// should fail",
        "bar,baz:1", "http://[www.example.com]/", "http://a/%zz", "http://a/{b}", "http://a/|",
        "http://é.example", "1a:b",
        "http://a:8x/", "http://[::1", "http://a@b@c/", "http://[v.x]/", "x:#a#b",
        "https://[@example.org/test.txt",
        "https://example.org/foobar\".txt", "https://example.org/foobar<>.txt",
        "https://example.org/foobar\\.txt", "",
      ]),
    FormatRow(
      "uri-reference",
      ["http://foo.bar/", "//foo.bar/?baz=qux#quux", "/abc", "abc", "#fragment", "", "?q", "./a:b", "a?b:c"],
      ["\\\\WINDOWS\\fileshare", "#frag\\ment", "a:b c", "1:b", "é", "/a b"]),
    FormatRow(
      "iri", ["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://[2001:0db8:85a3::7334]", "http://a.example"],
      ["http://2001:0db8:85a3:0000:0000:8a2e:0370:7334", "/abc", "âππ", "http://é\\"]),
    FormatRow(
      "iri-reference", ["//ƒøø.ßår/?∂éœ=πîx#πîüx", "/âππ", "âππ", "#ƒrägmênt"],
      ["\\\\WINDOWS\\filëßåré", "#ƒräg\\mênt"]),
    FormatRow(
      "uri-template",
      [
        "http://example.com/dictionary/{term:1}/{term}", "dictionary/{term:1}/{+x,y*}", "{#a.b_%41}", "",
        "{/a,b:9999}", "é",
      ],
      [
        "http://example.com/{term:1}/{term", "{}", "{a b}", "}", "{a:0}", "{a:10000}", "{a,}", "a b", "%4",
        "{%4}", "{a.}",
      ]),
    FormatRow(
      "uuid", ["2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000"],
      [
        "", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08-aa98-11ea-b4aa73b441d16380",
        "2eb8aa08aa98-11ea-b4aa73b441d16380-",
        "2eb8aa08-aa98-11ea-b4ga-73b441d16380", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380",
      ]),
    FormatRow(
      "json-pointer", ["", "/", "/foo/bar~0/baz~1/%a", "//", "/a/", "/\"", "/é", "/~01"],
      ["a", "#", "/foo/bar~", "/~2", "/~0~", "/~-1", "0", "a/a", "#/a"]),
    FormatRow(
      "relative-json-pointer", ["1", "0/foo/bar", "2/0/baz/1/zip", "0#", "120/foo"],
      ["/foo", "-1/foo", "+1/foo", "0##", "01/a", "01#", "", "1a", "0#a"]),
    FormatRow("regex", ["([abc])+\\s+$", "(?=a)b", "(a)\\1", ""], ["^(abc]", "\\a", "a**", "[z-a]"]),
    FormatRow("byte", ["", "YQ==", "YWI=", "YWJj", "+/+/"], ["YQ", "YQ=", "Y===", "=YQ=", "YW Jj", "YW-_"]),
  ]
}
