import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Page } from "@playwright/test";
import { Admin, USERS_ROLE, newAddress, unique } from "./support/admin.ts";
import { rawGet } from "./support/http.ts";
import { shortJourney } from "./support/journey.ts";
import { stack } from "./support/stack.ts";
import { expect, expectHeading, expectSession, test, visit } from "./support/test.ts";

// The site over HTTPS, with its own Directus and the production settings. These tests change settings and use up
// the rate limit, so they run serially, in this order, and nothing else uses that Directus.
test.describe.configure({ mode: "default" });
test.use({ baseURL: process.env.LYCHGATE_HTTPS_URL, ignoreHTTPSErrors: true });

const operator = () => new Admin(stack.httpsDirectusUrl, stack.httpsAdminToken);

async function register(page: Page): Promise<string> {
  const email = newAddress();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(unique("password"));
  await page.getByRole("button", { name: "Create account" }).click();
  return email;
}

test("the visitor’s journey works over HTTPS, with a Secure cookie", async ({ page, watch }) => {
  await shortJourney(page, watch);
});

test("the security headers are the same over HTTPS", async () => {
  const [plain, secure] = [await rawGet(stack.url), await rawGet(stack.httpsUrl)];
  expect(secure.status).toBe(200);
  for (const name of ["content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"]) {
    expect(secure.headers[name]).toBe(plain.headers[name]);
  }
});

test.describe("registration", () => {
  test.afterEach(async () => {
    await operator().request("PATCH", "/settings", { public_registration: true, public_registration_verify_email: false });
  });

  test("that is switched off is not offered, and its page says so", async ({ page }) => {
    await visit(page, "/signin");
    await expect(page.getByRole("link", { name: "Create an account" })).toBeVisible();

    await operator().request("PATCH", "/settings", { public_registration: false });
    const asked = page.waitForResponse((answer) => answer.url().endsWith("/server/info"));
    await visit(page, "/signin");
    await (await asked).finished();
    await expectHeading(page, "Sign in");
    await expect(page.getByRole("link", { name: "Create an account" })).toHaveCount(0);

    await visit(page, "/register");
    await expect(page.getByText("Registration is switched off on this site.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Create account" })).toHaveCount(0);
  });

  test("that is switched off while the form is open is reported when it is sent", async ({ page, watch }) => {
    watch.expectFailure({ url: "/users/register", status: 403 });
    await visit(page, "/register");
    await expect(page.getByRole("button", { name: "Create account" })).toBeVisible();
    await operator().request("PATCH", "/settings", { public_registration: false });
    const email = await register(page);
    await expect(page.getByRole("alert")).toContainText("Registration is switched off here");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expectSession(page, "signed-out");
  });

  test("from one client is limited, and the page says for how many seconds", async ({ page, watch }) => {
    watch.expectFailure({ url: "/users/register", status: 429 });
    // A forged client address in a header does not help. Earlier tests have used up some of the five.
    let status = 0;
    for (let tries = 1; tries <= 6 && status !== 429; tries += 1) {
      status = await postRegistration(`203.0.113.${tries}`);
    }
    expect(status).toBe(429);

    await visit(page, "/register");
    const email = await register(page);
    await expect(page.getByRole("alert")).toContainText(/Please wait \d+ seconds, then try again\./);
    const seconds = Number(/(\d+) second/.exec(await page.getByRole("alert").innerText())?.[1]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
  });

  async function postRegistration(claimedAddress: string): Promise<number> {
    const { request } = await import("node:https");
    const body = JSON.stringify({ email: newAddress(), password: unique("password") });
    return new Promise((resolve, reject) => {
      const posting = request(
        `${stack.httpsUrl}/directus/users/register`,
        {
          method: "POST",
          rejectUnauthorized: false,
          headers: {
            "Content-Type": "application/json",
            "Content-Length": Buffer.byteLength(body),
            "X-Forwarded-For": claimedAddress,
          },
        },
        (answer) => {
          answer.resume();
          answer.on("end", () => resolve(answer.statusCode ?? 0));
        },
      );
      posting.on("error", reject);
      posting.end(body);
    });
  }
});

test.describe("provisioning", () => {
  async function provision(...options: string[]): Promise<string> {
    const { stdout, stderr } = await promisify(execFile)(stack.xtask, [
      "provision",
      "--url",
      stack.httpsDirectusUrl,
      "--token",
      stack.httpsAdminToken,
      ...options,
    ]);
    return stdout + stderr;
  }

  /** Returns everything that provisioning could have changed. */
  async function everything(): Promise<unknown> {
    const paths = ["/collections", "/fields", "/relations", "/roles", "/policies", "/access", "/permissions", "/folders", "/settings"];
    const lists = await Promise.all(paths.map((path) => operator().request<unknown>("GET", `${path}?limit=-1`)));
    return Object.fromEntries(paths.map((path, index) => [path, lists[index]]));
  }

  for (const options of [[], ["--dry-run"]]) {
    test(`${options.join(" ")} of a provisioned Directus changes nothing and says so`, async () => {
      const before = await everything();
      const said = await provision(...options);
      expect(said).toContain("Nothing to do: everything is there already.");
      expect(said).not.toContain(stack.httpsAdminToken);
      // The guard is installed, as in the demo.
      expect(said).not.toContain("WARNING");
      expect(said).not.toContain("NOT MADE BY THIS PROGRAM");
      expect(await everything()).toEqual(before);
    });
  }

  test("adds what is missing, names it, and changes nothing else", async () => {
    const admin = operator();
    const name = unique("editors");
    const editors = await admin.request<{ id: string }>("POST", "/roles", { name, description: "Somebody else’s" });
    const [access] = await admin.request<{ id: string; policy: string }[]>(
      "GET",
      `/access?filter[role][_eq]=${USERS_ROLE}&filter[policy][name][_eq]=Users`,
    );
    const [own] = await admin.request<{ id: number }[]>(
      "GET",
      `/permissions?filter[policy][_eq]=${access?.policy}&filter[collection][_eq]=directus_users&filter[action][_eq]=update`,
    );
    await admin.request("DELETE", `/permissions/${own?.id}`);

    const before = await everything();
    expect(await provision("--dry-run")).toContain("Nothing was changed. Without --dry-run: 1 changes.");
    expect(await everything()).toEqual(before);

    const said = await provision();
    expect(said).toContain("Done: 1 changes.");
    expect(said).toMatch(/permission of Users: update directus_users: created/);
    expect(await provision()).toContain("Nothing to do: everything is there already.");
    expect(await admin.request("GET", `/roles/${editors.id}`)).toMatchObject({ name, description: "Somebody else’s" });
  });

  test("with a wrong token fails with a message and changes nothing", async () => {
    const before = await everything();
    const failed = await promisify(execFile)(stack.xtask, [
      "provision",
      "--url",
      stack.httpsDirectusUrl,
      "--token",
      "not-the-token",
    ]).catch((error: { code: number; stderr: string; stdout: string }) => error);
    expect(failed).toHaveProperty("code", 1);
    expect(failed.stderr + failed.stdout).not.toContain("panicked");
    expect(await everything()).toEqual(before);
  });
});
