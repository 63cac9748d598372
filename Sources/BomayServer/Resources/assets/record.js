// SPDX-License-Identifier: Apache-2.0
// What makes the pages for recording easier; they work without it.
"use strict";

const text = document.getElementById("text");

// A file dropped on the text is read into it.
if (text) {
  const note = document.createElement("span");
  note.className = "note";
  note.textContent = text.dataset.drop;
  text.labels[0].append(" ", note);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    text.addEventListener(kind, (event) => {
      if (!event.dataTransfer || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      text.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length > 0) {
        event.dataTransfer.files[0].text().then((read) => { text.value = read; });
      }
    });
  }
}

// The number of a line leads into the text at that line.
for (const link of document.querySelectorAll("a[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const lines = text.value.split("\n");
    const before = lines.slice(0, link.dataset.line - 1).join("\n").length;
    const start = link.dataset.line > 1 ? before + 1 : 0;
    text.focus();
    text.setSelectionRange(start, start + (lines[link.dataset.line - 1] || "").length);
    text.scrollTop = text.scrollHeight * (link.dataset.line - 3) / lines.length;
  });
}

// Below a field for something on record, what its text could mean is offered while it is typed.
const form = document.getElementById("record");

function offer(input, number) {
  const list = document.createElement("ul");
  list.className = "choices";
  list.id = `choices-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  const frame = document.createElement("span");
  frame.className = "pick";
  input.replaceWith(frame);
  frame.append(input, list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
    ["aria-controls", list.id]]) input.setAttribute(name, value);
  let asked = 0;
  let current = -1;

  function close() {
    list.hidden = true;
    current = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(item) {
    input.value = item.dataset.id;
    const field = input.closest(".field");
    let shown = field.querySelector(".shown");
    if (!shown) {
      shown = document.createElement("p");
      shown.className = "shown";
      frame.after(shown);
    }
    shown.textContent = item.firstChild.textContent;
    close();
  }

  function mark(place) {
    const items = [...list.children];
    if (items.length === 0) return;
    current = (place + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === current)));
    items[current].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[current].id);
  }

  async function ask() {
    const mine = ++asked;
    const text = input.value.trim();
    if (text.length < 2) return close();
    const query = new URLSearchParams({ of: input.dataset.pick, q: text, on: form.dataset.day });
    query.set("lang", document.documentElement.lang);
    const answer = await fetch(`/record/options?${query}`);
    if (!answer.ok || mine !== asked || document.activeElement !== input) return;
    const found = await answer.json();
    list.replaceChildren(...found.map((choice, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.dataset.id = choice.id;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const code = document.createElement("small");
      code.textContent = choice.id;
      item.append(choice.name, code);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
      return item;
    }));
    list.hidden = found.length === 0;
    current = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
  }

  let timer = 0;
  input.addEventListener("input", () => {
    const shown = input.closest(".field").querySelector(".shown");
    if (shown) shown.remove();
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) {
      if (event.key === "ArrowDown") ask();
      return;
    }
    if (event.key === "ArrowDown") mark(current + 1);
    else if (event.key === "ArrowUp") mark(current - 1);
    else if (event.key === "Enter" && current >= 0) choose(list.children[current]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

if (form) form.querySelectorAll("input[data-pick]").forEach(offer);

// After a preview the eye begins where it is told what is to mend, or what would change.
const tried = document.getElementById("tried");
if (tried) tried.scrollIntoView();
