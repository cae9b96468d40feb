import { type Page, expect } from "@playwright/test";
import { unique } from "./admin.ts";
import { stack } from "./stack.ts";

/** The name of the provider in Directus’ URLs. */
export const PROVIDER = "demo";
/** The label of its button. */
export const PROVIDER_LABEL = "Demo provider";

/** What the user types into the provider’s form. */
export interface Claims {
  email: string;
  name?: string;
  /** Whether the provider has verified the e-mail; true by default. */
  verified?: boolean;
}

/** Returns an e-mail address that has not been used with the provider yet. */
export function newSsoAddress(): string {
  return `${unique("sso")}@sso.example.com`;
}

/** Waits for the provider’s form, which is shown unless this browser has signed in there before. */
async function form(page: Page): Promise<void> {
  await page.waitForURL((url) => url.origin === new URL(stack.oidcUrl).origin && url.pathname.startsWith("/interaction/"));
  await expect(page.getByRole("heading", { name: PROVIDER_LABEL })).toBeVisible();
}

/** Fills in the provider's form that a sign-in has led to, and sends it. */
export async function continueAtProvider(page: Page, { email, name, verified = true }: Claims): Promise<void> {
  await form(page);
  await page.getByLabel("E-mail").fill(email);
  if (name !== undefined) {
    await page.getByLabel("Name").fill(name);
  }
  await page.getByLabel("The address is verified").setChecked(verified);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** Cancels the sign-in at the provider. */
export async function cancelAtProvider(page: Page): Promise<void> {
  await form(page);
  await page.getByRole("button", { name: "Cancel" }).click();
}
