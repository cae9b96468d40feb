/** Runs in each measured document, and says when something is there. */

/** What a visitor waits for. */
export type MarkName =
  /** The sign-in form is painted. */
  | "form"
  /** The sign-in form takes a submit: the browser does not send it. */
  | "answer"
  /** The app has taken the page over, and can send what was typed. */
  | "app"
  /** The profile is painted, with the e-mail address. */
  | "profile"
  /** The list of posts is painted. */
  | "list"
  /** Somebody has clicked. */
  | "click";

export interface Mark {
  name: MarkName;
  /** By the wall clock, in milliseconds. */
  time: number;
  /** When the navigation to this document began, by the same clock. */
  origin: number;
}

/** The functions that the probe calls and offers. */
export interface Probed {
  __benchMark(mark: Mark): void;
  __benchShift(): Promise<number>;
}

/**
 * Starts to look, once per frame. What is in the document in one frame’s callback is painted with that frame, so that the time is taken in the first
 * task after it. With `submits`, it also submits the form again and again until that is answered.
 */
export function probe({ submits }: { submits: boolean }): void {
  const probed = globalThis as unknown as Probed;
  const isShown = (element: Element | null) => {
    const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {};
    return width > 0 && height > 0 && element?.checkVisibility({ opacityProperty: true, visibilityProperty: true }) === true;
  };
  const find = (selector: string) => document.querySelector(selector);
  const email = () => find("main input[name=email]");
  const open = new Map<MarkName, () => boolean>([
    ["form", () => isShown(email())],
    ["app", () => document.documentElement.hasAttribute("data-ready")],
    ["profile", () => isShown(find("[data-testid=profile-email]"))],
    ["list", () => isShown(find('main a[href^="/blog/"]'))],
  ]);
  const mark = (name: MarkName, at: number) =>
    probed.__benchMark({ name, time: performance.timeOrigin + at, origin: performance.timeOrigin });

  const painted = new MessageChannel();
  painted.port1.onmessage = ({ data }) => (data as MarkName[]).forEach((name) => mark(name, performance.now()));
  const look = () => {
    const found = [...open].filter(([, isThere]) => isThere()).map(([name]) => name);
    if (found.length > 0) {
      found.forEach((name) => open.delete(name));
      painted.port2.postMessage(found);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  addEventListener("click", ({ timeStamp }) => mark("click", timeStamp), true);

  let shift = 0;
  const add = (entries: PerformanceEntryList) => {
    for (const { value, hadRecentInput } of entries as unknown as { value: number; hadRecentInput: boolean }[]) {
      shift += hadRecentInput ? 0 : value;
    }
  };
  const shifts = new PerformanceObserver((list) => add(list.getEntries()));
  shifts.observe({ type: "layout-shift", buffered: true });
  probed.__benchShift = async () => {
    // The browser reports a shift after it has painted it.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    add(shifts.takeRecords());
    return shift;
  };

  if (submits) {
    const again = () => {
      const form = email()?.closest("form");
      const submit = new SubmitEvent("submit", { bubbles: true, cancelable: true });
      // Dispatched, it returns false once somebody has taken it.
      if (form && isShown(email()) && !form.dispatchEvent(submit)) {
        return mark("answer", performance.now());
      }
      setTimeout(again, 5);
    };
    again();
  }
}
