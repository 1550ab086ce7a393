// Make blocks of answers as the page does: answers as JSON in, blocks and cleaned texts as JSON out.
import { readFileSync } from "node:fs";
import vm from "node:vm";

globalThis.self = globalThis;
vm.runInThisContext(readFileSync(new URL("../../layouts/assets/give.js", import.meta.url), "utf8"));
const { clean, line, quote, block, mailto, github } = self.afterview.form;
const { answers, mails, files } = JSON.parse(readFileSync(0, "utf8"));
const made = answers.map(({ from, about, text }) => ({
  block: block({ from: quote(line(from)), date: "2026-11-24", about: `[${about}]` }, clean(text)),
  from: line(from),
  text: clean(text),
}));
const lengths = {
  mails: mails.map((text) => mailto("ada@example.org", "Answer", text)),
  files: files.map((text) => github("ada/interviews", "content/notes/a.md", text)),
};
process.stdout.write(JSON.stringify({ made, ...lengths }));
