// Asks for what a page for members needs of its user, before anything else is there, where the service worker has the token of the page before
// (src/worker/keeper.js), and has the page's part of the app loaded from the cache, as a rule. `cargo xtask build` puts this script into the head of each such page. src/boot/boot.js hands the answers over to the app,
// which is to say whether they are of use: they are those of one user at one Directus.

(() => {
  const controller = navigator.serviceWorker?.controller;
  const { account, parts } = document.documentElement.dataset;
  if (!controller) {
    return;
  }
  for (const href of parts.split(" ")) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "", href });
    document.head.append(link);
  }
  const { port1, port2 } = new MessageChannel();
  lychgate.account = new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      const [, base, token, user] = /^lychgate:(\S*):tabs hand-over \d+ \d+ \S+ ([^ -]\S+) (.+)$/.exec(data) ?? [];
      const ask = async (path) => {
        const answer = await fetch(base + path, { headers: { Accept: "application/json", Authorization: `Bearer ${token}` } });
        return [answer.status, await answer.text()];
      };
      resolve(user && { base, asked: account.split(" ").map((path) => [path, ask(path).catch(() => []), user]) });
    };
    setTimeout(resolve, 500);
  });
  controller.postMessage({ keeper: "", message: "ask" }, [port2]);
})();
