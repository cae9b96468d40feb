import { once } from "node:events";
import { type Server, createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { Backend } from "../support/backend.ts";
import { expect, test as base } from "../support/test.ts";
import { type Query, sendQueries } from "./send-queries.ts";
import { type HiddenData, createHiddenData } from "./hidden-data.ts";

// Directus fetches a file from a URL for users with access to the Studio, and for nobody else, whichever endpoint they use. What
// counts is not the answer, but that the URL is never requested.

/** A server that counts its requests. */
class Target {
  hits = 0;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((_, answer) => {
      this.hits += 1;
      answer.writeHead(200, { "Content-Type": "image/png" }).end("internal");
    });
  }

  static async start(): Promise<Target> {
    const target = new Target();
    target.#server.listen(0, "127.0.0.1");
    await once(target.#server, "listening");
    return target;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/picture.png`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const test = base.extend<object, { setup: { backend: Backend; hidden: HiddenData; target: Target } }>({
  setup: [
    async ({}, use) => {
      const backend = await Backend.start(...SETTINGS);
      const target = await Target.start();
      try {
        await use({ backend, hidden: await createHiddenData(backend.admin, backend.url), target });
      } finally {
        target.stop();
        await backend.remove();
      }
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
test.describe.configure({ mode: "serial" });

/** With an empty deny list only the guard protects this machine’s addresses. */
const SETTINGS = ["--env", "IMPORT_IP_DENY_LIST=192.0.2.1", "--env", "RATE_LIMITER_ENABLED=false"];

const question = (method: string, path: string, body?: unknown): Query => ({ description: path, method, path, ...(body === undefined ? {} : { body }) });

const MUTATION = "import_file(url: $url, data: {storage: \"local\", filename_download: \"a.png\", type: \"image/png\"}) { id }";

/** Every spelling of an import that a router or parser of Directus might accept. */
function spellings(url: string): Query[] {
  const body = { url, data: { type: "image/png" } };
  const paths = ["/files/import", "/files/import/", "/Files/Import", "/FILES/IMPORT/", "/files/import?fields=id", "/files/%69mport", "/%66iles/import", "//files/import", "/files//import", "/files/./import", "/files/x/../import", "/files/import;a=b", "/files/import%2f", "/files/import#x"];
  const graphql = (query: string, more: object = {}) => question("POST", "/graphql/system", { query, variables: { url }, ...more });
  const literal = MUTATION.replace("$url", JSON.stringify(url));
  return [
    ...paths.map((path) => question("POST", path, body)),
    ...["PUT", "PATCH", "SEARCH", "GET"].map((method) => question(method, "/files/import", body)),
    question("POST", "/files/import?_method=POST&access_token=", body),
    question("POST", "/files", { ...body.data, url, storage: "local", filename_download: "a.png" }),
    graphql(`mutation ($url: String!) { ${MUTATION} }`),
    graphql(`mutation { a: ${literal} b: ${literal} }`),
    graphql(`mutation ($url: String!) { ...f } fragment f on Mutation { ${MUTATION} }`),
    graphql(`mutation ($url: String!) { ... on Mutation { ... @include(if: true) { x: ${MUTATION} } } }`),
    graphql(`query q { __typename } mutation m { ${literal} }`, { operationName: "m" }),
    question("POST", "/GraphQL/System/", { query: `mutation { ${literal} }` }),
    question("POST", "/graphql", { query: `mutation { ${literal} }` }),
    question("GET", `/graphql/system?query=${encodeURIComponent(`mutation { ${literal} }`)}`),
    question("POST", "/mcp", { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "files", arguments: { action: "import", data: [{ url, file: { title: "a" } }] } } }),
  ];
}

test("Directus fetches no URL for visitors and members", async ({ setup: { backend, hidden, target } }) => {
  await backend.admin.request("PATCH", "/settings", { mcp_enabled: true });
  for (const who of [hidden.nobody, hidden.member, hidden.exporter]) {
    await sendQueries(backend.url, who, spellings(target.url));
  }
  expect(target.hits).toBe(0);
  const [rest, graphql] = await sendQueries(backend.url, hidden.exporter, [spellings(target.url)[0], spellings(target.url).find(({ path }) => path === "/graphql/system")] as Query[]);
  expect(rest).toMatch(/^403 .*takes access to the Studio/);
  expect(graphql).toMatch(/takes access to the Studio/);
});

test("Directus fetches a file for a user with access to the Studio", async ({ setup: { backend, hidden, target } }) => {
  const before = target.hits;
  const [answer] = await sendQueries(backend.url, hidden.editor, [question("POST", "/files/import?fields=filename_download", { url: target.url })]);
  expect(answer).toBe('200 {"data":{"filename_download":"picture.png"}}');
  expect(target.hits).toBe(before + 1);
});

test("with LYCHGATE_IMPORT_HOSTS set, editors and administrators import from these hosts only", async ({ setup: { backend, hidden, target } }) => {
  await backend.stop("SIGTERM");
  backend.startAgain(...SETTINGS, "--env", "LYCHGATE_IMPORT_HOSTS=images.example.com,*.example.org");
  await backend.waitUntilAnswering();
  const before = target.hits;
  const [answer] = await sendQueries(backend.url, hidden.editor, [question("POST", "/files/import", { url: target.url })]);
  expect(answer).toMatch(/^403 .*LYCHGATE_IMPORT_HOSTS/);
  await expect(backend.admin.request("POST", "/files/import", { url: target.url })).rejects.toThrow(/403 .*LYCHGATE_IMPORT_HOSTS/);
  expect(target.hits).toBe(before);
});

test("without the guard, Directus fetches a URL for every user who may upload", async ({ setup: { backend, hidden, target } }) => {
  await backend.stop("SIGTERM");
  backend.startAgain(...SETTINGS, "--without-guard");
  await backend.waitUntilAnswering();
  const before = target.hits;
  await sendQueries(backend.url, hidden.exporter, spellings(target.url));
  // By REST, GraphQL and MCP, which shows that each of them can import.
  expect(target.hits - before).toBeGreaterThanOrEqual(10);
});
