import { type Page, expect } from "@playwright/test";

/** Serves the site’s index.html with another configuration in it, as a deployment may have. */
export async function configure(page: Page, text: string): Promise<void> {
  await page.route(
    ({ pathname }) => !pathname.startsWith("/directus/") && !/\.\w+$/.test(pathname),
    async (route) => {
      const response = await route.fetch();
      const { "content-encoding": _, "content-length": __, ...headers } = response.headers();
      const html = await response.text();
      const block = /(<script[^>]*id=["']?lychgate-config["']?[^>]*>)[^<]*(<\/script>)/;
      expect(html).toMatch(block);
      await route.fulfill({ status: response.status(), headers, body: html.replace(block, `$1${text}$2`) });
    },
  );
}
