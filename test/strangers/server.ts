// The web of strangers on loopback: pages that are fine, odd, slow, endless, lying or hostile.
// It notes every request, so that tests can tell who asked for what.

import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GIF, png } from "./picture.ts";

export interface Strangers {
  /** `127.0.0.1:PORT`, as `PREVIEW_ALLOW` takes it. */
  host: string;
  seen: { path: string; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

type Answer = (response: ServerResponse, query: URLSearchParams) => void;

const page = (head: string, rest = "<p>Hello</p>") =>
  `<!doctype html><html><head>${head}</head><body>${rest}</body></html>`;
const html = (text: string | Buffer, type = "text/html; charset=utf-8"): Answer =>
  body(text, { "Content-Type": type });
const body =
  (content: string | Buffer, headers: Record<string, string>): Answer =>
  (response) =>
    void response.writeHead(200, headers).end(content);
/** Goes on until the other side has had enough. */
const forever =
  (headers: Record<string, string>, first: string | Buffer, then: string | Buffer): Answer =>
  (response) => {
    response.writeHead(200, headers).write(first);
    const more = setInterval(() => response.write(then), 20);
    response.on("close", () => clearInterval(more));
  };

const GOOD = `
  <title>Not this one</title>
  <meta property="og:title" content="Notes on the edge">
  <meta property="og:description" content="Why a room that sleeps costs nothing, and how its sockets stay open while it does.">
  <meta property="og:site_name" content="The Edge Notes">
  <meta property="og:image" content="/photo.png">`;

const ANSWERS: Record<string, Answer> = {
  "/good": html(page(GOOD)),
  "/plain": html(
    page('<title>A plain page</title><meta name="description" content="Only words.">'),
  ),
  "/no-image": html(page('<meta property="og:title" content="No picture here">')),
  "/icon": html(
    page('<title>T</title><link rel="icon apple-touch-icon" href="i.png?a=1&amp;b=2">'),
  ),
  "/entities": html(
    page(
      '<title>x</title><meta property="og:title" content="Tom &amp; Jerry &#8212; &quot;caf&eacute;&quot; &lt;3&#x1F63A;"><meta name="description" content="a&nbsp;b&ampc &notit;">',
    ),
  ),
  "/title-entities": html(page("<title>R&amp;D &lt;b&gt; caf&eacute;</title>")),
  "/hostile": html(
    page(
      `<title><script>alert(1)</script></title>
       <meta property="og:description" content='"><img src=x onerror=alert(1)>\n\u202e\u200bline\u2028two'>
       <meta property="og:site_name" content="\u202eevil\u0000\u0007">
       <meta property="og:image" content="javascript:alert(1)">`,
    ),
  ),
  "/private-image": html(
    page('<title>T</title><meta property="og:image" content="http://169.254.169.254/latest">'),
  ),
  "/invisible": html(page("<title>\u200b\u200e&#8203; \u3164</title>")),
  "/long": html(
    page(`<title>${"😺".repeat(900)}</title><meta name=description content="${"d ".repeat(900)}">`),
  ),
  "/no-head": html("<title>Without a head</title><p>text"),
  "/only-body": html("<p>Hello</p><p>Nothing else</p>"),
  "/late-title": html(page("", "<svg><title>an icon</title></svg>")),
  "/empty": html(""),
  "/latin1": html(
    Buffer.from(page("<title>Caf\xe9</title>"), "latin1"),
    "text/html;charset=iso-8859-1",
  ),
  "/meta-charset": html(
    Buffer.concat([
      Buffer.from(page('<meta charset="shift_jis"><title>').split("</head>")[0] ?? ""),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
      Buffer.from("</title></head>"),
    ]),
    "text/html",
  ),
  "/utf16": html(Buffer.from(`\ufeff${page("<title>Ünïcode</title>")}`, "utf16le"), "text/html"),
  "/bad-charset": html(page("<title>Größe</title>"), "text/html; charset=klingon-8"),
  "/broken-bytes": html(Buffer.from([...Buffer.from("<title>a"), 0xff, 0xfe, 0x80]), "text/html"),
  "/huge-head": html(page(`<script>${"x".repeat(400_000)}</script><title>After 400 kB</title>`)),
  "/too-huge-head": html(
    page(`<script>${"x".repeat(600_000)}</script><title>After 600 kB</title>`),
  ),
  "/huge-attribute": html(
    page(`<title>Before it</title><meta name="description" content="${"a".repeat(450_000)}">`),
  ),
  "/many-tags": html(page(`${"<meta name=a content=b>".repeat(15_000)}<title>Far down</title>`)),
  "/endless": forever(
    { "Content-Type": "text/html" },
    "<title>It never ends</title>",
    "<p>more</p>".repeat(20_000),
  ),
  "/drip": forever({ "Content-Type": "text/html" }, "<title>Drop by drop</title>", "."),
  "/drip-head": forever({ "Content-Type": "text/html" }, "<title>", "x"),
  "/silent": () => undefined,
  "/cut": (response) => {
    response.writeHead(200, { "Content-Type": "text/html", "Content-Length": "90000" });
    response.write("<title>Cut off</title>", () => response.destroy());
  },
  "/lying-length": (response) => {
    response.socket?.end(
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\nConnection: close\r\n\r\n" +
        page("<title>Longer than said</title>"),
    );
  },
  "/garbage": (response) => void response.socket?.end("\x00\x01\x02 no http at all\r\n\r\n"),
  "/type-text": body("<title>no</title>", { "Content-Type": "text/plain" }),
  "/type-none": (response) => void response.writeHead(200).end("<title>no</title>"),
  "/type-pdf": body("%PDF-1.7", { "Content-Type": "application/pdf" }),
  "/missing": (response) =>
    void response.writeHead(404, { "Content-Type": "text/html" }).end("<title>Not found</title>"),
  "/broken": (response) =>
    void response.writeHead(500, { "Content-Type": "text/html" }).end("<title>Oops</title>"),
  "/redirect": (response, query) =>
    void response
      .writeHead(302, { Location: query.get("to") ?? "", "Set-Cookie": "stranger=1" })
      .end(),
  "/loop": (response) => void response.writeHead(301, { Location: "/loop" }).end(),
  "/hops": (response, query) => {
    const left = Number(query.get("n"));
    if (left === 0) html(page("<title>At last</title>"))(response, query);
    else response.writeHead(307, { Location: `/hops?n=${left - 1}` }).end();
  },
  "/photo.png": body(png(640, 400), { "Content-Type": "image/png" }),
  "/wide.png": body(
    png(1200, 300, [
      [90, 60, 160],
      [240, 190, 120],
    ]),
    { "Content-Type": "image/png" },
  ),
  "/picture": body(png(320, 320), { "Content-Type": "image/png" }),
  "/dot.gif": body(GIF, { "Content-Type": "text/html" }),
  "/no-picture.png": html("<script>alert(1)</script>", "image/png"),
  "/vector.png": body("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", {
    "Content-Type": "image/png",
  }),
  "/short.png": body("\x89PN", { "Content-Type": "image/png" }),
  "/large.png": forever({ "Content-Type": "image/png" }, png(8, 8), Buffer.alloc(400_000)),
  "/announced.png": (response) => {
    response.writeHead(200, { "Content-Type": "image/png", "Content-Length": "6000000" });
    response.write(png(8, 8));
  },
  "/cut.png": (response) => {
    response.writeHead(200, { "Content-Type": "image/png", "Content-Length": "90000" });
    response.write(png(8, 8), () => response.destroy());
  },
  "/drip.png": forever({ "Content-Type": "image/png" }, png(8, 8), "x"),
};

export async function startStrangers(): Promise<Strangers> {
  const seen: Strangers["seen"] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stranger");
    // For tests that run where `seen` is not.
    if (pathname === "/asked")
      return void response.end(
        `${seen.filter((one) => one.path === searchParams.get("for")).length}`,
      );
    seen.push({ path: request.url ?? "", headers: request.headers });
    const answer = ANSWERS[pathname];
    if (answer) answer(response, searchParams);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
