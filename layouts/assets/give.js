// Hand over a text in the ways that this device has: share, copy, mail, save, or a new file on GitHub. The page itself
// sends nothing.
"use strict";
self.afterview ??= {};
(() => {
  const longestMail = 1900; // Windows passes on no longer address to a mail program
  const longestGithub = 8000; // GitHub answers longer ones with an error

  const clean = (text) =>
    text
      .normalize("NFC")
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, "")
      .replace(/\(\s*afterview:\s*end\s*\)/g, "(afterview end)")
      .trim();
  const line = (text) => clean(text).replace(/\s+/g, " ");
  const quote = (text) => (/^\p{L}[\p{L}\p{N} .'’-]*$/u.test(text) ? text : JSON.stringify(text));
  const today = () => {
    const day = new Date();
    return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };
  const end = "[//]: # (afterview: end)";
  const block = (facts, text) =>
    ["---", ...Object.entries(facts).map(([key, value]) => `${key}: ${value}`), "---", text, "", end, ""].join("\n");
  const mailto = (email, title, body) =>
    `mailto:${encodeURIComponent(email).replace("%40", "@")}?${new URLSearchParams({ subject: title, body })}`.replace(/\+/g, "%20");
  const github = (repository, file, value) =>
    `https://github.com/${repository}/new/main?${new URLSearchParams({ filename: file, value })}`.replace(/\+/g, "%20");

  // A browser may forbid to keep anything, or have no room: then nothing is kept.
  const store = {
    read: async (name) => {
      try {
        return localStorage.getItem(name) ?? "";
      } catch {
        return "";
      }
    },
    write: async (name, text) => {
      try {
        if (text) localStorage.setItem(name, text);
        else localStorage.removeItem(name);
      } catch {
        // See above.
      }
    },
  };

  // ``make`` gives the title, the file's name and the text as they are when a button is pressed.
  const give = (form, make) => {
    const part = (name) => form.querySelector(`[data-way="${name}"]`);
    const status = form.querySelector("[role=status]");
    const preview = form.querySelector("pre");
    const { email, github: repository } = form.dataset;
    const say = (word) => (status.textContent = form.dataset[word] ?? "");
    const look = () => (preview.textContent = make().text);
    const copy = async (word = "copied") => {
      look();
      try {
        await navigator.clipboard.writeText(make().text);
        say(word);
      } catch {
        preview.closest("details").open = true;
        getSelection().selectAllChildren(preview);
        say("press");
      }
    };
    const ways = {
      share: async () => {
        const { title, text } = make();
        try {
          await navigator.share({ title, text });
          say("shared");
        } catch (error) {
          if (error.name !== "AbortError") await copy();
        }
      },
      copy: () => copy(),
      email: async () => {
        const { title, text } = make();
        const whole = mailto(email, title, text);
        if (whole.length > longestMail) await copy("long");
        location.href = whole.length > longestMail ? mailto(email, title, "") : whole;
      },
      save: () => {
        const { file, text } = make();
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
        link.download = file.slice(file.lastIndexOf("/") + 1);
        link.click();
        say("saved");
      },
      github: async () => {
        const { file, text } = make();
        const address = github(repository, file, text);
        if (address.length > longestGithub) await copy("long");
        else open(address, "_blank", "noopener");
      },
    };
    const can = { share: Boolean(navigator.share), copy: true, email: Boolean(email), save: true, github: Boolean(repository) };
    for (const [name, run] of Object.entries(ways)) {
      const button = part(name);
      if (!button) continue;
      button.hidden = !can[name];
      button.addEventListener("click", () => {
        const wrong = make().wrong;
        if (wrong) say(wrong);
        else run();
      });
    }
    form.addEventListener("input", look);
    form.addEventListener("submit", (event) => event.preventDefault());
    look();
    return { say, look };
  };

  Object.assign(self.afterview, { give, store, form: { clean, line, quote, today, block, mailto, github } });
})();
