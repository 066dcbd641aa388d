//! What comes from elsewhere: each direct dependency has a reason, a licence that `deny.toml` allows, and one version.
//! The page `docs/dependencies.md` is made here: BLESS=1 writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::generated::compare;

fn text(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|problem| panic!("{path}: {problem}"))
}

/// What cargo knows of all packages.
fn metadata() -> Value {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--all-features"];
    let output = Command::new(env!("CARGO")).args(arguments).output().expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn field<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

/// The reasons, by name.
fn reasons() -> BTreeMap<String, String> {
    let text = text("tests/generated/dependencies.txt");
    let row = |line: &str| line.split_once(" | ").map(|(name, why)| (name.to_owned(), why.to_owned()));
    text.lines().map(|line| row(line).expect("a name and a reason")).collect()
}

#[test]
fn each_dependency_has_a_reason_and_stands_on_the_page() {
    let (metadata, mut reasons) = (metadata(), reasons());
    let packages = list(&metadata, "packages");
    let own = packages.iter().find(|package| field(package, "name") == "fivetuple").expect("our own");
    let mut page = String::from(
        "# What comes from elsewhere\n\nThis page is made from the lock files. Versions are pinned there: `Cargo.lock`, `www/package-lock.json`. \
         `cargo deny check` looks for advisories, licences and foreign sources (`deny.toml`).\n\n\
         | Crate | Version | Where | Licence | Why it is here |\n|---|---|---|---|---|\n",
    );
    for needed in list(own, "dependencies") {
        let name = field(needed, "name");
        let found = packages.iter().find(|package| field(package, "name") == name).expect("in the lock file");
        let place = match (field(needed, "kind"), needed["optional"].as_bool()) {
            ("dev", _) => "tests",
            (_, Some(true)) => "page",
            _ => "library",
        };
        let why = reasons
            .remove(name)
            .unwrap_or_else(|| panic!("{name}: tests/generated/dependencies.txt says no reason"));
        let (version, licence) = (field(found, "version"), field(found, "license"));
        writeln!(page, "| {name} | {version} | {place} | {licence} | {why} |").expect("a string");
    }
    assert!(reasons.is_empty(), "no longer needed: {reasons:?}");
    page += "\nBehind them, and in the tools that build the page, stand others. Licences of all, with the number of packages:\n\n";
    let mut licences: BTreeMap<&str, usize> = BTreeMap::new();
    packages.iter().for_each(|package| *licences.entry(field(package, "license")).or_default() += 1);
    for (licence, count) in licences {
        writeln!(page, "- {licence}: {count}").expect("a string");
    }
    page += "\n## npm\n\nOnly the editor and what tests need; the page loads nothing from elsewhere.\n\n| Package | Version | Licence |\n|---|---|---|\n";
    let wanted: Value = serde_json::from_str(&text("www/package.json")).expect("JSON");
    let locked: Value = serde_json::from_str(&text("www/package-lock.json")).expect("JSON");
    for kind in ["dependencies", "devDependencies"] {
        for name in wanted[kind].as_object().into_iter().flat_map(|all| all.keys()) {
            let found = &locked["packages"][format!("node_modules/{name}")];
            writeln!(page, "| {name} | {} | {} |", field(found, "version"), field(found, "license"))
                .expect("a string");
        }
    }
    compare("docs/dependencies.md", &page);
}

/// One of the licences between which one may choose is allowed, with all that it names.
fn is_allowed(licence: &str, allowed: &BTreeSet<String>) -> bool {
    let licence = licence.replace('/', " OR ").replace(['(', ')'], "");
    licence.split(" AND ").all(|part| part.split(" OR ").any(|one| allowed.contains(one.trim())))
}

#[test]
fn every_licence_is_allowed() {
    let deny = text("deny.toml");
    let start = deny.find("allow = [").expect("a list");
    let names = deny[start..].split(']').next().unwrap_or_default().split('"').skip(1).step_by(2);
    let allowed: BTreeSet<String> = names.map(str::to_owned).collect();
    let metadata = metadata();
    for package in list(&metadata, "packages") {
        let (name, licence) = (field(package, "name"), field(package, "license"));
        assert!(is_allowed(licence, &allowed), "{name}: {licence}");
    }
    assert!(!is_allowed("GPL-3.0", &allowed) && !is_allowed("MIT AND GPL-3.0", &allowed));
}
