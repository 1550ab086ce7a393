// Let a mentor answer a question below it. The answer is a note's text, which travels as the two of them like.
"use strict";
self.afterview ??= {};
self.afterview.reply = (page, store = self.afterview.store) => {
  const template = page.querySelector("#reply");
  if (!template) return;
  const { clean, line, quote, today, block } = self.afterview.form;

  const answer = async (question, button) => {
    const form = document.importNode(template.content, true).querySelector("form");
    const [text, name] = [form.elements.text, form.elements.from];
    const { about } = question.dataset; // nothing for the letter, which is about no interview
    const draft = `afterview-reply-${about}`;
    for (const field of [text, name]) {
      field.id = `${field.name}-${about}`;
      field.closest("p").querySelector("label").htmlFor = field.id;
    }
    text.value = await store.read(draft);
    const make = () => {
      const from = line(name.value);
      const slug = from.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[^a-z0-9]+/g, "-");
      return {
        title: form.dataset.title,
        file: `content/notes/${today()}-${slug.replace(/^-|-$/g, "") || "note"}.md`,
        text: block({ from: quote(from), date: today(), ...(about && { about: `[${about}]` }) }, clean(text.value)),
        wrong: !clean(text.value) ? "empty" : !from ? "nameless" : "",
      };
    };
    const { say, look } = self.afterview.give(form, make);
    text.addEventListener("input", () => store.write(draft, text.value));
    form.querySelector("[data-way=forget]").addEventListener("click", () => {
      text.value = "";
      store.write(draft, "");
      look();
      say("forgotten");
    });
    button.replaceWith(form);
    text.focus();
  };

  for (const question of page.querySelectorAll("[data-about]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = template.dataset.answer;
    if (question.id) button.setAttribute("aria-describedby", question.id);
    button.addEventListener("click", () => answer(question, button));
    question.append(button);
    store.read(`afterview-reply-${question.dataset.about}`).then((text) => text && answer(question, button));
  }
};

if (!self.afterview.sealed) self.afterview.reply(document);
