// Open a sealed file, format AVW1: read the code, decrypt, inflate. It touches neither the page nor the network.
"use strict";
self.afterview ??= { sealed: true };
(() => {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const encode = (text) => new TextEncoder().encode(text);
  const same = (one, other) => one.length === other.length && one.every((value, place) => value === other[place]);

  // Case and signs do not count, nor what is before a colon, and O, I and L are read as 0, 1 and 1.
  const parseCode = async (text) => {
    const [fragment] = text.slice(text.indexOf("#") + 1).split("/");
    const code = fragment.split(":").pop().replace(/%[0-9A-F]{2}|[^0-9A-Z]/gi, "").toUpperCase();
    const plain = code.replace(/O/g, "0").replace(/[IL]/g, "1");
    if (!/^[^U]{28}$/.test(plain)) throw new Error("mistyped");
    const key = plain.slice(0, 26);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encode(`afterview/1/key${key}`)));
    const check = letters[digest[0] >> 3] + letters[((digest[0] & 7) << 2) | (digest[1] >> 6)];
    if (check !== plain.slice(26)) throw new Error("mistyped");
    return key;
  };

  const derive = async (key, salt, purpose, length) => {
    const material = await crypto.subtle.importKey("raw", encode(key), "HKDF", false, ["deriveBits"]);
    const about = { name: "HKDF", hash: "SHA-256", salt, info: encode(`afterview/1/${purpose}`) };
    return new Uint8Array(await crypto.subtle.deriveBits(about, material, length * 8));
  };

  // Give the compressed content. Which error it throws tells a code that opens another page from a damaged file.
  const decrypt = async (file, key) => {
    const front = file.slice(0, 68);
    if (file.length < 84 || !same(front.slice(0, 4), encode("AVW1"))) throw new Error("damaged");
    const salt = front.slice(36);
    if (!same(front.slice(4, 36), await derive(key, salt, "check", 32))) throw new Error("other");
    const secret = await derive(key, salt, "bundle", 44);
    const cipher = await crypto.subtle.importKey("raw", secret.slice(0, 32), "AES-GCM", false, ["decrypt"]);
    const about = { name: "AES-GCM", iv: secret.slice(32), additionalData: front };
    let body;
    try {
      body = new Uint8Array(await crypto.subtle.decrypt(about, cipher, file.slice(68)));
    } catch {
      throw new Error("damaged");
    }
    return body.slice(4, 4 + new DataView(body.buffer).getUint32(0));
  };

  const inflate = async (packed) => {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text();
  };

  self.afterview.unseal = { parseCode, derive, decrypt, inflate };
})();
