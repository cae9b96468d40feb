import type { FullResult, Reporter, Suite } from "@playwright/test/reporter";

/** One closing line: how many tests there were, and how many of them did not pass. */
export default class Summary implements Reporter {
  #suite: Suite | undefined;

  onBegin(_: unknown, suite: Suite) {
    this.#suite = suite;
  }

  onEnd(result: FullResult) {
    const tests = this.#suite?.allTests() ?? [];
    const passed = tests.filter((test) => test.outcome() === "expected").length;
    const seconds = (result.duration / 1000).toFixed(0);
    console.log(`e2e: ${tests.length} tests, ${passed} passed, ${tests.length - passed} not, in ${seconds} s`);
  }

  printsToStdio() {
    return false;
  }
}
