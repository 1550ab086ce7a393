// The viewer's own opening of a sealed file, run by Node: pytest gives the number of flipped bits.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";
import zlib from "node:zlib";

const here = (name) => new URL(name, import.meta.url);
globalThis.self = globalThis;
self.afterview = {};
vm.runInThisContext(readFileSync(here("../../layouts/sealed/unseal.js"), "utf8"));
const { parseCode, decrypt, inflate, derive } = self.afterview.unseal;
const code = "0123-4567-89AB-CDEF-GHJK-MNPQ-RS0R";
const [, first] = readFileSync(here("first.hex"), "utf8").split(/\s+/);
const hello = new Uint8Array(Buffer.from(first, "hex"));

const stream = (length) => {
  const parts = [];
  for (let number = 0; number <= length / 32; number += 1) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    parts.push(createHash("sha256").update(bytes).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
};

const bytes = (text) => new TextEncoder().encode(text);

// Seal as the format says, to compare with Python's digest of the whole file.
const seal = async (key, packed) => {
  const least = Math.max(packed.length + 4, 65536);
  const step = 2 ** ((least - 1).toString(2).length - 3);
  const body = Buffer.alloc(Math.ceil(least / step) * step);
  body.writeUInt32BE(packed.length);
  packed.copy(body, 4);
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const secret = await derive(key, new Uint8Array(), "salt", 32);
  const saltKey = await crypto.subtle.importKey("raw", secret, hmac, false, ["sign"]);
  const salt = new Uint8Array(await crypto.subtle.sign("HMAC", saltKey, body));
  const front = Buffer.concat([bytes("AVW1"), await derive(key, salt, "check", 32), salt]);
  const both = await derive(key, salt, "bundle", 44);
  const cipher = await crypto.subtle.importKey("raw", both.slice(0, 32), "AES-GCM", false, ["encrypt"]);
  const about = { name: "AES-GCM", iv: both.slice(32), additionalData: front };
  return Buffer.concat([front, Buffer.from(await crypto.subtle.encrypt(about, cipher, body))]);
};

test("the first vector opens", async () => {
  assert.equal(Buffer.from(await decrypt(hello, await parseCode(code))).toString(), "hello");
});

for (const vector of JSON.parse(readFileSync(here("vectors.json"), "utf8"))) {
  test(`the vector of ${vector.name} is the same file here, and opens`, async () => {
    const key = await parseCode(vector.code);
    const file = await seal(key, stream(vector.packed));
    assert.equal(file.subarray(0, 68).toString("hex"), vector.front);
    assert.equal(file.length, vector.size);
    assert.equal(createHash("sha256").update(file).digest("hex"), vector.sha256);
    const opened = await decrypt(new Uint8Array(file), key);
    assert.ok(stream(vector.packed).equals(Buffer.from(opened)));
  });
}

test("a code is read with what a mail puts around it", async () => {
  const key = await parseCode(code);
  for (const text of [`Code: ${code}`, `https://ada.example/s/x/#${code}.`, `<https://ada.example/s/x/#${code}>`, `“${code}”,`])
    assert.equal(await parseCode(text), key, text);
});

test("content comes back as it was compressed", async () => {
  assert.equal(await inflate(zlib.deflateSync("Interviews, é 🙂")), "Interviews, é 🙂");
});

test("no flipped bit is accepted", async () => {
  const key = await parseCode(code);
  let accepted = 0;
  for (let number = 0; number < Number(process.env.FLIPS ?? 1000); number += 1) {
    const flipped = hello.slice();
    // First every bit once, then bits by chance, several at a time.
    const bits = hello.length * 8;
    const some = () => Array.from({ length: 1 + (number % 5) }, () => Math.floor(Math.random() * bits));
    for (const place of new Set(number < bits ? [number] : some())) flipped[place >> 3] ^= 1 << (place & 7);
    await decrypt(flipped, key).then(
      () => (accepted += 1),
      (error) => assert.ok(["other", "damaged"].includes(error.message)),
    );
  }
  assert.equal(accepted, 0);
});

for (const text of [
  "0123 4567 89ab cdef ghjk mnpq rs0r",
  "oi23456789abcdefghjkmnpqrsor",
  `https://a.b/s/x/#${code}/interviews/a.html?q=1#s-x`,
]) {
  test(`the code is read from ${text}`, async () => assert.equal(await parseCode(text), "0123456789ABCDEFGHJKMNPQRS"));
}

for (const text of ["", "0123", code.replace("4", "5"), "U".repeat(28)]) {
  test(`a mistyped code is reported: ${text}`, () => assert.rejects(parseCode(text), { message: "mistyped" }));
}

test("a file cut short is damaged, and another key's code is recognised", async () => {
  const key = await parseCode(code);
  for (const length of [0, 3, 67, 83, 95]) {
    await assert.rejects(decrypt(hello.slice(0, length), key), { message: "damaged" });
  }
  await assert.rejects(decrypt(hello, "1".repeat(26)), { message: "other" });
});
