// What the address asks for: the table of all settings after the `?`, with what each may be. The rest of the page reads them
// from the attributes data-asked-NAME of the root. What is not in the table is ignored; a value that makes no sense is, too,
// but the page says so.
"use strict";
const oneOf = (...known) => ({ take: (value) => (known.includes(value) ? value : null), may: known.join(", ") });
const fits = (pattern, may) => ({ take: (value) => (pattern.test(value) ? value : null), may });
const within = (least, most) => ({
  take: (value) => (/^\d+(\.\d+)?$/.test(value) && value >= least && value <= most ? String(Number(value)) : null),
  may: `a number from ${least} to ${most}`,
});
const onOff = { take: (value) => ({ on: "on", off: "off", 1: "on", 0: "off" })[value] ?? null, may: "on, off" };
const listOf = (...known) => ({
  take: (value) => (value.split(",").every((word) => known.includes(word)) ? value.split(",").join(" ") : null),
  may: `a list of ${known.join(", ")}`,
});
const isOrigin = (value) => {
  try {
    return /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;
  } catch {
    return false;
  }
};

const SETTINGS = {
  embed: onOff,
  lesson: fits(/^[a-z0-9-]{1,60}(\/[a-z0-9-]{1,60})?$/, "the id of a lesson"),
  cell: fits(/^[A-Za-z0-9_.-]{1,60}$/, "a script's file, or the id of a question"),
  step: fits(/^(\d{1,9}|end)$/, "a whole number, or end"),
  seed: {
    take: (value) => (/^\d{1,20}$/.test(value) && BigInt(value) < 2n ** 64n ? value : null),
    may: "a whole number below 2 to the power of 64",
  },
  view: oneOf("full", "lesson", "sim", "code"),
  controls: oneOf("full", "vcr", "none"),
  hide: listOf("header", "toc", "narration", "log", "code"),
  edit: onOff,
  predict: onOff,
  autoplay: onOff,
  speed: within(0.25, 4),
  theme: oneOf("auto", "light", "dark"),
  lang: oneOf("en"),
  persist: oneOf("local", "host", "none"),
  sizing: oneOf("fixed", "auto"),
  host: { take: (value) => (isOrigin(value) ? value : null), may: "an origin, such as https://school.example" },
  fid: fits(/^[\w.:-]{1,100}$/, "a word of letters and digits"),
};

/** The settings of a query that make sense, and a sentence about each that does not. */
function readSettings(query) {
  const asked = {};
  const warnings = [];
  for (const [name, value] of new URLSearchParams(query)) {
    const kind = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : null;
    const taken = kind?.take(value) ?? null;
    if (taken !== null) asked[name] = taken;
    else if (kind) warnings.push(`${name}=${value.slice(0, 40)} makes no sense here. ${name} may be: ${kind.may}.`);
  }
  return { asked, warnings };
}

/** Says in the page what makes no sense in its address. */
function warn(warnings) {
  if (warnings.length === 0) return;
  const box = document.createElement("div");
  box.className = "notice warning address-warnings";
  box.setAttribute("role", "status");
  for (const words of ["The address of this page asks for what it cannot do:", ...warnings]) {
    box.append(Object.assign(document.createElement("p"), { textContent: words }));
  }
  document.body.prepend(box);
}

if (typeof document === "undefined") {
  globalThis.readSettings = readSettings;
} else {
  const { asked, warnings } = readSettings(location.search);
  for (const [name, value] of Object.entries(asked)) document.documentElement.setAttribute(`data-asked-${name}`, value);
  // A host that cannot write what stands after the `#`.
  if (asked.lesson && location.hash.length < 2) history.replaceState(null, "", `#${asked.lesson}`);
  warn(warnings);
  const styles = ["view", "controls", "hide", "sizing", "cell"];
  if (styles.some((name) => name in asked)) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "./outside/asked.css" }));
  }
  const framed = parent !== window;
  const late = [
    [framed, "messages"],
    [asked.step !== undefined || asked.autoplay === "on" || asked.speed !== undefined, "start"],
    [asked.cell !== undefined, "cell"],
  ];
  for (const [needed, name] of late) if (needed) import(`./outside/${name}.js`);
  const open = (name) => import(`./outside/${name}.js`).then((opens) => opens.open());
  const openLink = () => location.hash.includes("&s=") && open("opened");
  openLink();
  addEventListener("hashchange", openLink);
  const dialogs = { share: "share", embed: "snippet" };
  addEventListener("click", ({ target }) => {
    const opens = target.closest?.("[data-opens]")?.dataset.opens;
    if (Object.hasOwn(dialogs, opens ?? "")) open(dialogs[opens]);
  });
}
