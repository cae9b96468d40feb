import { type BrowserContext, type Page, type Request } from "@playwright/test";
import { admin, unique } from "../support/admin.ts";
import { sessionCookie } from "../support/accounts.ts";
import { waitForServiceWorker } from "../support/service-worker.ts";
import { stack } from "../support/stack.ts";
import { expect, test, waitUntilReady } from "../support/test.ts";

// An upload never runs on this origin, whatever its type. Worst case: the browser is an
// editor's, with a session of the Studio, and an administrator has given the files types outside of the list of
// accepted ones. A file that runs requests a URL that identifies it.

const RAN = "/directus/server/ping?ran=";

const FILES = {
  html: { type: "text/html", text: `<!doctype html><title>upload</title><script>fetch("${RAN}html")</script><img src=x onerror='fetch("${RAN}html")'>` },
  xhtml: { type: "application/xhtml+xml", text: `<html xmlns="http://www.w3.org/1999/xhtml"><script>fetch("${RAN}xhtml")</script></html>` },
  svg: { type: "image/svg+xml", text: `<svg xmlns="http://www.w3.org/2000/svg" onload='fetch("${RAN}svg")'><script>fetch("${RAN}svg")</script></svg>` },
  js: { type: "text/javascript", text: `fetch("${RAN}js"); self.onmessage = () => {};` },
  css: { type: "text/css", text: `@import "${RAN}css"; body { background: url("${RAN}css") }` },
} as const;
type Kind = keyof typeof FILES;

async function upload(kind: Kind): Promise<string> {
  const form = new FormData();
  form.append("file", new Blob([FILES[kind].text], { type: "text/plain" }), `${unique("upload")}.${kind}`);
  const answer = await fetch(`${stack.directusUrl}/files`, { method: "POST", body: form, headers: { Authorization: `Bearer ${stack.adminToken}` } });
  const { data } = (await answer.json()) as { data: { id: string } };
  await admin().request("PATCH", `/files/${data.id}`, { type: FILES[kind].type });
  return data.id;
}

/** Tries to run `url` in every way that a page can, and returns what succeeded. */
async function tryAll(page: Page, url: string): Promise<string[]> {
  return page.evaluate(async (url) => {
    const done: string[] = [];
    const attempt = async (how: string, run: () => unknown) => {
      try {
        await run();
        done.push(how);
      } catch {
        // Refused.
      }
    };
    const loaded = (element: HTMLElement) =>
      new Promise<void>((resolve, reject) => {
        element.addEventListener("load", () => resolve());
        element.addEventListener("error", () => reject(new Error("refused")));
        document.body.append(element);
      });
    const element = (name: string, attributes: Record<string, string>) => {
      const made = document.createElement(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        made.setAttribute(attribute, value);
      }
      return made;
    };
    const answers = (worker: Worker | SharedWorker) =>
      new Promise((resolve, reject) => {
        worker.addEventListener("error", reject);
        ("port" in worker ? worker.port : worker).postMessage("");
        setTimeout(resolve, 1_000);
      });
    await attempt("import", () => import(url));
    await attempt("script", () => loaded(element("script", { src: url })));
    await attempt("module", () => loaded(element("script", { src: url, type: "module" })));
    await attempt("style", () => loaded(element("link", { rel: "stylesheet", href: url })));
    await attempt("worker", () => answers(new Worker(url)));
    await attempt("module worker", () => answers(new Worker(url, { type: "module" })));
    await attempt("shared worker", () => answers(new SharedWorker(url)));
    await attempt("service worker", () => navigator.serviceWorker.register(url));
    await attempt("image", () => loaded(element("img", { src: url })).catch(() => {}));
    for (const name of ["iframe", "frame", "embed", "object"]) {
      await attempt(name, () => Promise.race([loaded(element(name, { src: url, data: url })), new Promise((_, reject) => setTimeout(reject, 500))]));
    }
    // Of these only the request of the file tells: they also load error pages, or report nothing.
    return done.filter((how) => !["shared worker", "image", "iframe", "frame", "embed", "object"].includes(how));
  }, url);
}

test.describe("an upload that a browser could execute", () => {
  let context: BrowserContext;
  const ran: string[] = [];

  test.beforeAll(async ({ browser }) => {
    // Not watched: the browser’s error is expected. With the site’s service worker, which passes requests on, and as one of the ways to run a file.
    context = await browser.newContext({ serviceWorkers: "allow" });
    const cookie = await sessionCookie(stack.directusUrl, { email: process.env.LYCHGATE_ADMIN_EMAIL ?? "", password: process.env.LYCHGATE_ADMIN_PASSWORD ?? "" });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url: stack.url }]);
    const page = await context.newPage();
    await page.goto(`${stack.url}/blog`);
    await waitForServiceWorker(page);
    await page.close();
    context.on("request", (request: Request) => {
      if (request.url().includes("ran=")) {
        ran.push(request.url());
      }
    });
  });
  test.afterAll(() => context.close());

  for (const kind of Object.keys(FILES) as Kind[]) {
    test(`never runs: ${kind}`, async () => {
      const id = await upload(kind);
      // Plain, by its file name, in another case, and as a download.
      const urls = [`/directus/assets/${id}`, `/directus/assets/${id}/x.${kind}?a=1`, `/directus/ASSETS/${id}.${kind}`];
      for (const url of urls) {
        // From the site, whose CSP stops most of it, and from a page of Directus, whose CSP does not.
        for (const from of ["/blog", "/directus/server/info"]) {
          const page = await context.newPage();
          await page.goto(stack.url + from);
          if (from === "/blog") {
            // The app replaces what is on the page when it takes over.
            await waitUntilReady(page);
          }
          expect(await tryAll(page, url), `${url} from ${from}`).toEqual([]);
          await page.close();
        }
      }
      const page = await context.newPage();
      const answer = await page.goto(stack.url + (urls[0] ?? ""));
      expect(answer?.status()).toBe(200);
      // The document has an opaque origin.
      expect(await page.evaluate(() => self.origin)).toBe("null");
      await page.close();
      expect(ran).toEqual([]);
      await admin().request("DELETE", `/files/${id}`);
    });
  }
});

test("executable types are refused as uploads, images are accepted", async () => {
  const offer = async (type: string, name: string) => {
    const form = new FormData();
    form.append("file", new Blob(["x"], { type }), name);
    const answer = await fetch(`${stack.directusUrl}/files`, { method: "POST", body: form, headers: { Authorization: `Bearer ${stack.adminToken}` } });
    const body = (await answer.json()) as { data?: { id: string } };
    if (body.data) {
      await admin().request("DELETE", `/files/${body.data.id}`);
    }
    return answer.status;
  };
  for (const type of ["text/html", "TEXT/HTML", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "text/javascript", "application/javascript", "text/css", "application/wasm", "image/svg+xml;x=1"]) {
    expect(await offer(type, "a.bin"), type).toBe(400);
  }
  const documents = ["application/pdf", "text/csv", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.oasis.opendocument.text", "application/zip"];
  for (const type of ["image/webp", "image/jpeg", "audio/mpeg", "video/mp4", ...documents]) {
    expect(await offer(type, "a.bin"), type).toBe(200);
  }
});
