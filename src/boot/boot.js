// Starts the app. Trunk would write this into index.html as an inline script, which a strict Content-Security-Policy
// forbids; instead it leaves the addresses there as data (see pattern_script in Trunk.toml).

// By code: the file with the words, and what is said where the app does not start. `cargo xtask catalogs` fills it in.
const languages = "%languages%";
const { module, wasm } = document.querySelector("meta[name=lychgate-app]").dataset;
const page = globalThis.lychgate;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
// Three times, until it comes.
const repeated = async (load) => {
  for (let pause = 300; ; pause *= 3) {
    try {
      return await load();
    } catch (error) {
      if (pause > 1000) {
        throw error;
      }
    }
    await wait(pause);
  }
};
const got = async (file) => {
  const answer = await fetch(new URL(file, document.baseURI));
  if (!answer.ok) {
    throw new Error(`${file}: ${answer.status}`);
  }
  return answer;
};
const fetched = (file) => repeated(async () => (await got(file)).text());
const loads = {};
// The words of a language, loaded once. What has failed three times is loaded anew when it is asked for again.
page.load = (code) => {
  loads[code] ??= fetched(languages[code].file)
    .then((words) => {
      JSON.parse(words); // A page in their place, as some servers give for what is missing, is none.
      return words;
    })
    .catch((error) => {
      delete loads[code];
      throw error;
    });
  return loads[code];
};
// A page that was rendered ahead has the styles of its first view alone; the others are needed before another view is.
const preload = document.querySelector("link[rel=preload][as=style]");
const addStyles = () =>
  new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = preload.href;
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
const styled = preload && repeated(addStyles).catch(() => {}); // Without them all is there, only plain.
// The sanitiser runs after this script. Without it the app shows no text of editors.
const sanitizer = document.querySelector("script[defer]");
const sanitized =
  sanitizer &&
  new Promise((resolve) => {
    sanitizer.onload = resolve;
    sanitizer.onerror = () => resolve(repeated(() => import(sanitizer.src)).catch(() => {}));
  });
const { language } = document.documentElement.dataset;
const configured = fetched("config.json");
// What the page shows without a session is asked for before the app is there, which takes it over. `cargo xtask build` has named the paths at
// Directus, with `_` in the place of what the URL of the page names.
const asked = [];
// What the site is called and what it is, in the places that a page rendered ahead has for it.
const showSite = ([status, text]) => {
  let site;
  try {
    site = status === 200 && JSON.parse(text).data;
  } catch {
    // The app says what is wrong with it.
  }
  if (!site || isTakenOver) {
    return;
  }
  for (const place of document.querySelectorAll("[data-site]")) {
    const words = site[place.dataset.site];
    if (words?.trim?.()) {
      place.textContent = words;
      place.closest(".is-unknown")?.classList.remove("is-unknown");
    }
  }
};
let isTakenOver = false;
let isWorkerWanted = false;
const ask = async (config) => {
  let directusUrl;
  try {
    const settings = JSON.parse(config);
    directusUrl = settings.directusUrl;
    isWorkerWanted = settings.serviceWorker !== false;
  } catch {
    // The app says what is wrong with it.
  }
  if (!/^(\/|https?:)/.test(directusUrl)) {
    return;
  }
  const base = `${directusUrl}`.replace(/\/+$/, "");
  const slug = /\/(?:pages|blog)\/([^/]+)\/*$/.exec(location.pathname)?.[1];
  const isOtherPart = /[?&]page=/.test(location.search);
  const needsSlug = /=_(?=&|$)/;
  const options = { credentials: "omit", headers: { Accept: "application/json" } };
  for (const path of document.body.dataset.data?.split(" ") ?? []) {
    if (needsSlug.test(path) ? slug : !(isOtherPart && path.includes("page="))) {
      const named = path.replace(needsSlug, `=${slug}`);
      const answer = fetch(base + named, options)
        .then(async (answer) => [answer.status, await answer.text()])
        .catch(() => []);
      asked.push([named, answer]);
      if (path.startsWith("/items/global")) {
        answer.then(showSite);
      }
    }
  }
  // What src/boot/account.js has asked for, at the same Directus.
  const account = await page.account;
  if (account?.base === base) {
    asked.push(...account.asked);
  }
};
page.asked = () => asked;
// A page that says that it could not be loaded never loads after all: the app begins with the same promise.
const begun = Promise.all([page.load(language), configured.then((config) => ask(config).then(() => config)), styled, sanitized]);
page.begin = () => begun;

// How to find an element again in what the app renders: ids, names and links are the same there, and in the same order.
const selector = (element) => {
  const name = ["id", "aria-controls", "href", "name"].find((name) => element?.hasAttribute(name));
  return name ? `${element.localName}[${name}="${CSS.escape(element.getAttribute(name))}"]` : "";
};
let restored = () => {};
// Waits until nothing is lost by it, but not for ever, and takes over from src/boot/hold.js. Returns what was typed, and whether the form was
// sent, as JSON. `restore` gives back focus, caret and selection, once the app has rendered.
page.takeOver = async () => {
  const { held, isBusy, stop } = page;
  // A form of the browser itself over the page fills in the field that has the focus.
  const isElsewhere = () => !document.hasFocus() && document.activeElement.matches("input, textarea");
  const deadline = performance.now() + 6000;
  // Without a form there is nothing to lose.
  let mayWait = document.forms.length > 0;
  while (mayWait) {
    await wait(20);
    mayWait = (isBusy() || isElsewhere()) && performance.now() < deadline;
  }
  stop();
  isTakenOver = true;
  const active = document.activeElement;
  const [focused, pressed] = [selector(active), selector(held.pressed)];
  const index = focused && [...document.querySelectorAll(focused)].indexOf(active);
  const { selectionStart, selectionEnd, selectionDirection } = active;
  restored = () => {
    const found = focused && document.querySelectorAll(focused)[index];
    found?.focus?.({ preventScroll: true });
    if (typeof selectionStart === "number" && found?.setSelectionRange) {
      found.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    }
    pressed && document.querySelector(pressed)?.click();
  };
  const fields = [...document.querySelectorAll("input[name], textarea[name]")];
  return JSON.stringify({ typed: Object.fromEntries(fields.map((field) => [field.name, field.value])), submitted: held.submitted });
};
page.restore = () => {
  restored();
  idle(() => provideWorker().catch(() => {})); // The site works without it.
};

// Translators and extensions take nodes out of the places that the app has put them in. It goes on all the same: a node is put before the one
// that has the next one in it by now, and removed from wherever it is.
const { insertBefore, removeChild } = Node.prototype;
Node.prototype.insertBefore = function (node, next) {
  let place = next;
  while (place && place.parentNode !== this) {
    place = place.parentNode;
  }
  return insertBefore.call(this, node, place);
};
Node.prototype.removeChild = function (node) {
  return node && !node.parentNode ? node : removeChild.call(node?.parentNode ?? this, node);
};
// Translators put a <font> in the place of a text. The text comes back beside it, empty, so that what the app does to it has its effect: where
// the app changes or removes the text, the translation goes. By the text, and by its translation:
const translated = new WeakMap();
const forget = ({ text, font }) => {
  translated.delete(text);
  translated.delete(font);
};
const isNewFont = (node) => node?.localName === "font" && node.parentNode && !translated.has(node);
const watcher = new MutationObserver((changes) => {
  for (const { target, type, addedNodes, removedNodes, previousSibling, nextSibling } of changes) {
    const changed = translated.get(target);
    if (type === "characterData" && target.data && changed) {
      forget(changed);
      changed.font.remove();
    }
    for (const node of removedNodes) {
      const known = translated.get(node);
      if (known?.font === node) {
        // The translation was taken back.
        forget(known);
        known.text.data ||= known.words;
      } else if (known && !node.isConnected) {
        forget(known);
        known.font.remove();
      } else if (known?.font.isConnected) {
        node.after(known.font); // Moved, the text takes the translation along.
      } else if (!known && node.nodeType === Node.TEXT_NODE && !node.isConnected) {
        const font = [...addedNodes, previousSibling, nextSibling].find(isNewFont);
        if (font) {
          const known = { font, text: node, words: node.data };
          translated.set(node, known).set(font, known);
          node.data = "";
          font.before(node);
        }
      }
    }
  }
  watcher.takeRecords();
});
watcher.observe(document.documentElement, { subtree: true, childList: true, characterData: true });

// The app has failed, and reacts to nothing any more. The page stays as it is: what was typed can be copied.
page.break = (title, advice, again) => {
  const notice = make("div", "alert alert-error", make("strong", "", title), make("p", "", advice), reloading(again));
  notice.setAttribute("role", "alert");
  // No handler of the app keeps the browser from sending a form any more, which would take the page away.
  addEventListener("submit", (event) => event.preventDefault(), true);
  (document.querySelector("dialog[open], main") ?? document.body).prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
};

const { serviceWorker } = navigator;
const idle = globalThis.requestIdleCallback ?? setTimeout;
const tellWorker = (worker, urlsToCache) => worker?.postMessage({ type: "CACHE_URLS", payload: { urlsToCache } });
const keptPages = new Set();
// Called with each page that the app shows. It may be loaded anew: then it comes from the cache as well. The first one has come through the
// service worker, or is cached once that is there.
page.keep = () => {
  const path = location.pathname.replace(/(\/(?:pages|blog)\/)[^/]+\/*$/, "$1_");
  if (keptPages.size && serviceWorker?.controller && !keptPages.has(path) && !navigator.connection?.saveData) {
    idle(() => tellWorker(serviceWorker.controller, [location.href]));
  }
  keptPages.add(path);
};
// Registers the service worker of a built site, or removes it where the configuration says so.
async function provideWorker() {
  const { data } = document.body.dataset;
  if (!serviceWorker || data === undefined) {
    return;
  }
  const root = new URL(document.baseURI);
  if (!isWorkerWanted) {
    const registration = await serviceWorker.getRegistration(root);
    if (registration?.scope === root.href) {
      await registration.unregister();
    }
    // What it still had to do when it was removed is gone with the visit after.
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.endsWith(` ${root.href}`)).map((name) => caches.delete(name)));
    return;
  }
  const url = new URL("worker.js", root).href;
  // Where there is none, or that of a former site.
  const isFirst = serviceWorker.controller?.scriptURL !== url;
  // A Content-Security-Policy with Trusted Types asks for the address by a policy, which makes no other.
  const policy = globalThis.trustedTypes?.createPolicy("lychgate", { createScriptURL: () => url });
  await serviceWorker.register(policy?.createScriptURL("") ?? url);
  if (isFirst) {
    // What this page has loaded is there for the next. The browser has most of it already.
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    tellWorker((await serviceWorker.ready).active, [location.href, ...loaded]);
  }
}

try {
  const app = repeated(() => import(new URL(module, document.baseURI)));
  const started = app.then((app) => app.default({ module_or_path: repeated(() => got(wasm)) }));
  await Promise.all([started, begun]);
} catch (error) {
  // Firefox breaks off what a page loads as soon as it is reloaded or left, while it is still to be seen: it is given time to go.
  await wait(2000);
  // A form that was rendered ahead says so itself, and keeps what was typed.
  const isHeld = page.fail?.();
  if (isHeld || !page.loadAgain()) {
    console.error("The app did not start.", error);
    isHeld || show(...languages[language].failure);
  }
}

function make(name, className, ...content) {
  const element = document.createElement(name);
  element.className = className;
  element.append(...content);
  return element;
}

function show(title, advice, again, adviceWithoutWasm) {
  document.title = title;
  const mark = make("img", "mark");
  mark.alt = "";
  mark.width = mark.height = 64; // The styles of a page that was rendered ahead know it not.
  mark.src = document.querySelector("link[rel=icon]").href;
  const words = globalThis.WebAssembly ? advice : adviceWithoutWasm;
  document.body.replaceChildren(make("main", "page narrow", mark, make("h1", "", title), make("p", "", words), reloading(again)));
}

function reloading(again) {
  const button = make("button", "button button-primary", again);
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  return make("p", "actions", button);
}
