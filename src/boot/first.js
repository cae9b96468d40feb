// Before anything is painted: light or dark, and the language. `cargo xtask build` puts this script into the head of each page that it renders ahead.

// A form is sent by the app alone, never by the browser; src/boot/hold.js sends what was sent before it ran.
globalThis.lychgate = { submitted: false };
addEventListener(
  "submit",
  (event) => {
    event.preventDefault();
    lychgate.submitted = true;
  },
  true,
);
// Loads the page anew where a file of it did not come by the service worker, which may end at any moment with the file in its hands. At most
// once a minute. Returns whether it does.
lychgate.loadAgain = () => {
  const key = "lychgate:loaded-again";
  try {
    const isDue = navigator.serviceWorker?.controller && Date.now() - sessionStorage.getItem(key) > 60_000;
    if (isDue) {
      sessionStorage.setItem(key, Date.now());
      location.reload();
    }
    return isDue;
  } catch {
    return false; // Without storage nobody knows whether this is the second time.
  }
};
addEventListener("error", ({ target }) => target.type === "module" && lychgate.loadAgain(), true);

(() => {
  const root = document.documentElement;
  const note = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is blocked: then it is as the device and the browser are.
    }
  };
  // As the person has chosen at an earlier visit (src/account/appearance.rs).
  const appearance = note("lychgate:appearance");
  if (appearance === "light" || appearance === "dark") {
    root.dataset.appearance = appearance;
  }
  // The directions of writing of all languages; `cargo xtask catalogs` fills them in.
  const directions = "%directions%";
  // A person's own choice, then the browser's, then that of the site: where the first two are none of ours, it was noted before.
  const wanted = [note("lychgate:language"), ...navigator.languages, note("lychgate:default-language")];
  const codes = wanted.map((code) => code?.split("-")[0].toLowerCase());
  const language = codes.find((code) => Object.hasOwn(directions, code)) ?? root.lang;
  if (language !== root.lang) {
    root.lang = language;
    root.dir = directions[language];
  }
  // For the app: a translator changes `lang`.
  root.dataset.language = language;
})();
