//! What the parser finds wrong, in CPython's words where its own are odd.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Expr, ModModule, PythonVersion};
use ruff_python_parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, Parsed, parse_unchecked,
};
use ruff_text_size::{Ranged, TextSize};

use super::depth;
use super::diagnostic::Problems;
use super::source::Source;

/// The version of the language: its f-strings may use any quotes inside.
const VERSION: PythonVersion = PythonVersion::PY312;

/// Parses a text. `None` if something is wrong with it.
pub(super) fn parse(source: &Source<'_>, problems: &mut Problems) -> Option<Parsed<ModModule>> {
    let bracket = match depth::scan(source.text) {
        Ok(bracket) => bracket,
        Err((at, message)) => {
            problems.hint(source.place(at), message, "Give a part of it a name of its own.");
            return None;
        }
    };
    let options = ParseOptions::from(Mode::Module).with_target_version(VERSION);
    let parsed = parse_unchecked(source.text, options).try_into_module()?;
    let mut errors: Vec<&ParseError> = parsed.errors().iter().collect();
    errors.sort_by_key(|error| error.location.start());
    if let (false, Some((at, message))) = (errors.is_empty(), &bracket) {
        // A bracket that does not match makes everything after it odd.
        problems.add(source.place(*at), message.clone());
        errors.retain(|error| error.location.start() < *at);
    }
    let mut lines = Vec::new();
    for error in errors {
        let place = source.place(position(error, source));
        // One error often makes several; the first of a line tells most.
        if !lines.contains(&place.line) {
            lines.push(place.line);
            problems.add(place, sentence(&message(error, source)));
        }
    }
    for error in parsed.unsupported_syntax_errors() {
        problems.add(source.place(error.range().start()), sentence(&error.to_string()));
    }
    problems.is_empty().then_some(parsed)
}

/// Where a learner looks for the error: what the parser finds at the end of a line belongs to that line.
fn position(error: &ParseError, source: &Source<'_>) -> TextSize {
    let start = error.location.start();
    let before = &source.text[..start.to_usize()];
    if start.to_usize() == source.text.len() {
        return TextSize::new(before.trim_end().len() as u32);
    }
    start
}

fn sentence(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect::<String>() + ".")
        .unwrap_or_default()
}

fn message(error: &ParseError, source: &Source<'_>) -> String {
    use ParseErrorType as E;
    let text = source.slice(error.location);
    match &error.error {
        E::ExpectedToken { expected: TokenKind::Colon, .. } => "expected ':'".into(),
        E::ExpectedToken { expected: TokenKind::Indent, .. } => "expected an indented block".into(),
        E::ExpectedToken { expected: TokenKind::Newline, .. } => "invalid syntax".into(),
        E::ExpectedToken { expected, found } => format!("expected {expected}, found {found}"),
        E::ExpectedExpression
        | E::SimpleStatementsOnSameLine
        | E::SimpleAndCompoundStatementOnSameLine
        | E::UnexpectedExpressionToken
        | E::EmptySlice => "invalid syntax".into(),
        E::OtherError(other) if other == "Expected a statement" => "invalid syntax".into(),
        E::UnexpectedIndentation => "unexpected indent".into(),
        E::InvalidAssignmentTarget | E::InvalidAnnotatedAssignmentTarget => match kind(text) {
            Some(kind @ ("True" | "False" | "None")) => format!("cannot assign to {kind}"),
            Some(kind) => format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?"),
            None => "cannot assign to this expression".into(),
        },
        E::InvalidAugmentedAssignmentTarget => {
            format!("'{}' is an illegal expression for augmented assignment", kind(text).unwrap_or("this"))
        }
        E::InvalidNamedAssignmentTarget => {
            format!("cannot use assignment expressions with {}", kind(text).unwrap_or("this expression"))
        }
        E::InvalidDeleteTarget => format!("cannot delete {}", kind(text).unwrap_or("this expression")),
        E::InvalidStarredExpressionUsage => "can't use starred expression here".into(),
        E::PositionalAfterKeywordArgument => "positional argument follows keyword argument".into(),
        E::PositionalAfterKeywordUnpacking => "positional argument follows keyword argument unpacking".into(),
        E::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking".into()
        }
        E::IterableUnpackingInComprehension => "iterable unpacking cannot be used in comprehension".into(),
        E::UnparenthesizedGeneratorExpression => "generator expression must be parenthesized".into(),
        E::NonDefaultParamAfterDefaultParam => "non-default argument follows default argument".into(),
        E::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument".into(),
        E::ExpectedKeywordParam => "named arguments must follow bare *".into(),
        E::VarParameterWithDefault => "var-positional argument cannot have default value".into(),
        E::Lexical(lexical) => lexical_message(lexical, text),
        other => other.to_string(),
    }
}

fn lexical_message(error: &LexicalErrorType, text: &str) -> String {
    match error {
        LexicalErrorType::UnclosedStringError if text.contains("\"\"\"") || text.contains("'''") => {
            "unterminated triple-quoted string literal".into()
        }
        LexicalErrorType::UnclosedStringError => "unterminated string literal".into(),
        LexicalErrorType::LineContinuationError => {
            "unexpected character after line continuation character".into()
        }
        LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii() => "invalid syntax".into(),
        LexicalErrorType::UnrecognizedToken { tok } => {
            format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok))
        }
        LexicalErrorType::UnicodeError => "a Unicode escape in this string cannot be decoded".into(),
        other => other.to_string(),
    }
}

/// What CPython calls an expression that cannot be assigned to.
fn kind(text: &str) -> Option<&'static str> {
    let parsed = ruff_python_parser::parse_expression(text.trim()).ok()?;
    Some(match &*parsed.syntax().body {
        Expr::Call(_) => "function call",
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => "literal",
        Expr::BooleanLiteral(literal) => {
            if literal.value {
                "True"
            } else {
                "False"
            }
        }
        Expr::NoneLiteral(_) => "None",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::FString(_) => "f-string expression",
        Expr::BinOp(_) | Expr::UnaryOp(_) | Expr::BoolOp(_) => "expression",
        Expr::Compare(_) => "comparison",
        Expr::Lambda(_) => "lambda",
        Expr::If(_) => "conditional expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Generator(_) => "generator expression",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::Named(_) => "named expression",
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Tuple(_) => "tuple",
        Expr::List(_) => "list",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        _ => return None,
    })
}
