import { newAddress, unique } from "./support/admin.ts";
import { expectPath, expect, expectHeading, expectSession, signInPathFor, test, visit } from "./support/test.ts";

test("a visitor registers, changes the profile, reads, signs out, and finds the profile closed", { tag: "@journey" }, async ({ page, watch }) => {
  const [email, password] = [newAddress(), unique("password")];
  watch.keepSecret(password);

  await visit(page, "/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Create an account" }).click();
  await expectHeading(page, "Create an account");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();

  // Registration signs in at once.
  await expectPath(page, "/profile");
  await expectSession(page, "signed-in");
  await expect(page.getByTestId("profile-email")).toHaveText(email);

  const firstName = page.getByLabel("First name");
  await expect(firstName).toHaveValue("");
  await firstName.fill("Wilhelmina");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Your profile is saved." })).toBeVisible();

  await page.reload();
  await expect(firstName).toHaveValue("Wilhelmina");
  await expectSession(page, "signed-in");

  await page.getByRole("link", { name: "Blog" }).click();
  await page.getByRole("main").getByRole("article").first().getByRole("link").click();
  await expect(page.getByRole("main").locator("time")).toHaveCount(1);
  await expectSession(page, "signed-in");

  await page.getByRole("link", { name: "Sign out" }).click();
  await expectHeading(page, "You are signed out");
  await expectSession(page, "signed-out");
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sign in" })).toBeVisible();
  // Waits for the answer: the page load below would abort the request.
  await expect.poll(async () => (await watch.requests("/auth/logout")[0]?.response())?.status()).toBe(204);

  watch.expectFailure({ url: "/auth/refresh", status: 400 });
  await visit(page, "/profile");
  await expectPath(page, signInPathFor("/profile"));
  await expectHeading(page, "Sign in");
});
