import { newAddress } from "./support/admin.ts";
import { expectPath, expect, expectHeading, holdRequests, expectSession, signIn, signInPathFor, submitSignIn, test, visit } from "./support/test.ts";

const REFUSED = "E-mail or password is wrong, or the account is not active.";

test.describe("the page after a sign-in", () => {
  test("is the profile by default", async ({ page, member }) => {
    await signIn(page, member);
    await expectPath(page, "/profile");
  });

  test("is the protected page that was requested, with its query and fragment", { tag: "@journey" }, async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/refresh", status: 400 });
    const wanted = "/profile?from=a%20mail&n=1#profile";
    await visit(page, wanted);
    await expectPath(page, signInPathFor(wanted));
    await submitSignIn(page, member);
    await expectPath(page, wanted);
    await expect(page.getByTestId("profile-email")).toHaveText(member.email);
  });

  test("can be a public page", async ({ page, member }) => {
    await visit(page, signInPathFor("/blog?page=2"));
    await submitSignIn(page, member);
    await expectPath(page, "/blog?page=2");
    await expectSession(page, "signed-in");
  });

  test("has no sign-in form behind it at Back", async ({ page, member }) => {
    await visit(page, "/blog");
    await page.getByRole("link", { name: "Sign in" }).click();
    await expectHeading(page, "Sign in");
    await submitSignIn(page, member);
    await expectHeading(page, "Your profile");
    await page.goBack();
    await expectPath(page, "/blog");
    await expectHeading(page, "Blog");
  });

  test("is where a signed-in user is redirected from the sign-in and registration forms", async ({ page, member }) => {
    await signIn(page, member);
    for (const path of ["/signin", "/register"]) {
      await page.goto(path);
      await expectPath(page, "/profile");
      await expectHeading(page, "Your profile");
      await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
    }
    await page.goto(signInPathFor("/pages/about"));
    await expectPath(page, "/pages/about");
  });

  test("is kept by the links between sign-in and registration", async ({ page, member }) => {
    const wanted = "/profile?a=1&b=2#profile";
    await visit(page, signInPathFor(wanted));
    await page.getByRole("link", { name: "Create an account" }).click();
    await expectHeading(page, "Create an account");
    await expectPath(page, signInPathFor(wanted).replace("/signin", "/register"));
    await page.getByRole("main").getByRole("link", { name: "Sign in" }).click();
    await expectHeading(page, "Sign in");
    await expectPath(page, signInPathFor(wanted));
    await submitSignIn(page, member);
    await expectPath(page, wanted);
  });
});

test.describe("a sign-in that fails", () => {
  test("with a wrong password keeps the e-mail, says why, and focuses the password", { tag: "@journey" }, async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 401 });
    await visit(page, "/signin");
    await submitSignIn(page, { email: member.email, password: "not the password" });
    await expect(page.getByRole("alert")).toContainText(REFUSED);
    await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    await expectSession(page, "signed-out");
    // The retry needs the password only.
    await page.getByLabel("Password", { exact: true }).fill(member.password);
    await page.keyboard.press("Enter");
    await expectHeading(page, "Your profile");
  });

  test("with an unknown e-mail says the same as with a wrong password", async ({ page, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 401 });
    await visit(page, "/signin");
    await submitSignIn(page, { email: newAddress(), password: "some password" });
    await expect(page.getByRole("alert")).toContainText(REFUSED);
  });

  for (const status of ["suspended", "draft", "invited", "archived"]) {
    test(`with the right password of an account that is ${status} says that it may not be active`, async ({
      page,
      admin,
      watch,
    }) => {
      watch.expectFailure({ url: "/auth/login", status: 401 });
      const person = await admin.person({ status });
      await visit(page, "/signin");
      await submitSignIn(page, person);
      await expect(page.getByRole("alert")).toContainText(REFUSED);
      await expectSession(page, "signed-out");
    });
  }

  test("after too many requests says how many seconds to wait", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 429 });
    // Directus’ answer as registration gives it; sign-ins have no limit as small as this.
    await page.route("**/auth/login", (route) =>
      route.fulfill({
        status: 429,
        headers: { "Retry-After": "37" },
        json: {
          errors: [
            {
              message: "Too many requests, retry after 37000ms.",
              extensions: { limit: 5, reset: new Date(), code: "REQUESTS_EXCEEDED" },
            },
          ],
        },
      }),
    );
    await visit(page, "/signin");
    await submitSignIn(page, member);
    await expect(page.getByRole("alert")).toContainText("37 seconds");
    await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  });

  test("because the server is unreachable says so and keeps what was typed", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: "none" });
    await visit(page, "/signin");
    await page.route("**/auth/login", (route) => route.abort("internetdisconnected"));
    await submitSignIn(page, member);
    await expect(page.getByRole("alert")).toContainText("The server can’t be reached.");
    await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
    await expect(page.getByLabel("Password", { exact: true })).toHaveValue(member.password);
    await page.unroute("**/auth/login");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expectHeading(page, "Your profile");
  });

  test("because a proxy answers with an error page says that the server has trouble", async ({ page, member, watch }) => {
    watch.expectFailure({ url: "/auth/login", status: 502 });
    await visit(page, "/signin");
    await page.route("**/auth/login", (route) =>
      route.fulfill({ status: 502, contentType: "text/html", body: "<html><h1>502 Bad Gateway</h1></html>" }),
    );
    await submitSignIn(page, member);
    await expect(page.getByRole("alert")).toContainText("The server has trouble answering.");
    await expect(page.getByText("Bad Gateway")).toHaveCount(0);
    await expect(page.getByLabel("E-mail")).toHaveValue(member.email);
  });
});

test.describe("the sign-in form", () => {
  test("reports what is missing beside each field and in a summary, and sends nothing", async ({ page, watch }) => {
    await visit(page, "/signin");
    await page.getByRole("button", { name: "Sign in" }).click();

    const email = page.getByLabel("E-mail");
    await expect(email).toHaveAttribute("aria-invalid", "true");
    await expect(email).toHaveAccessibleDescription("Please enter your e-mail address.");
    await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription("Please enter your password.");
    await expect(email).toBeFocused();
    expect(watch.requests("/auth/login")).toHaveLength(0);

    await page.getByRole("alert").getByRole("link", { name: "Please enter your password." }).click();
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    await expectPath(page, "/signin");
  });

  test("refuses an invalid e-mail before anything is sent", async ({ page, watch }) => {
    await visit(page, "/signin");
    for (const email of ["somebody", "@example.com", "somebody@", "some body@example.com", "a@b@c"]) {
      await submitSignIn(page, { email, password: "some password" });
      await expect(page.getByLabel("E-mail")).toHaveAccessibleDescription(/This is not a valid e-mail address/);
      await expect(page.getByLabel("E-mail")).toBeFocused();
    }
    expect(watch.requests("/auth/login")).toHaveLength(0);
  });

  test("keeps the focus in the field while an error is corrected", async ({ page }) => {
    await visit(page, "/signin");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await page.keyboard.type("somebody@example.com");
    await expect(page.getByLabel("E-mail")).toHaveValue("somebody@example.com");
    await expect(page.getByLabel("E-mail")).toBeFocused();
    await expect(page.getByLabel("E-mail")).not.toHaveAttribute("aria-invalid");
  });

  test("has the fields that password managers expect", async ({ page }) => {
    await visit(page, "/signin");
    const [email, password] = [page.getByLabel("E-mail"), page.getByLabel("Password", { exact: true })];
    await expect(email).toHaveAttribute("autocomplete", "username");
    await expect(email).toHaveAttribute("name", "email");
    // Not the type `email`, in which nobody knows where the caret is.
    await expect(email).toHaveAttribute("inputmode", "email");
    await expect(password).toHaveAttribute("autocomplete", "current-password");
    await expect(password).toHaveAttribute("name", "password");
    await expect(password).toHaveAttribute("type", "password");
  });

  test("shows and hides the password as typed", async ({ page }) => {
    await visit(page, "/signin");
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("visible or not");
    await page.getByRole("button", { name: "Show password" }).click();
    await expect(password).toHaveAttribute("type", "text");
    await expect(password).toHaveValue("visible or not");
    await page.getByRole("button", { name: "Hide password" }).click();
    await expect(password).toHaveAttribute("type", "password");
    await expect(password).toHaveValue("visible or not");
  });

  test("is sent once, however often its button is pressed", async ({ page, member, watch }) => {
    await visit(page, "/signin");
    const release = await holdRequests(page, "**/auth/login");
    await page.getByLabel("E-mail").fill(member.email);
    await page.getByLabel("Password", { exact: true }).fill(member.password);
    const button = page.getByRole("button", { name: "Sign in" });
    await button.dblclick();
    await page.getByLabel("Password", { exact: true }).press("Enter");
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await button.press("Enter");
    release();
    await expectHeading(page, "Your profile");
    await expect.poll(() => watch.requests("/auth/login").length).toBe(1);
  });

  test("trims the spaces around the e-mail", async ({ page, member }) => {
    await visit(page, "/signin");
    await submitSignIn(page, { email: ` ${member.email} `, password: member.password });
    await expectHeading(page, "Your profile");
  });

  test("can be used with the keyboard alone", async ({ page, member }) => {
    await visit(page, "/signin");
    const press = async (key: string, times = 1) => {
      for (let i = 0; i < times; i += 1) {
        await page.keyboard.press(key);
      }
    };
    const email = page.getByLabel("E-mail");
    // The focus is visible at each stop, and no stop traps it.
    for (let stop = 0; stop < 20 && !(await email.evaluate((field) => field === document.activeElement)); stop += 1) {
      await press("Tab");
    }
    await expect(email).toBeFocused();
    await page.keyboard.type(member.email);
    await press("Tab");
    await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
    await page.keyboard.type(member.password);
    await press("Tab", 2);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeFocused();
    await press("Enter");
    await expectHeading(page, "Your profile");
  });
});
