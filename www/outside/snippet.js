// What a teacher copies into a page to show a lesson there, with what it will look like.
import { button, copying, make, show } from "./dialog.js";
import { now } from "./lesson.js";

const CHOICES = {
  view: { words: "Show", options: { full: "the whole lesson", sim: "the laboratory alone", code: "the scripts", lesson: "the text" } },
  theme: { words: "Colours", options: { auto: "as the reader has them", light: "light", dark: "dark" } },
  way: { words: "Code", options: { frame: "without a script (everywhere)", element: "with a script (fits its height)" } },
};

export function open() {
  const state = now();
  const chosen = Object.fromEntries(Object.entries(CHOICES).map(([name, { options }]) => [name,
    make("select", {}, ...Object.entries(options).map(([value, words]) => make("option", { value, textContent: words })))]));
  const check = (words) => [make("input", { type: "checkbox" }), words];
  const [predict] = check();
  const [step] = check();
  step.disabled = state.steps === 0;
  const code = make("textarea", { readOnly: true, rows: 4, "aria-label": "Code to copy", spellcheck: false });
  const [copy, copied] = copying(code);
  const preview = make("iframe", { title: "Preview", className: "sharing-preview" });
  const look = button("Show the preview again", "quiet", () => preview.contentWindow.location.reload());
  const write = () => {
    const asked = { view: chosen.view.value, theme: chosen.theme.value };
    if (predict.checked) asked.predict = "off";
    if (step.checked) asked.step = String(state.step);
    for (const name of ["view", "theme"]) if (["full", "auto"].includes(asked[name])) delete asked[name];
    const address = addressOf(state.lesson, asked);
    code.value = chosen.way.value === "frame" ? frame(address, state.title) : element(state.lesson, asked, state.title);
    copied.textContent = "";
    // Not as a new entry of the reader's way back; and what is tried there is not the reader's work.
    if (preview.isConnected) preview.contentWindow.location.replace(addressOf(state.lesson, { ...asked, persist: "none" }));
  };
  const labelled = ([name, { words }]) => make("label", {}, `${words} `, chosen[name]);
  for (const node of [...Object.values(chosen), predict, step]) node.addEventListener("change", write);
  show("Embed this lesson", [
    make("p", { className: "sharing-buttons" }, ...Object.entries(CHOICES).map(labelled)),
    make("p", { className: "sharing-buttons" },
      make("label", {}, predict, " Programs may run before a prediction"),
      make("label", {}, step, ` At step ${state.step}, where you are`)),
    code,
    make("p", { className: "sharing-buttons" }, copy, copied, look),
    preview,
  ]);
  write();
}

function addressOf(lesson, asked) {
  const address = new URL(location.href.split(/[?#]/)[0]);
  for (const [name, value] of Object.entries({ embed: "on", ...asked })) address.searchParams.set(name, value);
  address.hash = lesson;
  return address.href;
}

const quoted = (text) => `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;")}"`;

const frame = (address, title) =>
  `<iframe src=${quoted(address)} title=${quoted(title)} width="100%" height="760" loading="lazy" allow="fullscreen; clipboard-write"></iframe>`;

function element(lesson, asked, title) {
  const script = new URL("embed/embed.js", location.href.split(/[?#]/)[0]).href;
  const attributes = Object.entries({ lesson, ...asked, title, sizing: "auto" }).map(([name, value]) => ` ${name}=${quoted(value)}`);
  return `<script src=${quoted(script)} defer></script>\n<fivetuple-lesson${attributes.join("")}></fivetuple-lesson>`;
}
