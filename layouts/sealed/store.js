// Keep drafts and what was shown on this device, sealed: without the code nobody reads them, nor sees whose they are.
"use strict";
self.afterview.seal = (key) => {
  const { derive } = self.afterview.unseal;
  const plain = () => self.afterview.store;
  const none = new Uint8Array();
  const secret = derive(key, none, "seen", 32).then((bits) =>
    crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]),
  );
  const encode = (bytes) => btoa(String.fromCharCode(...bytes));
  const place = async (name) => `afterview-${encode(await derive(key, none, `place/${name}`, 12))}`;

  const marker = derive(key, none, "item", 32).then((bits) =>
    crypto.subtle.importKey("raw", bits, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  );

  return {
    digest: async (text) => {
      const whole = await crypto.subtle.sign("HMAC", await marker, new TextEncoder().encode(text));
      return encode(new Uint8Array(whole, 0, 9));
    },
    read: async (name) => {
      try {
        const kept = Uint8Array.from(atob(await plain().read(await place(name))), (letter) => letter.charCodeAt(0));
        const about = { name: "AES-GCM", iv: kept.slice(0, 12) };
        return new TextDecoder().decode(await crypto.subtle.decrypt(about, await secret, kept.slice(12)));
      } catch {
        return "";
      }
    },
    write: async (name, text) => {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await secret, new TextEncoder().encode(text));
      const kept = [...iv, ...new Uint8Array(sealed)].map((byte) => String.fromCharCode(byte)).join("");
      await plain().write(await place(name), text && btoa(kept));
    },
  };
};
