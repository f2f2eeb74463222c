// Which addresses the server may ask on a stranger's word: the corpus of the ways around that are known [T10].

import { describe, expect, test } from "vitest";
import { isPublicHost, isPublicIp } from "../../src/lib/public-address.ts";
import { guardAddress } from "../../src/worker/previews/address-guard.ts";

const CLOSED = [
  // Not of the web, or with something hidden in front.
  "ftp://example.com/",
  "file:///etc/passwd",
  "gopher://example.com:70/_",
  "data:text/html,hello",
  "javascript:alert(1)",
  "blob:https://example.com/1",
  "ws://example.com/",
  "https://user:secret@example.com/",
  "https://user@example.com/",
  "http://example.com@127.0.0.1/",
  "http://93.184.216.34:80@127.0.0.1/",
  "//example.com/",
  "example.com",
  "http://",
  "http:///",
  `https://example.com/${"a".repeat(2_048)}`,
  // Odd ports.
  "http://example.com:22/",
  "http://example.com:8080/",
  "https://example.com:8443/",
  "http://example.com:6379/",
  "http://example.com:0/",
  // Names of one's own network.
  "http://localhost/",
  "http://LOCALHOST./",
  "http://ⓛocalhost/",
  "http://%6cocalhost/",
  "http://a.localhost/",
  "http://localhost.localdomain/",
  "http://intranet/",
  "http://wiki./",
  "http://printer.local/",
  "http://metadata.google.internal/computeMetadata/v1/",
  "http://router.home.arpa/",
  "http://nas.lan/",
  "http://1.0.0.127.in-addr.arpa/",
  "http://something.onion/",
  "http://-bad-.example.com/",
  "http://a..example.com/",
  // IPv4: loopback, private, shared, link-local, metadata, documents, many receivers.
  "http://127.0.0.1/",
  "http://127.255.255.254/",
  "http://0.0.0.0/",
  "http://10.0.0.1/",
  "http://100.64.0.1/",
  "http://100.100.100.200/latest/meta-data/",
  "http://169.254.169.254/latest/meta-data/",
  "http://168.63.129.16/metadata",
  "http://172.16.0.1/",
  "http://172.31.255.255/",
  "http://192.0.0.192/opc/v1/",
  "http://192.0.2.1/",
  "http://192.88.99.1/",
  "http://192.168.1.1/",
  "http://198.18.0.1/",
  "http://198.51.100.7/",
  "http://203.0.113.7/",
  "http://224.0.0.251/",
  "http://240.0.0.1/",
  "http://255.255.255.255/",
  // The same in other notations, and public ones in notations for hiding.
  "http://127.1/",
  "http://127.0.1/",
  "http://0/",
  "http://2130706433/",
  "http://017700000001/",
  "http://0177.0.0.1/",
  "http://0x7f.0.0.1/",
  "http://0x7f000001/",
  "http://127.0.0.1./",
  "http://①②⑦.⓪.⓪.①/",
  "http://127。0。0。1/",
  "http://%31%32%37.0.0.1/",
  "http://134744072/",
  "http://0x8.0x8.0x8.0x8/",
  "http://8.8.2056/",
  "http://256.256.256.256/",
  "http:\\\\127.0.0.1\\",
  "http://127.0.0.1#@example.com/",
  "http://127.0.0.1\\@example.com/",
  // IPv6: loopback, unspecified, local, mapped, NAT64, 6to4, Teredo, ISATAP, documents, many receivers.
  "http://[::1]/",
  "http://[::]/",
  "http://[0:0:0:0:0:0:0:1]/",
  "http://[fe80::1]/",
  "http://[fec0::1]/",
  "http://[fc00::1]/",
  "http://[fd00:ec2::254]/",
  "http://[ff02::1]/",
  "http://[::ffff:127.0.0.1]/",
  "http://[::ffff:7f00:1]/",
  "http://[::ffff:8.8.8.8]/",
  "http://[::127.0.0.1]/",
  "http://[64:ff9b::127.0.0.1]/",
  "http://[64:ff9b::a00:1]/",
  "http://[64:ff9b:1::a00:1]/",
  "http://[2002:7f00:1::]/",
  "http://[2002:a00:1::1]/",
  "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
  "http://[2606:4700::5efe:127.0.0.1]/",
  "http://[2606:4700::200:5efe:a00:1]/",
  "http://[2001:db8::1]/",
  "http://[3fff::1]/",
  "http://[100::1]/",
  "http://[5f00::1]/",
];

const OPEN = [
  "https://example.com/",
  "http://example.com",
  "https://EXAMPLE.com:443/path?query=1#part",
  "http://example.com:80/",
  "https://example.com:80/",
  "http://93.184.216.34/",
  "http://93.184.216.34:443/a",
  "https://bücher.example.com/",
  "https://sub_domain.example.com/",
  "https://xn--bcher-kva.ch/",
  "https://localhost.example.com/",
  "https://internal.example.org/",
  "https://a.b.c.d.e.example.net/",
  "http://172.15.0.1/",
  "http://172.32.0.1/",
  "http://100.128.0.1/",
  "http://[2606:4700:4700::1111]/",
  "http://[2a00:1450:4001:81b::200e]/",
];

describe("[T10] the address guard", () => {
  test("knows at least forty ways in that are none", () => {
    expect(new Set(CLOSED).size).toBeGreaterThan(40);
  });
  test.each(CLOSED)("refuses %s", (address) => {
    expect(guardAddress(address)).toBeUndefined();
  });
  test.each(OPEN)("lets %s through", (address) => {
    expect(guardAddress(address)?.href).toBe(new URL(address.replace(/#.*/, "")).href);
  });
  test("`PREVIEW_ALLOW` opens the exact pairs that it lists, and nothing else", () => {
    const PREVIEW_ALLOW = "127.0.0.1:4567, [::1]:4568";
    const open = ["http://127.0.0.1:4567/a", "https://127.0.0.1:4567/", "http://[::1]:4568/"];
    for (const address of open)
      expect(guardAddress(address, { PREVIEW_ALLOW })?.href, address).toBe(address);
    const others = [
      "http://127.0.0.1/",
      "http://127.0.0.1:456/",
      "http://127.0.0.1:45678/",
      "http://127.0.0.1:4568/",
      "http://127.0.0.2:4567/",
      "http://localhost:4567/",
      "http://[::1]:4567/",
      "http://user@127.0.0.1:4567/",
      "ftp://127.0.0.1:4567/",
    ];
    for (const address of [...others, ...CLOSED])
      expect(guardAddress(address, { PREVIEW_ALLOW }), address).toBeUndefined();
    for (const wide of ["", ",", " ", "*", "127.0.0.1", "127.0.0.1:*", ":4567"])
      expect(guardAddress("http://127.0.0.1:4567/", { PREVIEW_ALLOW: wide })).toBeUndefined();
  });
});

describe("[T10] resolved addresses", () => {
  test.each(["::1", "::ffff:10.0.0.1", "fe80::1%eth0", "127.0.0.1", "", "1", "::", "1::2::3", "x"])(
    "%s is not public",
    (ip) => expect(isPublicIp(ip)).toBe(false),
  );
  test.each(["1.1.1.1", "2606:4700:4700::1111", "2606:4700:4700:0:0:0:0:1111"])(
    "%s is public",
    (ip) => expect(isPublicIp(ip)).toBe(true),
  );
  test("a host is no address with a port, and no list", () => {
    for (const host of ["example.com:80", "a,b.com", "[::1", "::1]", "[]", "", "."])
      expect(isPublicHost(host), host).toBe(false);
  });
});
