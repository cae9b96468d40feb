import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type Server, createServer } from "node:http";
import { type AddressInfo, BlockList, isIPv6 } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { Admin, type Person, admin } from "../support/admin.ts";
import { type RawAnswer, rawRequest } from "../support/http.ts";
import { accessToken, createEditor } from "../support/accounts.ts";
import { stack } from "../support/stack.ts";
import { expect, test } from "../support/test.ts";

// Directus fetches files from URLs for editors, but none that is internal: IMPORT_IP_DENY_LIST of directus/production.env. The
// Directus of these tests has that list without 127.77.0.0/16, so that there is an address to fetch from.

/** An address that counts as public. */
const PUBLIC_ADDRESS = "127.77.0.1";

/** Servers on every address of this machine, which log their requests. */
class InternalServers {
  readonly hits: string[] = [];
  readonly #servers: Server[] = [];
  port = 0;

  static async start(): Promise<InternalServers> {
    const inside = new InternalServers();
    // One port for IPv4 and IPv6, so that ::1 is covered.
    for (const address of ["::", "0.0.0.0"]) {
      const server = createServer((request, answer) => {
        const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
        const to = searchParams.get("to");
        if (request.socket.localAddress?.replace("::ffff:", "") === PUBLIC_ADDRESS) {
          if (to) {
            answer.writeHead(Number(searchParams.get("status") ?? 302), { Location: to.replace(/[^\x20-\x7e]+/g, encodeURIComponent) }).end();
          } else {
            answer.writeHead(200, { "Content-Type": "text/plain" }).end("from outside");
          }
          return;
        }
        inside.hits.push(`${request.headers.host}${pathname}`);
        answer.writeHead(200, { "Content-Type": "text/plain" }).end("from inside");
      });
      // A machine without IPv6 has only the second.
      await new Promise<void>((resolve) => {
        server.once("error", () => resolve());
        server.listen({ port: inside.port, host: address, ipv6Only: true }, () => {
          inside.port = (server.address() as AddressInfo).port;
          inside.#servers.push(server);
          resolve();
        });
      });
    }
    return inside;
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  }
}

/** Names of this machine in /etc/hosts. */
async function namesInside(): Promise<string[]> {
  const table = await readFile("/etc/hosts", "utf8").catch(() => "");
  const lines = table.split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
  return lines.filter(([address = ""]) => /^(127\.|::1$)/.test(address)).flatMap(([, ...names]) => names);
}

/** Spellings of an address of this machine. */
async function hosts(): Promise<string[]> {
  const own = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ address }) => !address.startsWith("fe80"))
    .map(({ address }) => (isIPv6(address) ? `[${address}]` : address));
  return [
    ...["127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "127.65530", "2130706433", "0x7f000001", "0x7F.0.0.1", "0x7f.1", "0177.0.0.1", "0177.1"],
    ...["017700000001", "0x7f.0.0x0.01", "127.0.0.1.", "%31%32%37.0.0.1", "①②⑦.0.0.1", "127。0。0。1", "１２７.０.０.１", "0", "0.0.0.0", "0x0", "00", "0.0"],
    ...["[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[::ffff:0.0.0.0]", "[::127.0.0.1]"],
    ...["[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::127.0.0.1]", "[2002:7f00:1::]"],
    ...["localhost", "LOCALHOST", "localhost.", "ip6-localhost", hostname(), ...(await namesInside()), "x:y@127.0.0.1", `${PUBLIC_ADDRESS}@127.0.0.1`, `${PUBLIC_ADDRESS}%2F@localhost`],
    ...own,
  ];
}

test.describe("import by an editor", () => {
  let inside: InternalServers;
  let token: string;

  test.beforeAll(async () => {
    inside = await InternalServers.start();
    token = await accessToken(stack.directusUrl, await createEditor(admin()));
  });
  test.afterAll(() => inside.stop());

  const importFrom = (url: string, directus = stack.directusUrl, bearer = token): Promise<RawAnswer> =>
    rawRequest(`${directus}/files/import`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${bearer}` },
      body: JSON.stringify({ url, data: { title: "imported" } }),
    });

  /** Imports all of `urls`, and returns those that were not refused. */
  async function taken(urls: string[]): Promise<string[]> {
    const open: string[] = [];
    const rest = [...urls];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let url = rest.pop(); url !== undefined; url = rest.pop()) {
          const { status } = await importFrom(url);
          if (status < 400) {
            open.push(url);
          }
        }
      }),
    );
    return open;
  }

  test("fetches public URLs, redirects included", async () => {
    for (const url of [`http://${PUBLIC_ADDRESS}:${inside.port}/a.txt`, `http://${PUBLIC_ADDRESS}:${inside.port}/b.txt?to=/a.txt`]) {
      const answer = await importFrom(url);
      expect(answer.status, answer.body.toString()).toBe(200);
      const { data } = JSON.parse(answer.body.toString()) as { data: { id: string } };
      const file = await rawRequest(`${stack.directusUrl}/assets/${data.id}`, { headers: { Authorization: `Bearer ${token}` } });
      expect(file.body.toString()).toBe("from outside");
    }
    expect(inside.hits).toEqual([]);
  });

  test("fetches no internal URL, whichever way it is written", async () => {
    const spellings = [...new Set(await hosts())];
    expect(spellings.length).toBeGreaterThan(40);
    const others = ["file:///etc/passwd", `ftp://127.0.0.1:${inside.port}/`, `http:127.0.0.1:${inside.port}`, `http:\\\\127.0.0.1:${inside.port}\\`, `//127.0.0.1:${inside.port}/`];
    expect(await taken([...spellings.map((host) => `http://${host}:${inside.port}/`), ...others])).toEqual([]);
    expect(inside.hits).toEqual([]);
  });

  test("follows no redirect to an internal URL, whichever status it has", async () => {
    const targets = (await hosts()).map((host) => `http://${host}:${inside.port}/redirected`);
    const via = (to: string, status: number) => `http://${PUBLIC_ADDRESS}:${inside.port}/?status=${status}&to=${encodeURIComponent(to)}`;
    const urls = targets.map((target, number) => via(target, [301, 302, 303, 307, 308][number % 5] ?? 302));
    // Two redirects: the first one stays public.
    urls.push(via(via(`http://127.0.0.1:${inside.port}/`, 302), 301), via(via(`http://[::1]:${inside.port}/`, 307), 308));
    expect(await taken(urls)).toEqual([]);
    expect(inside.hits).toEqual([]);
  });

  test("with the deployed deny list refuses the URL that the test’s list allows", async () => {
    const deployed = new Admin(stack.httpsDirectusUrl, stack.httpsAdminToken);
    await expect(deployed.request("POST", "/files/import", { url: `http://${PUBLIC_ADDRESS}:${inside.port}/a.txt` })).rejects.toThrow("503");
    await expect(deployed.request("POST", "/files/import", { url: `http://127.0.0.1:${inside.port}/a.txt` })).rejects.toThrow("503");
    expect(inside.hits).toEqual([]);
  });
});

test.describe("IMPORT_IP_DENY_LIST", () => {
  /** Parses the list as Directus does: ranges, networks, single addresses. */
  async function deployed(): Promise<(address: string) => boolean> {
    const settings = await readFile(new URL("../../../directus/production.env", import.meta.url), "utf8");
    const entries = (/^IMPORT_IP_DENY_LIST=(.*)$/m.exec(settings)?.[1] ?? "").split(",");
    expect(entries).toContain("0.0.0.0");
    const list = new BlockList();
    for (const entry of entries) {
      const family = isIPv6(entry.split(/[-/]/)[0] ?? "") ? "ipv6" : "ipv4";
      const [from = "", to] = entry.split("-");
      const [network = "", prefix] = entry.split("/");
      if (to !== undefined) {
        list.addRange(from, to, family);
      } else if (prefix !== undefined) {
        list.addSubnet(network, Number(prefix), family);
      }
    }
    return (address) => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  }

  test("covers every range that is not public, from its first to its last address", async () => {
    const denied = await deployed();
    const ranges = [
      ["0.0.0.0", "0.255.255.255"],
      ["10.0.0.0", "10.255.255.255"],
      ["100.64.0.0", "100.127.255.255"],
      ["127.0.0.0", "127.255.255.255"],
      ["169.254.0.0", "169.254.255.255"],
      ["172.16.0.0", "172.31.255.255"],
      ["192.0.0.0", "192.0.0.255"],
      ["192.0.2.0", "192.0.2.255"],
      ["192.31.196.0", "192.31.196.255"],
      ["192.52.193.0", "192.52.193.255"],
      ["192.88.99.0", "192.88.99.255"],
      ["192.168.0.0", "192.168.255.255"],
      ["192.175.48.0", "192.175.48.255"],
      ["198.18.0.0", "198.19.255.255"],
      ["198.51.100.0", "198.51.100.255"],
      ["203.0.113.0", "203.0.113.255"],
      ["224.0.0.0", "239.255.255.255"],
      ["240.0.0.0", "255.255.255.255"],
      ["::", "::fffe:ffff:ffff"],
      ["::ffff:127.0.0.1", "::ffff:10.1.2.3"],
      ["::ffff:0.0.0.0", "::ffff:169.254.169.254"],
      ["::ffff:0:7f00:1", "::ffff:0:a00:1"],
      ["64:ff9b::", "64:ff9b::ffff:ffff"],
      ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"],
      ["100::", "100::ffff:ffff:ffff:ffff"],
      ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"],
      ["3ffe::", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["4000::", "5f00::1"],
      ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
      ["fd00:ec2::254", "fe80::1"],
      ["fec0::", "ff02::1"],
      ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ];
    expect(ranges.flat().filter((address) => !denied(address))).toEqual([]);
  });

  test("allows public addresses", async () => {
    const denied = await deployed();
    const open = ["1.1.1.1", "8.8.8.8", "9.9.9.9", "11.0.0.1", "100.63.255.255", "100.128.0.1", "126.1.1.1", "128.1.1.1", "172.15.255.255", "172.32.0.1", "192.0.1.1", "193.0.6.139", "223.255.255.254", "::ffff:8.8.8.8"];
    const open6 = ["2001:200::1", "2001:4860:4860::8888", "2001:db9::1", "2003::1", "2606:4700:4700::1111", "2a00:1450:4001::1", "3ffd::1"];
    expect([...open, ...open6].filter(denied)).toEqual([]);
  });
});

test("import by a member is refused by the web server and never reaches Directus", async ({ member }: { member: Person }) => {
  const inside = await InternalServers.start();
  const token = await accessToken(stack.directusUrl, member);
  for (const path of ["/files/import", "/FILES/Import/", "/files//import", "/%66iles/%69mport?x=1"]) {
    const answer = await rawRequest(stack.url, {
      path: `/directus${path}`,
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify({ url: `http://${PUBLIC_ADDRESS}:${inside.port}/`, data: { type: "image/png" } }),
    });
    expect({ status: answer.status, by: answer.headers["x-powered-by"] }, path).toEqual({ status: 403, by: undefined });
  }
  expect(inside.hits).toEqual([]);
  await inside.stop();
});
