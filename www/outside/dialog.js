// Dialogs of the page that are made here: plain nodes, in which a text is a text and never HTML.

document.head.append(make("link", { rel: "stylesheet", href: "./outside/sharing.css" }));

/** A node with these properties and what is in it. */
export function make(tag, properties = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node && name !== "list") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...inside.filter((one) => one !== null));
  return node;
}

/** Shows a dialog: its title, what is in it, and the buttons at its end. Closed, it is gone. */
export function show(title, inside, buttons = []) {
  const close = make("button", { type: "button", className: "quiet", textContent: "Close" });
  const heading = make("h2", { id: "dialog-title", textContent: title });
  const dialog = make("dialog", { className: "help sharing", "aria-labelledby": "dialog-title" },
    make("div", { className: "help-head" }, heading, close),
    ...inside,
    ...(buttons.length > 0 ? [make("p", { className: "sharing-buttons" }, ...buttons)] : []));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A button that does something. */
export const button = (words, className, does) => {
  const node = make("button", { type: "button", className, textContent: words });
  node.addEventListener("click", does);
  return node;
};

/** A button that copies what a field says, and where it says that it did. */
export function copying(field) {
  const said = make("span", { role: "status" });
  const copy = button("Copy", "main", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Your browser does not let this page copy: press Ctrl+C.";
    }
  });
  return [copy, said];
}

/** Says something at the top of the page. */
export function notice(words) {
  const box = make("p", { className: "notice warning address-warnings", role: "status" });
  document.body.prepend(box);
  box.textContent = words;
}
