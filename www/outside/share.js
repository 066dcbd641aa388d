// A link to the moment that the page shows, or a file where a link would be too long; and the way to open such a file.
import { button, copying, make, show } from "./dialog.js";
import { now } from "./lesson.js";
import { pack, read } from "./link.js";
import { capture } from "./moment.js";
import { offer } from "./opened.js";

/** Longer addresses are cut by mail programs, chats and learning platforms. */
const MOST = 2000;
/** Nobody writes a moment as long as this. */
const LARGEST_FILE = 1_000_000;

export function open() {
  const state = now();
  const answers = make("input", { type: "checkbox", checked: true });
  const field = make("input", { type: "text", readOnly: true, "aria-label": "The link", spellcheck: false });
  const said = make("p", { role: "status" });
  const [copy, copied] = copying(field);
  const save = button("Save as a file", "quiet", () => download(state, answers.checked));
  const file = make("input", { type: "file", accept: ".json,application/json" });
  const row = make("p", { className: "sharing-buttons" }, field, copy, copied);
  const write = async () => {
    const link = `${location.href.split("#")[0]}#${state.lesson}&s=${await pack(capture(state, { answers: answers.checked }))}`;
    row.hidden = link.length > MOST;
    field.value = row.hidden ? "" : link;
    said.textContent = row.hidden
      ? `A link to this would be ${link.length} characters long, too long for many places. Save it as a file.`
      : `${link.length} characters. All of it stands in the link: no server keeps it, or sees it.`;
  };
  answers.addEventListener("change", write);
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    if (!chosen) return;
    dialog.close();
    offer("file", async () => {
      if (chosen.size > LARGEST_FILE) throw new Error("it is too large");
      return read(await chosen.text());
    }, state);
  });
  const dialog = show("Share this moment", [
    make("p", { textContent: "The link leads to this lesson with your scripts, what you did to the run, and the step that you look at." }),
    make("p", {}, make("label", {}, answers, " With my predictions and answers")),
    row,
    said,
    make("p", { className: "sharing-buttons" }, save, make("label", {}, "Open a file: ", file)),
  ]);
  write();
}

function download(state, answers) {
  const text = JSON.stringify(capture(state, { answers }), null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href: address, download: `${state.lesson}-moment.json` }).click();
  URL.revokeObjectURL(address);
}
