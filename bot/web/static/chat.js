// Keeps the demo's phones up to date and posts their forms without leaving the page.
// Without this script, or in a browser that lacks what it needs, every form works by itself.
"use strict";

const page = document.documentElement;
const alertLine = document.getElementById("alert");
const clock = document.getElementById("clock");
const phones = new Map([...document.querySelectorAll(".phone")].map((phone) => [phone.dataset.chat, phone]));
const queues = new Map();

function warn(kind) {
  alertLine.textContent = kind ? alertLine.dataset[kind] : "";
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Puts a message where it belongs: in place of its earlier form, else last. Keeps the keyboard in the conversation. */
function showMessage({ chat, id, html }) {
  const phone = phones.get(chat);
  if (!phone) return;
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.firstElementChild;
  const old = document.getElementById(`m-${id}`);
  const heldFocus = old?.contains(document.activeElement);
  if (old) {
    old.replaceWith(fresh);
  } else {
    fresh.classList.add("fresh");
    phone.querySelector(".messages").append(fresh);
  }
  if (heldFocus) (fresh.querySelector("button") ?? phone.querySelector("textarea")).focus({ preventScroll: true });
  if (!old) markNews(phone);
}

function showState(state) {
  const time = clock.querySelector("time");
  setText(time, state.clock.text);
  time.dateTime = state.clock.iso;
  clock.setAttribute("aria-busy", String(state.clock.busy));
  const running = clock.querySelector(".running");
  setText(running, state.clock.busy ? running.dataset.text : "");
  for (const [chat, face] of Object.entries(state.phones)) {
    const phone = phones.get(chat);
    const note = phone.querySelector(".note");
    setText(note, face.working ? note.dataset.working : note.dataset.text);
    for (const button of phone.querySelectorAll(".style button")) {
      button.setAttribute("aria-pressed", String(button.value === face.style));
    }
  }
}

function listen() {
  const events = new EventSource(`/events?after=${page.dataset.place}`);
  events.addEventListener("open", () => warn(null));
  events.addEventListener("error", () => warn("offline"));
  events.addEventListener("message", (event) => showMessage(JSON.parse(event.data)));
  events.addEventListener("state", (event) => showState(JSON.parse(event.data)));
  events.addEventListener("reload", () => location.reload());
  // Open streams are few in a browser: a page that is put aside must not hold one.
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** Posts a form after those that its phone posted before. Its id is used up only by what has arrived, so that trying again cannot say it twice. */
function post(form, submitter) {
  const data = new FormData(form, submitter);
  const writing = form.matches(".write");
  if (writing && !data.get("text").trim() && !form.elements.files?.value) return;
  if (writing && tooLarge(form.elements.files)) return warn("large");
  const unsent = writing ? takeOut(form) : () => {};
  if (form.elements.id) form.elements.id.value = crypto.randomUUID();
  const key = form.closest("section").id;
  queues.set(key, (queues.get(key) ?? Promise.resolve()).then(() => deliver(form.action, data)).then(() => warn(null), () => {
    warn("failed");
    unsent(data.get("id"));
  }));
}

function tooLarge(input) {
  return [...(input?.files ?? [])].reduce((sum, file) => sum + file.size, 0) > Number(input?.dataset.most);
}

async function deliver(address, data) {
  const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

/** Empties the writing line and returns what puts everything back, unless something new has been written meanwhile. */
function takeOut(form) {
  const { text, files, id } = form.elements;
  const [words, chosen] = [text.value, files?.files];
  form.reset();
  showChosen(form);
  return (oldId) => {
    if (text.value) return;
    text.value = words;
    if (files) files.files = chosen;
    id.value = oldId;
    showChosen(form);
  };
}

function showChosen(form) {
  const input = form.querySelector("[type=file]");
  setText(form.querySelector(".chosen"), [...(input?.files ?? [])].map((file) => file.name).join(", "));
}

/** Marks a phone's tab when something arrives while another phone fills the screen. */
function markNews(phone) {
  const { left, right } = phone.getBoundingClientRect();
  const away = right < 40 || left > innerWidth - 40;
  if (away) document.querySelector(`.tabs a[href="#${phone.id}"]`).classList.add("news");
}

function watchTabs() {
  const watcher = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const tab = document.querySelector(`.tabs a[href="#${target.id}"]`);
      tab.classList.toggle("seen", isIntersecting);
      if (!isIntersecting) continue;
      tab.classList.remove("news");
      tab.parentElement.scrollTo({ left: tab.offsetLeft - tab.parentElement.offsetLeft - 40 });
    }
  }, { threshold: 0.6 });
  phones.forEach((phone) => watcher.observe(phone));
}

function start() {
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    post(event.target, event.submitter);
  });
  document.addEventListener("change", (event) => event.target.type === "file" && showChosen(event.target.form));
  document.addEventListener("keydown", (event) => {
    // Vietnamese is often typed through an input method, where Enter may only finish a word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  watchTabs();
  listen();
}

if (globalThis.crypto?.randomUUID && globalThis.EventSource) start();
