// This site keeps no pages in browsers any more: whoever kept some for it lets them go, and itself.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil((async () => {
  const own = `explainer ${self.registration.scope} `;
  await self.registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith(own)) await caches.delete(name);
})()));
