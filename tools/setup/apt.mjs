// Debian packages: as root, or by a sudo that asks nothing.
import { Failure, ask, run } from "./child.mjs";
import { find } from "./place.mjs";

const env = { DEBIAN_FRONTEND: "noninteractive" };

/** Installs packages. `otherwise` says what the user can do where this is not possible. */
export async function aptInstall(packages, tell, otherwise) {
  const command = ["apt-get", "install", "--yes", "--no-install-recommends", ...packages];
  if (!find("apt-get")) throw new Failure(`${packages.join(", ")} cannot be installed here: no apt-get`, { advice: otherwise });
  const before = process.getuid?.() === 0 ? [] : ["sudo", "--non-interactive"];
  if (before.length > 0 && (await ask("sudo", ["--non-interactive", "true"])) === null) {
    throw new Failure("this needs root, and sudo would ask for a password", { advice: `run: sudo ${command.join(" ")}` });
  }
  const apt = ([program, ...args]) => run(program, args, { env, line: tell.line, log: "apt" });
  try {
    await apt([...before, "apt-get", "update"]);
    await apt([...before, ...command]);
  } catch (error) {
    if (error instanceof Failure) error.advice = `see what apt-get said; or ${otherwise}`;
    throw error;
  }
  return `${packages.join(", ")} by apt-get`;
}
