// What the page says of settings in its address that make no sense, and what they may be (www/address.js decides).
import { make } from "./dialog.js";

const MAY = {
  embed: "on, off",
  lesson: "the id of a lesson",
  cell: "a script's file, or the id of a question",
  step: "a whole number, or end",
  seed: "a whole number below 2 to the power of 64",
  view: "full, lesson, sim, code",
  controls: "full, vcr, none",
  hide: "a list of header, toc, narration, log, code",
  edit: "on, off",
  predict: "on, off",
  autoplay: "on, off",
  speed: "a number from 0.25 to 4",
  theme: "auto, light, dark",
  lang: "en",
  persist: "local, host, none",
  sizing: "fixed, auto",
  host: "an origin, such as https://school.example",
  fid: "a word of letters and digits",
};

/** Says so for each of these settings, in text. */
export function warn(settings) {
  const lines = settings.map(([name, value]) => `${name}=${value.slice(0, 40)} makes no sense here. ${name} may be: ${MAY[name]}.`);
  const words = ["The address of this page asks for what it cannot do:", ...lines];
  document.body.prepend(make("div", { className: "notice warning address-warnings", role: "status" },
    ...words.map((textContent) => make("p", { textContent }))));
}
