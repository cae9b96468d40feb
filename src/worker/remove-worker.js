// Takes the place of the service worker of a former site on this domain, which would go on showing that site to whoever has been there: removes
// it with what it has kept, and loads the pages anew that it has served. Nothing here registers this; the web server gives it to browsers that
// ask for the former site's script (deploy/nginx.conf), or it is put there under that name.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  // This site's own are called so.
  await Promise.all(names.filter((name) => !name.startsWith("lychgate-")).map((name) => caches.delete(name)));
  await registration.unregister();
  for (const client of await clients.matchAll({ type: "window" })) {
    // Not waited for: the page may be about to close.
    client.navigate(client.url).catch(() => {});
  }
}
