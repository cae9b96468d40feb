import { expect } from "@playwright/test";
import { type Admin, admin } from "./admin.ts";
import { stack } from "./stack.ts";
import { type Watch } from "./watch.ts";

/** A mail, as its reader sees it. */
export interface Mail {
  subject: string;
  /** The plain-text part. */
  text: string;
  html: string;
  /** The first link in it that leads to one of the stack’s sites. */
  link: string;
}

/** A mail of MailDev’s REST API. */
interface MailDevMail {
  id: string;
  subject: string;
  text?: string;
  html?: string;
  envelope: { to: { address: string }[] };
}

/** The sites that mails may link to. */
const SITES = ["LYCHGATE_URL", "LYCHGATE_HTTPS_URL", "LYCHGATE_ACCOUNTS_URL", "LYCHGATE_CROSS_ORIGIN_URL"];

function siteLink(html: string): string {
  const links = [...html.matchAll(/href=(["'])(.*?)\1/g)].map(([, , href]) => (href ?? "").replaceAll("&amp;", "&"));
  const link = links.find((href) => URL.canParse(href) && SITES.some((name) => process.env[name] === new URL(href).origin));
  if (link === undefined) {
    throw new Error(`No link in the mail leads to the site: ${links.join(" ")}`);
  }
  return link;
}

/** The mails to the users of one test. Each test has its own users, so that tests do not read each other’s mails. */
export class Mailbox {
  readonly #watch: Watch;
  readonly #read = new Set<string>();

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /** Waits for the oldest mail to `address` that this test has not read yet. */
  async nextTo(address: string): Promise<Mail> {
    let unread: MailDevMail | undefined;
    await expect
      .poll(async () => (unread = (await this.#to(address)).find(({ id }) => !this.#read.has(id))), {
        message: `a mail to ${address}`,
      })
      .toBeDefined();
    const { id, subject, text = "", html = "" } = unread as unknown as MailDevMail;
    this.#read.add(id);
    const mail = { subject, text, html, link: siteLink(html) };
    this.#watch.allowMailedLink(mail.link);
    return mail;
  }

  /**
   * Makes sure that no mail was sent to `address` so far, except those that this test has read.
   *
   * Directus sends mails in the background. So another user requests a mail from the same Directus (that of `operator`)
   * now; once that has arrived, a mail requested before it would have arrived, too.
   */
  async expectNoneTo(address: string, operator: Admin = admin()): Promise<void> {
    const other = await operator.person();
    await operator.request("POST", "/auth/password/request", { email: other.email });
    await expect.poll(async () => (await this.#to(other.email)).length, { message: "the later mail" }).toBe(1);
    const unread = (await this.#to(address)).filter(({ id }) => !this.#read.has(id));
    expect(unread.map(({ subject }) => subject), `mails to ${address}`).toEqual([]);
  }

  async #to(address: string): Promise<MailDevMail[]> {
    const answer = await fetch(`${stack.mailUrl}/api/email?sort=asc`);
    if (!answer.ok) {
      throw new Error(`The mailbox answers ${answer.status}`);
    }
    const mails = (await answer.json()) as MailDevMail[];
    return mails.filter(({ envelope }) => envelope.to.some((to) => to.address.toLowerCase() === address.toLowerCase()));
  }
}
