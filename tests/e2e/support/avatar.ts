import { Buffer } from "node:buffer";
import { type JSHandle, type Page, expect } from "@playwright/test";
import { type Admin } from "./admin.ts";

// The avatar on the profile page.

export const section = (page: Page) => page.getByRole("region", { name: "Picture" });
export const inHeader = (page: Page) => page.getByRole("banner").locator(".avatar img");
export const field = (page: Page) => section(page).getByLabel(/^(Choose a|Change) picture$/);

/** Makes an image of three stripes in the browser: red, green and blue from left to right. */
export async function stripes(page: Page, width: number, height: number, type = "image/png"): Promise<Buffer> {
  const address = await page.evaluate(
    ([width, height, type]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d")!;
      for (const [index, colour] of ["#f00", "#0f0", "#00f"].entries()) {
        context.fillStyle = colour;
        context.fillRect((index * width) / 3, 0, width / 3, height);
      }
      return canvas.toDataURL(type);
    },
    [width, height, type] as const,
  );
  return Buffer.from(address.split(",")[1]!, "base64");
}

/** The file of an avatar, as Directus has it. */
export interface AvatarFile {
  id: string;
  type: string;
  width: number;
  height: number;
  filesize: string;
  uploaded_by: string;
}

export async function avatarOf(admin: Admin, id: string): Promise<AvatarFile | null> {
  const { avatar } = await admin.user(id);
  return avatar === null ? null : admin.request<AvatarFile>("GET", `/files/${avatar as string}`);
}

export async function choose(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await field(page).setInputFiles({ name, mimeType, buffer });
}

export async function drop(page: Page, transfer: JSHandle<DataTransfer>): Promise<void> {
  await section(page).dispatchEvent("dragover", { dataTransfer: transfer });
  await section(page).dispatchEvent("drop", { dataTransfer: transfer });
}

export const expectSaved = (page: Page) => expect(section(page).getByText("Your picture is saved.")).toBeVisible();

/** Saves the picture that is being cropped. */
export async function save(page: Page): Promise<void> {
  await section(page).getByRole("button", { name: "Save picture" }).click();
  await expectSaved(page);
}
