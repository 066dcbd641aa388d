// Says so when the page cannot start: without this, a failed download would leave the first words standing for ever.
const started = () => !document.getElementById("boot");

function fail(reason) {
  const panel = document.getElementById("bug");
  if (started() || !panel) return;
  document.getElementById("bug-title").textContent = "The page could not start.";
  document.getElementById("bug-message").textContent = String(reason?.message ?? reason ?? "");
  panel.hidden = false;
}

addEventListener("error", (event) => fail(event.error ?? event.message));
addEventListener("unhandledrejection", (event) => fail(event.reason));
document.getElementById("bug-reload").addEventListener("click", () => location.reload());
