// What happens on a page that was rendered ahead until the app is there. `cargo xtask build` puts this script at the end of each such page.
//
// The page is shown in the language that src/boot/first.js has chosen. What a visitor does is held: a form that is sent waits, and a button that is
// pressed is pressed again. src/boot/boot.js hands it over to the app.

(() => {
  const body = document.body;
  const other = document.querySelector(`template[lang="${document.documentElement.dataset.language}"]`);
  if (other) {
    document.title = other.title;
    Object.assign(body.dataset, other.dataset);
    body.replaceChildren(other.content);
  }

  const now = () => performance.now();
  const held = (lychgate.held = { submitted: lychgate.submitted, pressed: null });
  const listening = new AbortController();
  const on = (types, listener) => {
    for (const type of types.split(" ")) {
      addEventListener(type, listener, { capture: true, signal: listening.signal });
    }
  };
  const form = () => document.querySelector("form");
  // Until when the page is left as it is, in milliseconds: what a key, a finger or an input method is about to do is lost with the field.
  let busyUntil = 0;
  let hasFailed = false;
  let timer = 0;

  const show = (isBusy) => {
    const button = form()?.querySelector(".submit");
    button?.[isBusy ? "setAttribute" : "removeAttribute"]("aria-disabled", "true");
    button?.querySelector(".submit-label").classList.toggle("is-busy", isBusy);
    button?.querySelector("[role=status]").replaceChildren(isBusy ? body.dataset.wait : "");
  };
  const takeBack = () => {
    clearTimeout(timer);
    if (held.submitted) {
      held.submitted = false;
      show(false);
    }
  };
  // Says that the app does not come, above the fields of the form, where anything was typed: nothing of it is lost. Returns whether it does.
  const fail = () => {
    const isUsed = held.submitted || [...document.querySelectorAll("form [name]")].some((field) => field.value);
    hasFailed = true;
    takeBack();
    if (isUsed) {
      const alert = form().querySelector(".alert") ?? document.createElement("div");
      alert.className = "alert alert-error";
      alert.setAttribute("role", "alert");
      alert.textContent = body.dataset.late;
      form().prepend(alert);
    }
    return isUsed;
  };
  const submit = () => {
    held.submitted = true;
    held.pressed = null;
    show(true);
    clearTimeout(timer);
    timer = setTimeout(fail, hasFailed ? 0 : 20_000);
  };

  on("submit", submit);
  on("click", (event) => {
    const button = event.target.closest("button[type=button]");
    // Its address would be below that of <base>, another page.
    const skip = event.target.closest("a[href^='#']");
    if (skip) {
      event.preventDefault();
      document.querySelector(skip.hash).focus();
    }
    if (button) {
      held.pressed = held.pressed === button ? null : button;
    }
  });
  on("keydown input compositionend", () => (busyUntil = now() + 700));
  on("input pagehide", takeBack);
  on("compositionstart compositionupdate pointerdown", () => (busyUntil = now() + 3000));
  // A click comes after the pointer is up.
  on("pointerup pointercancel contextmenu", () => (busyUntil = now() + 350));
  if (held.submitted) {
    submit();
  }

  lychgate.fail = fail;
  lychgate.isBusy = () => now() < busyUntil && !held.submitted;
  lychgate.stop = () => {
    listening.abort();
    clearTimeout(timer);
  };
})();
