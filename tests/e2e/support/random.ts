/** Reproducible randomness: all of it comes from one seed, which the report of the run prints. */

const NAME = "LYCHGATE_SEED";

/**
 * Returns the seed of this run: `LYCHGATE_SEED`, or a new one. The configuration calls this first, in the process that starts all
 * others, so that they find it in their environment.
 */
export function seed(): number {
  process.env[NAME] ??= String(Math.floor(Math.random() * 2 ** 32));
  const seed = Number(process.env[NAME]);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new Error(`${NAME} is ${process.env[NAME]}; it takes a whole number below 2^32`);
  }
  return seed;
}

/** A source of random numbers (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** Returns the source for `name`. Neither the order of the tests nor what they draw changes it. */
  static of(name: string): Random {
    // FNV-1a.
    let hash = 0x811c9dc5;
    for (const character of name) {
      hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
    }
    return new Random((hash ^ seed()) >>> 0);
  }

  /** Returns a number from 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns a whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
}
