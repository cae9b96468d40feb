import { readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Page } from "@playwright/test";
import { stack } from "../support/stack.ts";
import { expect, expectHeading, signIn, test, visit } from "../support/test.ts";
import { waitForServiceWorker } from "../support/service-worker.ts";
import { quickOrFull } from "./fixtures.ts";

// A new version of the site takes the place of the old one, whose files are gone, while its pages are open.

const TABS = quickOrFull(6, 20);
const HASH = /-([0-9a-f]{16})(?=[._])/g;

test.describe.configure({ mode: "default" });

/** Replaces the site by one whose files all have other names, as after a change in all of them. */
async function deploy(root: string): Promise<void> {
  const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  const next = (text: string) => text.replaceAll(HASH, (_, hash: string) => `-${[...hash].reverse().join("")}`);
  for (const path of paths) {
    if (/\.(br|gz)$/.test(path)) {
      await rm(path);
      continue;
    }
    // Files name each other, modules too; byte by byte, whatever they are.
    await writeFile(path, next(await readFile(path, "latin1")), "latin1");
    await rename(path, next(path));
  }
}

/** Which version of the app a page runs. */
const version = (page: Page) =>
  page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).find((name) => name.endsWith("_bg.wasm")));

for (const serviceWorkers of ["block", "allow"] as const) {
  test.describe(() => {
    test.use({ serviceWorkers, baseURL: stack.deployedUrl });

    const how = serviceWorkers === "allow" ? "with" : "without";
    test(`a new version of the site under ${TABS} open tabs breaks none, ${how} the service worker`, async ({ context, page, member, watch }) => {
      // A part of the old version is not there any more.
      for (const part of ["account.wasm", "auth.wasm", "shared.wasm"]) {
        watch.expectFailure({ url: part, status: 404, times: "any" });
      }
      await signIn(page, member);
      if (serviceWorkers === "allow") {
        await waitForServiceWorker(page);
        await expect(page.getByTestId("profile-email")).toHaveText(member.email);
      }
      const tabs: Page[] = [];
      const paths = ["/blog", "/", "/profile", "/profile/security"];
      while (tabs.length < TABS - 1) {
        const tab = await context.newPage();
        await visit(tab, paths[tabs.length % paths.length] ?? "/");
        tabs.push(tab);
      }
      await page.getByLabel("First name").fill("Augusta");
      const before = await version(page);
      await deploy(stack.deployedRoot);

      // What was typed is saved, and every tab goes on.
      await page.getByRole("button", { name: "Save changes" }).click();
      await expect(page.getByText("Your profile is saved.")).toBeVisible();
      for (const tab of tabs) {
        await tab.getByRole("banner").getByRole("link", { name: "Blog" }).click();
        await expectHeading(tab, "Blog");
        await tab.getByRole("main").getByRole("article").first().getByRole("link").first().click();
        await expect(tab.locator(".rich-text")).toBeVisible();
      }
      // A page that is loaded anew is of the new version, with the service worker at the second load.
      for (const tab of [page, ...tabs]) {
        await visit(tab, "/profile");
        await expect(tab.getByTestId("profile-email")).toHaveText(member.email);
      }
      await visit(page, "/profile");
      expect(await version(page)).not.toBe(before);
      await expect(page.getByLabel("First name")).toHaveValue("Augusta");
    });
  });
}
