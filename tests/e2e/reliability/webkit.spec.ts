import { unique } from "../support/admin.ts";
import { BAD_GATEWAY, type Fault, SERVICE_UNAVAILABLE } from "../support/faults.ts";
import { expect, expectSaid, expectSession, expectValue, test } from "../webkit/fixtures.ts";
import { formTests, signIn, signOutTests, stormTests, tabTests } from "./browsers.ts";
import { BACK_WITHIN, type Mode, OUTAGE, maxRequests, pause, quickOrFull } from "./fixtures.ts";

// The system’s WebKitGTK.

test.describe.configure({ mode: "default" });
test.setTimeout(quickOrFull(120_000, 3_600_000));

stormTests(test);
// In session mode the tabs sometimes hear nothing of the first one's answer for the second that they wait: see docs/reliability.md.
tabTests(test, { cookie: 1, session: 2 });
signOutTests(test);
formTests(test);

const OUTAGES: [Mode, string, Fault][] = [
  ["cookie", "a connection that breaks", "reset"],
  ["cookie", "502 with a page of HTML", BAD_GATEWAY],
  ["session", "503", SERVICE_UNAVAILABLE],
];

for (const [mode, what, fault] of OUTAGES) {
  test.describe(() => {
    test.use({ mode });

    test(`${what} in mid-session in ${mode} mode loses no session and no typed text`, async ({ tab, container, member, admin, faults, figures }) => {
      const [location, description] = [unique("typed"), unique("typed")];
      await signIn(tab, member);
      await tab.fill("Location", location);
      // A session of session mode lives for a day.
      await container.sleep(mode === "session" ? 24 : 1);
      container.signedOut = 0;
      faults.forget();
      faults.down(fault);
      await tab.press("Save changes");
      await expectSession(tab, "unreachable");
      await expectSaid(tab, "Try now");
      await pause(OUTAGE);
      // By somebody who still uses the page: otherwise it asks less often.
      await tab.fill("Description", description);
      const during = faults.requests("/directus/").length;
      const away = faults.now() - (faults.requests("/directus/")[0]?.at ?? 0);

      const since = faults.now();
      faults.clear();
      await expect.poll(() => tab.state(), { intervals: [50] }).toBe("signed-in");
      const back = Math.round(faults.now() - since);
      figures({ away: `${Math.round(away / 1000)} s`, "requests meanwhile": during, "back after": `${back} ms` });
      expect(container.signedOut).toBe(0);
      expect(back).toBeLessThan(BACK_WITHIN);
      expect(during).toBeLessThanOrEqual(maxRequests(away));
      await expectValue(tab, "location", location);
      await expectValue(tab, "description", description);
      await tab.press("Save changes");
      await expectSaid(tab, "Your profile is saved.");
      expect(await admin.user(member.id)).toMatchObject({ location, description });
    });
  });
}
