/** The forms that are rendered ahead, and their fields in the order of the page. */
export const FORMS = {
  "/signin": ["email", "password"],
  "/register": ["first_name", "last_name", "email", "password"],
  "/forgot-password": ["email"],
} as const;
