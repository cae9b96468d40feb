// The keeper of tokens: what outlives a page, and has its token for the next one. In memory alone, which may be gone at any moment.
//
// The rules are those of crates/session/src/keeper.rs, which says why; a test of xtask tries both with the same messages.

// How long the token can be used, and when it was sent, in milliseconds. The rest is for pages.
const sharedToken = /^hand-over (\d+) (\d+) (sign-in|renewal) \S+ ./;

export class Keeper {
  #kept;
  #forgotten = 0;

  // Handles a message of a page. `now` is in milliseconds since 1970. Returns the answer, if the page has asked for one.
  hear(message, now) {
    if (message === "ask") {
      return this.kept(now)?.message ?? "nothing";
    }
    const forget = /^forget (\d+)$/.exec(message);
    if (forget) {
      const sent = Number(forget[1]);
      this.#forgotten = Math.max(this.#forgotten, sent);
      if (this.#kept?.sent <= sent) {
        this.#kept = undefined;
      }
    }
    const shared = sharedToken.exec(message);
    if (shared) {
      const [usable, sent] = [Number(shared[1]), Number(shared[2])];
      if (sent > this.#forgotten && !(sent < this.#kept?.sent)) {
        this.#kept = { message, sent, until: sent + usable };
      }
    }
  }

  // Returns what is kept, and until when; forgets it once the token cannot be used any more.
  kept(now) {
    if (this.#kept?.until <= now) {
      this.#kept = undefined;
    }
    return this.#kept;
  }
}
