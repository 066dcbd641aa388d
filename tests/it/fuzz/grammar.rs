//! Scripts by a grammar: every operation, method and built-in function that CPython has, with values that it does not expect;
//! patterns and formats of every kind.

use fivetuple::script::compile;

use super::Corpus;
use super::mutate::Chance;

/// CPython's names: the tests of the generated pages read them too.
const NAMES: &str = include_str!("../../generated/names.txt");

const IMPORTS: &str = "import re, struct, time, math, itertools, functools, collections, heapq, bisect, copy, string, io, socket, os, random\n";

/// Classes whose methods say what no built-in type would.
const CLASSES: &str = "class Odd:
    def __init__(s, *a): s.a = a
    def __eq__(s, o): return 1
    def __hash__(s): return -1
    def __lt__(s, o): return NotImplemented
    def __add__(s, o): return s
    __radd__ = __mul__ = __rmul__ = __add__
    def __getitem__(s, i):
        if i == 3: raise IndexError
        return i
    def __call__(s, *a, **k): return a
class Liar:
    def __len__(s): return -1
    def __iter__(s): return 5
    def __index__(s): return 'x'
    def __bool__(s): return 7
    def __str__(s): return 3
    __repr__ = __format__ = __str__
    def __contains__(s, x): raise KeyError(x)
    def __getattr__(s, n): raise ValueError(n)
";

/// Each statement by itself: what one raises does not end the others. What the compiler refuses is left out, or nothing would run.
fn script(mut statements: Vec<String>) -> Vec<u8> {
    loop {
        let mut source = format!("{IMPORTS}{CLASSES}");
        let mut ends = Vec::new();
        for statement in &statements {
            let body = statement.replace('\n', "\n    ");
            source += &format!("try:\n    {body}\nexcept Exception as e: str(e); repr(e)\n");
            ends.push(source.lines().count());
        }
        let Err(problems) = compile("__main__", "fuzz.py", &source) else { return source.into_bytes() };
        let first = problems.first().map_or(0, |problem| problem.line as usize);
        let refused = ends.iter().position(|end| first <= *end).unwrap_or(0);
        if statements.is_empty() {
            return source.into_bytes();
        }
        statements.remove(refused);
    }
}

/// The lines of a list in `tests/fuzz`.
fn line(chance: &mut Chance, list: &'static str) -> &'static str {
    let lines: Vec<&str> = list.lines().collect();
    chance.one::<&str>(&lines)
}

const VALUES: &str = include_str!("../../fuzz/values.txt");
const OPERATORS: &str = include_str!("../../fuzz/operators.txt");
const LIBRARY: &str = include_str!("../../fuzz/library.txt");
const PATTERNS: &str = include_str!("../../fuzz/patterns.txt");
const FORMATS: &str = include_str!("../../fuzz/formats.txt");
const SPECS: &str = include_str!("../../fuzz/specs.txt");
const STRUCTS: &str = include_str!("../../fuzz/structs.txt");

fn value(chance: &mut Chance) -> String {
    match chance.below(8) {
        0 => format!("[{}, {}]", line(chance, VALUES), line(chance, VALUES)),
        1 => format!("({}, {})", line(chance, VALUES), line(chance, VALUES)),
        _ => line(chance, VALUES).to_owned(),
    }
}

fn arguments(chance: &mut Chance) -> String {
    let mut arguments: Vec<String> = (0..chance.below(4)).map(|_| value(chance)).collect();
    if chance.once_in(6) {
        let name = *chance.one(&[
            "key", "reverse", "sep", "end", "default", "encoding", "errors", "maxsplit", "start", "strict",
            "base",
        ]);
        arguments.push(format!("{name}={}", value(chance)));
    }
    arguments.join(", ")
}

/// The names of a kind, such as `builtin`, that are harmless to call.
fn names(kind: &str) -> Vec<&'static str> {
    let quiet = |name: &&str| !matches!(*name, "input" | "exit" | "quit" | "breakpoint" | "help");
    NAMES.lines().filter_map(|line| line.strip_prefix(kind)?.strip_prefix(' ')).filter(quiet).collect()
}

/// Operations on values, methods of types, built-in functions and library functions.
pub(super) fn operations(chance: &mut Chance, _: &Corpus) -> Vec<u8> {
    let (builtins, methods) = (names("builtin"), names("method"));
    let mut statements = Vec::new();
    for _ in 0..=chance.below(12) {
        let (one, other, third) = (value(chance), value(chance), value(chance));
        statements.push(match chance.below(14) {
            0 | 1 => format!("x = {one} {} {other}\nrepr(x)", line(chance, OPERATORS)),
            2 => format!(
                "x = {one}\nx {}= {other}\nrepr(x)",
                line(chance, OPERATORS).trim_matches(|each: char| each.is_alphabetic())
            ),
            3 => format!("x = {one}[{other}]"),
            4 => format!("x = {one}\nx[{other}:{third}] = {}\nrepr(x)", value(chance)),
            5 => format!("x = {one}\nx[{other}] = {third}\ndel x[{}]", value(chance)),
            6 | 7 => format!("repr({}({}))", chance.one(&builtins), arguments(chance)),
            8 => format!("repr({}({}))", line(chance, LIBRARY), arguments(chance)),
            9 => format!("a, *b, c = {one}\nx = {{**{other}, 'k': {third}}}"),
            10 => format!("x = [y for y in {one} if y != {other}]\nsorted(x, key=lambda y: {third})"),
            11 => format!("x = f'{{{one}!r:>{{{other}}}}}{{{third}}}'"),
            _ => {
                let (kind, name) = chance.one(&methods).split_once(' ').unwrap_or_default();
                let own = if chance.once_in(3) { format!("{kind}({one})") } else { one };
                let call = format!("{own}.{name}({})", arguments(chance));
                format!("x = {call}\nrepr(x)")
            }
        });
    }
    script(statements)
}

fn listed(chance: &mut Chance, list: &'static str, most: usize) -> String {
    pieces(chance, &list.lines().collect::<Vec<_>>(), most)
}

fn pieces(chance: &mut Chance, from: &[&str], most: usize) -> String {
    (0..=chance.below(most)).map(|_| *chance.one(from)).collect()
}

/// Patterns of `re`, formats of `%`, `str.format`, `format`, `struct`, `strftime`, and texts that are to be numbers.
pub(super) fn patterns(chance: &mut Chance, _: &Corpus) -> Vec<u8> {
    let mut statements = Vec::new();
    for _ in 0..=chance.below(12) {
        let (one, other) = (value(chance), value(chance));
        statements.push(match chance.below(12) {
            0..=3 => {
                let pattern = listed(chance, PATTERNS, 12);
                let text =
                    pieces(chance, &["a", "b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "ab ", "é", "1", "\\n"], 9);
                let call = *chance.one(&[
                    "findall(p, t)",
                    "sub(p, '\\\\\\\\1x', t)",
                    "split(p, t, 2)",
                    "fullmatch(p, t)",
                    "search(p, t).groups()",
                    "compile(p, re.X | re.S | re.I).match(t).span()",
                    "sub(p, lambda m: m.group(0), t)",
                    "findall(p.encode(), t.encode())",
                ]);
                format!("p, t = {pattern:?}, '{text}'\nrepr(re.{call})")
            }
            4 | 5 => format!("repr({:?} % {one})", listed(chance, FORMATS, 5)),
            6 => format!("repr({:?} % {{'a': {one}}})", listed(chance, FORMATS, 5)),
            7 => format!("repr({:?}.format({one}, {other}, a={one}))", listed(chance, FORMATS, 5)),
            8 => format!("repr(format({one}, {:?}))", listed(chance, SPECS, 6)),
            9 => format!("repr(struct.pack({:?}, {one}, {other}))", listed(chance, STRUCTS, 4)),
            10 => format!("repr(struct.unpack({:?}, {one} * 9))", listed(chance, STRUCTS, 4)),
            _ => {
                let text = pieces(
                    chance,
                    &["0x", "1", "_", "e", "-", ".", "nan", " ", "9", "inf", "b", "+", "é", "٣"],
                    6,
                );
                let read = *chance.one(&[
                    "int",
                    "float",
                    "complex",
                    "int(x, 0) or int",
                    "bytes.fromhex",
                    "socket.inet_aton",
                    "socket.gethostbyname",
                ]);
                format!("x = {text:?}\nrepr({read}(x))\ntime.strftime(x + {:?})", listed(chance, FORMATS, 3))
            }
        });
    }
    script(statements)
}

const LARGE: &str = include_str!("../../fuzz/large.txt");
const DONE: &str = include_str!("../../fuzz/done-with-large.txt");

/// Everything that can be done with a large value, with every large value.
pub(super) fn large() -> Vec<Vec<u8>> {
    let scripts = LARGE.lines().flat_map(|value| DONE.lines().map(move |done| format!("{value}\n{done}\n")));
    scripts.map(|script| format!("{IMPORTS}{script}").into_bytes()).collect()
}

/// Two things done with one.
pub(super) fn larger(chance: &mut Chance, _: &Corpus) -> Vec<u8> {
    let (value, first, second) = (line(chance, LARGE), line(chance, DONE), line(chance, DONE));
    format!("{IMPORTS}{value}\ntry: {first}\nexcept Exception: pass\n{second}\n").into_bytes()
}
