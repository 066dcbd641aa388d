//! Taking the arguments of built-in functions, with the messages that CPython gives where they are wrong.

use super::native::{Args, Outcome, Raise};
use super::value::Value;

/// The arguments of a function, by its parameters in order; `required` of them must be there.
///
/// A parameter without a name (`""`) is taken by position alone, one that begins with `*` by name alone. `function` is what
/// messages call it, such as `list.append`.
pub(super) fn take<const N: usize>(
    args: &Args,
    function: &str,
    parameters: [&str; N],
    required: usize,
) -> Outcome<[Option<Value>; N]> {
    let mut taken = [const { None }; N];
    let positional = parameters.iter().take_while(|name| !name.starts_with('*')).count();
    let given = args.positional.len();
    let short = function.rsplit('.').next().unwrap_or(function);
    let only_positional = parameters.iter().all(|name| name.is_empty());
    if !args.named.is_empty() && only_positional {
        return Err(Raise::type_error(format!("{function}() takes no keyword arguments")));
    }
    if given > positional || (only_positional && given < required) {
        return Err(Raise::type_error(match (positional, required) {
            (0, _) if only_positional => format!("{function}() takes no arguments ({given} given)"),
            (0, _) => format!("{short}() takes no positional arguments"),
            (1, 1) if only_positional => format!("{function}() takes exactly one argument ({given} given)"),
            _ if !only_positional => {
                format!("{short}() takes at most {} ({} given)", arguments(N), given + args.named.len())
            }
            _ if positional == required => format!("{short} expected {}, got {given}", arguments(positional)),
            _ if given < required => {
                format!("{short} expected at least {}, got {given}", arguments(required))
            }
            _ => format!("{short} expected at most {}, got {given}", arguments(positional)),
        }));
    }
    for (place, value) in taken.iter_mut().zip(&args.positional) {
        *place = Some(value.clone());
    }
    for (name, value) in &args.named {
        let found = parameters
            .iter()
            .position(|parameter| !parameter.is_empty() && parameter.trim_start_matches('*') == &**name);
        let Some(at) = found else {
            return Err(Raise::type_error(format!("'{name}' is an invalid keyword argument for {short}()")));
        };
        if taken[at].is_some() {
            let place = at + 1;
            let what = format!("argument for {short}() given by name ('{name}') and position ({place})");
            return Err(Raise::type_error(what));
        }
        taken[at] = Some(value.clone());
    }
    if let Some(at) = taken[..required].iter().position(Option::is_none) {
        return Err(Raise::type_error(match parameters[at] {
            "" if positional == required => format!("{short} expected {}, got {given}", arguments(required)),
            "" => format!("{short} expected at least {}, got {given}", arguments(required)),
            name => format!("{short}() missing required argument '{name}' (pos {})", at + 1),
        }));
    }
    Ok(taken)
}

fn arguments(count: usize) -> String {
    format!("{count} argument{}", if count == 1 { "" } else { "s" })
}

/// The arguments of a function that takes exactly these, by position.
pub(super) fn exactly<const N: usize>(args: &Args, function: &str) -> Outcome<[Value; N]> {
    let taken = take(args, function, [""; N], N)?;
    Ok(taken.map(|value| value.unwrap_or(Value::None)))
}

/// What is sought, and from where to where: the arguments of `find` and its like.
pub(super) fn take_range(args: &Args, function: &str) -> Outcome<[Option<Value>; 3]> {
    if args.positional.is_empty() && args.named.is_empty() {
        return Err(Raise::type_error(format!("{function}() takes at least 1 argument (0 given)")));
    }
    take(args, function, ["", "", ""], 1)
}
