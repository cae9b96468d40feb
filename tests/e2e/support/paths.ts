/** A URL of each page that a visitor may see. */
export const PUBLIC_PATHS = [
  "/",
  "/pages/about",
  "/blog",
  "/blog/apple-day",
  "/signin",
  "/register",
  "/forgot-password",
  "/reset-password?token=any",
  "/accept-invite?token=any",
  "/verify-email",
  "/goodbye",
  "/no/such/page",
];
