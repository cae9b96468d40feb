import type { FullResult, Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { seed } from "./random.ts";

/** Prints the figures that tests have noted, and the seed that repeats the run. */
export default class Figures implements Reporter {
  readonly #lines: string[] = [];

  onTestEnd(test: TestCase, result: TestResult) {
    for (const { type, description } of result.annotations) {
      if (type === "figures") {
        // The file and the titles, without the project.
        this.#lines.push(`${test.titlePath().slice(2).join(" › ")}: ${description}`);
      }
    }
  }

  onEnd(_: FullResult) {
    if (this.#lines.length > 0) {
      console.log(`\nfigures:\n${this.#lines.map((line) => `  ${line}`).join("\n")}`);
    }
    console.log(`seed: LYCHGATE_SEED=${seed()}`);
  }

  printsToStdio() {
    return false;
  }
}
