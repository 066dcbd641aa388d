// What the address asks for: the table of all settings after the `?`, with what each may be. The rest of the page reads them
// from the attributes data-asked-NAME of the root. What is not in the table is ignored; a value that makes no sense is, too,
// but the page says so.
"use strict";
const fits = (pattern) => (value) => pattern.test(value);
const oneOf = (words) => (value) => words.split(" ").includes(value);
const onOff = oneOf("on off");
const isOrigin = (value) => URL.canParse(value) && /^https?:/.test(value) && new URL(value).origin === value;

const SETTINGS = {
  embed: onOff,
  lesson: fits(/^[a-z0-9-]{1,60}(\/[a-z0-9-]{1,60})?$/),
  cell: fits(/^[\w.-]{1,60}$/),
  step: fits(/^(\d{1,9}|end)$/),
  seed: (value) => /^\d{1,20}$/.test(value) && BigInt(value) < 2n ** 64n,
  view: oneOf("full lesson sim code"),
  controls: oneOf("full vcr none"),
  hide: fits(/^((header|toc|narration|log|code)(,(?!$)|$))+$/),
  edit: onOff,
  predict: onOff,
  autoplay: onOff,
  speed: (value) => /^\d(\.\d+)?$/.test(value) && value >= 0.25 && value <= 4,
  theme: oneOf("auto light dark"),
  lang: oneOf("en"),
  persist: oneOf("local host none"),
  sizing: oneOf("fixed auto"),
  host: isOrigin,
  fid: fits(/^[\w.:-]{1,100}$/),
};

const asked = {};
const wrong = [];
for (const [name, value] of new URLSearchParams(location.search)) {
  const may = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined;
  if (may?.(value)) asked[name] = value;
  else if (may) wrong.push([name, value]);
}
for (const [name, value] of Object.entries(asked)) document.documentElement.setAttribute(`data-asked-${name}`, value);
// A host that cannot write what stands after the `#`.
if (asked.lesson && location.hash.length < 2) history.replaceState(null, "", `#${asked.lesson}`);
if (["view", "controls", "hide", "sizing", "cell"].some((name) => name in asked)) {
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "./outside/asked.css" }));
}

// The rest is loaded by those who need it.
const load = (name) => import(`./outside/${name}.js`);
if (wrong.length > 0) load("warnings").then(({ warn }) => warn(wrong));
if (parent !== window) load("messages");
if (asked.step ?? asked.speed ?? asked.autoplay) load("start");
if (asked.cell ?? asked.lesson) load("cell");
const openLink = () => location.hash.includes("&s=") && load("opened").then(({ open }) => open());
openLink();
addEventListener("hashchange", openLink);
const dialogs = { share: "share", embed: "snippet" };
addEventListener("click", ({ target }) => {
  const opens = target.closest?.("[data-opens]")?.dataset.opens;
  if (Object.hasOwn(dialogs, opens ?? "")) load(dialogs[opens]).then(({ open }) => open());
});
