import type { FullResult, Reporter, Suite, TestCase } from "@playwright/test/reporter";

/** Prints the last lines of a run: each test that did not pass with the first line of its error, and the number of tests. */
export default class Summary implements Reporter {
  #suite: Suite | undefined;

  onBegin(_: unknown, suite: Suite) {
    this.#suite = suite;
  }

  onEnd(result: FullResult) {
    const tests = this.#suite?.allTests() ?? [];
    const failed = tests.filter((test) => test.outcome() !== "expected");
    for (const test of failed) {
      console.log(`✗ ${test.titlePath().slice(2).join(" › ")} (${test.location.line}): ${reason(test)}`);
    }
    const seconds = (result.duration / 1000).toFixed(0);
    const passed = tests.length - failed.length;
    console.log(`e2e: ${tests.length} tests, ${passed} passed, ${failed.length} not, in ${seconds} s`);
  }

  printsToStdio() {
    return false;
  }
}

function reason(test: TestCase): string {
  const message = test.results.at(-1)?.errors[0]?.message ?? "did not run";
  // Without terminal colours.
  return message.replace(/\x1b\[[\d;]*m/g, "").split("\n", 1)[0] ?? "";
}
