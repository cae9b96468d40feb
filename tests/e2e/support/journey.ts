import { type Page } from "@playwright/test";
import { newAddress, unique } from "./admin.ts";
import { expectPath, expect, expectImageLoaded, expectHeading, expectSession, signInPathFor, visit } from "./test.ts";
import { type Watch } from "./watch.ts";

/** Runs the short journey of a new visitor: registers, reloads, signs out, and finds the profile closed. */
export async function shortJourney(page: Page, watch: Watch): Promise<void> {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);

  await visit(page, "/blog/apple-day");
  const picture = page.getByRole("img", { name: /A spreading apple tree/ });
  await expectImageLoaded(picture);
  expect(watch.requests("/auth/")).toHaveLength(0);

  await visit(page, "/register");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByTestId("profile-email")).toHaveText(email);
  await expectPath(page, "/profile");

  await page.getByLabel("First name").fill("Wilhelmina");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Your profile is saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("First name")).toHaveValue("Wilhelmina");
  await expectSession(page, "signed-in");

  const [cookie, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({
    name: page.url().startsWith("https:") ? "__Host-directus_refresh_token" : "directus_refresh_token",
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: page.url().startsWith("https:"),
  });

  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await expectSession(page, "signed-out");
  await expect.poll(async () => (await page.context().cookies())[0]?.value ?? "").toBe("");

  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  await visit(page, "/profile");
  await expectPath(page, signInPathFor("/profile"));
}
