// The interviewer's form. What to ask comes in the fragment of the address, which no server sees, and is a stranger's
// text: it is checked, and shown as text alone.
"use strict";
(() => {
  const { clean, line, quote, block } = self.afterview.form;
  const longest = { link: 4000, inflated: 16384, question: 300, name: 80 };
  const kept = 30 * 24 * 60 * 60 * 1000; // a draft is dropped after thirty days
  const form = document.getElementById("answer");
  const find = (name) => form.querySelector(name);
  const { dataset } = document.getElementById("words");
  const every = Object.fromEntries([...find("#language").options].map(({ value }) => [value, JSON.parse(dataset[value])]));

  const isText = (value, most) => typeof value === "string" && value.length > 0 && value.length <= most;
  const isName = (value) => value === undefined || isText(value, longest.name);
  const isSlug = (value) => typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,79}$/.test(value);
  const isList = (value, least, most) => Array.isArray(value) && value.length >= least && value.length <= most;
  const arePairs = (value, least, most, size) =>
    isList(value, least, most) &&
    value.every((pair) => isList(pair, 2, 2) && isSlug(pair[0]) && isText(pair[1], size)) &&
    new Set(value.map(([id]) => id)).size === value.length;

  const isWhole = (asked) =>
    Boolean(asked) &&
    typeof asked === "object" &&
    [asked.t, asked.n, asked.i].every(isName) &&
    (asked.id === undefined || isSlug(asked.id)) &&
    (asked.k === undefined || isSlug(asked.k)) &&
    (asked.l === undefined || isText(asked.l, 20)) &&
    typeof asked.d === "string" &&
    /^\d{4}-\d{2}-\d{2}$/.test(asked.d) &&
    (asked.r === undefined || ["peer", "mentor", "professional", "company"].includes(asked.r)) &&
    (asked.e === undefined || (isText(asked.e, 120) && /^[^@,;?&\s]+@[^@,;?&\s]+$/.test(asked.e))) &&
    isList(asked.w, 2, 9) &&
    asked.w.every((word) => isText(word, longest.name)) &&
    arePairs(asked.q, 1, 3, longest.question) &&
    arePairs(asked.s ?? [], 0, 4, longest.name);

  // Inflate no more than a form can need, whatever the link says.
  const inflate = async (bytes) => {
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    const parts = [];
    let size = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > longest.inflated) {
        await reader.cancel();
        throw new Error("too long");
      }
      parts.push(part.value);
    }
    return new TextDecoder("utf-8", { fatal: true }).decode(await new Blob(parts).arrayBuffer());
  };

  const read = async (fragment) => {
    const [, text] = /^1\.([A-Za-z0-9_-]+)$/.exec(fragment) ?? [];
    if (!text || text.length > longest.link) throw new Error("not whole");
    const bytes = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    const asked = JSON.parse(await inflate(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0))));
    if (!isWhole(asked)) throw new Error("not whole");
    return asked;
  };

  const make = (name, facts = {}, ...inside) => {
    const part = Object.assign(document.createElement(name), facts);
    part.append(...inside);
    return part;
  };

  const ask = ([id, question], number) => {
    const field = make("textarea", { id: `q-${number}`, name: `q-${id}`, rows: 4 });
    return make("p", {}, make("label", { htmlFor: field.id, textContent: question, dir: "auto" }), field);
  };
  const rate = ([id, title], words, unseen) => {
    const choice = (word, value, number) =>
      make("label", {}, make("input", { type: "radio", name: `s-${id}`, value, checked: !number }), " ", make("span", { textContent: word, dir: "auto" }));
    const choices = words.map((word, place) => choice(word, String(place + 1), place + 1));
    const none = choice("", "", 0);
    none.querySelector("span").dataset.text = unseen;
    return make("fieldset", {}, make("legend", { textContent: title, dir: "auto" }), none, ...choices);
  };

  // Marks that would begin a heading, a list, a table or a fence lose their meaning.
  const plain = (text) =>
    clean(text)
      .split("\n")
      .map((row) => `> ${row.replace(/^(\s*)([#`~|=+*_>\-[\]<])/, "$1\\$2").replace(/^(\s*\d+)([.)])/, "$1\\$2")}`.trimEnd())
      .join("\n");
  const veil = (value) =>
    btoa(JSON.stringify(value)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const write = (asked, words) => {
    const field = (name) => form.elements[name]?.value ?? "";
    const answered = asked.q.filter(([id]) => clean(field(`q-${id}`)));
    const ratings = (asked.s ?? []).map(([id]) => [id, Number(field(`s-${id}`))]).filter(([, step]) => step);
    const facts = {
      afterview: "feedback",
      about: asked.id,
      title: asked.t && quote(line(asked.t)),
      date: asked.d,
      kind: asked.k,
      interviewer: line(field("from")) && quote(line(field("from"))),
      relation: asked.r,
      asked: answered.length ? `[${answered.map(([id]) => id).join(", ")}]` : "",
      veiled: veil({ ratings: Object.fromEntries(ratings), advance: field("advance") }),
    };
    const text = answered.map(([id, question]) => `**${line(question).replace(/[\\*_`[\]<#]/g, "\\$&")}**\n\n${plain(field(`q-${id}`))}`);
    return {
      title: asked.t ?? words["answer-title"],
      file: `feedback-${asked.id ?? asked.d}.md`,
      text: block(Object.fromEntries(Object.entries(facts).filter(([, value]) => value)), [`## ${words["section-said"]}`, ...text].join("\n\n")),
      wrong: answered.length || ratings.length ? "" : "empty",
    };
  };

  const digest = (text) => {
    let [one, other] = [0xdeadbeef, 0x41c6ce57];
    for (const letter of text) {
      one = Math.imul(one ^ letter.codePointAt(0), 2654435761);
      other = Math.imul(other ^ letter.codePointAt(0), 1597334677);
    }
    return (one >>> 0).toString(16) + (other >>> 0).toString(16);
  };

  const speak = (language, asked) => {
    const words = every[language] ?? every.en;
    document.documentElement.lang = language;
    for (const part of form.querySelectorAll("[data-text]")) part.textContent = words[part.dataset.text];
    for (const [key, text] of Object.entries(words)) {
      const [start, word] = [key.slice(0, 5), key.slice(5)];
      const button = start === "give-" && find(`[data-way=${word}]`);
      if (button) button.textContent = text;
      else if (start === "give-" && word !== "github") form.dataset[word] = text;
    }
    const name = asked.n ?? "";
    const heading = name ? words["answer-heading"] : words["answer-title"];
    document.title = document.querySelector("h1").textContent = heading.replace("{name}", name);
    const day = new Date(`${asked.d}T12:00`).toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long" });
    const about = words["answer-about"].replace("{date}", language === "fr" ? day.replace(/^1 /, "1er ") : day);
    find("#who").textContent = `${about} ${words[name ? "answer-who" : "answer-who-any"].replace("{name}", name)}`;
    if (asked.e) find("[data-way=email]").textContent = `${words["give-email"]} (${asked.e})`;
    return words;
  };

  const start = async (asked, fragment) => {
    const draft = `afterview-answer-${digest(fragment)}`;
    const { store, give } = self.afterview;
    find("#questions").append(...asked.q.map(ask));
    find("#skills").append(...(asked.s ?? []).map((skill) => rate(skill, asked.w, "answer-unseen")));
    form.elements.from.value = asked.i ?? "";
    if (asked.e) form.dataset.email = asked.e;
    const select = find("#language");
    select.value = asked.l?.slice(0, 2) in every ? asked.l.slice(0, 2) : "en";
    let words = speak(select.value, asked);
    const { say, look } = give(form, () => write(asked, words));
    const saved = await store.read(draft);
    try {
      const { at, fields } = JSON.parse(saved || "{}");
      if (at && Date.now() - at < kept) {
        for (const [name, value] of Object.entries(fields)) if (form.elements[name]) form.elements[name].value = value;
        find("[role=status]").textContent = words["answer-draft"].replace("{time}", new Date(at).toLocaleTimeString(select.value, { timeStyle: "short" }));
      } else if (at) store.write(draft, "");
    } catch {
      store.write(draft, ""); // not a draft of ours
    }
    form.addEventListener("input", () => {
      const fields = Object.fromEntries(new FormData(form));
      store.write(draft, JSON.stringify({ at: Date.now(), fields }));
    });
    select.addEventListener("change", () => {
      words = speak(select.value, asked);
      look();
    });
    find("[data-way=forget]").addEventListener("click", () => {
      form.reset();
      store.write(draft, "");
      look();
      say("forgotten");
    });
    form.hidden = false;
    look();
  };

  addEventListener("hashchange", () => location.reload()); // another link, opened in the same tab
  const whole = document.getElementById("asked")?.textContent ?? location.hash;
  const fragment = whole.slice(0, 2 * longest.link).replace(/^#|(%[0-9A-F]{2}|[^A-Za-z0-9_-])+$/g, ""); // a mail takes the full stop after a link for a part of it
  const language = navigator.languages.map((name) => name.slice(0, 2)).find((name) => name in every) ?? "en";
  read(fragment).then(
    (asked) => start(asked, fragment),
    () => {
      document.documentElement.lang = language;
      document.title = document.querySelector("h1").textContent = every[language]["answer-title"];
      document.getElementById("wrong").textContent = every[language]["answer-wrong"];
    },
  );
})();
