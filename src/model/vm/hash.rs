//! Hashes, and the keys under which dicts and sets find their entries.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Signed, ToPrimitive};

use super::dict::{Dict, Key};
use super::native::{Ctx, Outcome, Raise};
use super::object::Object;
use super::value::Value;
use super::{access, compare};

/// Hashes of numbers are taken modulo this prime number.
const MODULUS: u64 = (1 << 61) - 1;

fn unhashable(ctx: &Ctx, value: &Value) -> Raise {
    Raise::type_error(format!("unhashable type: '{}'", ctx.heap.type_name(value)))
}

/// The key of a value, alone. Where instances may equal one another by their own `__eq__`, `key_in` finds the key that
/// a dict has already.
pub(super) fn key(ctx: &mut Ctx, value: &Value) -> Outcome<Key> {
    Ok(match value {
        Value::None => Key::None,
        Value::Bool(value) => Key::Int(i64::from(*value)),
        Value::Int(value) => Key::Int(*value),
        Value::Named(named) => Key::Int(named.value),
        Value::Big(value) => Key::Big(value.clone()),
        Value::Float(value) => float_key(*value),
        Value::Str(text) => Key::Str(text.clone()),
        Value::Bytes(bytes) => Key::Bytes(bytes.clone()),
        Value::Type(kind) => Key::Type(*kind),
        Value::Native(index) => Key::Native(*index),
        Value::SysCall(name) => Key::Tuple(vec![Key::Other(2), Key::Str(name.clone())]),
        Value::Ellipsis => Key::Other(0),
        Value::NotImplemented => Key::Other(1),
        Value::Ref(handle) => match ctx.heap.get(handle) {
            Object::List(_) | Object::Dict(_) | Object::Set { frozen: false, .. } | Object::Bytearray(_) => {
                return Err(unhashable(ctx, value));
            }
            Object::Slice(_) => return Err(unhashable(ctx, value)),
            Object::Tuple(items) => {
                let items = items.clone();
                Key::Tuple(keys(ctx, &items)?)
            }
            Object::Set { frozen: true, .. } => {
                let items = access::names(ctx.heap, value).unwrap_or_default();
                let mut keys = keys(ctx, &items)?;
                keys.sort_by_cached_key(|key| format!("{key:?}"));
                Key::Frozen(keys)
            }
            Object::Range { start, stop, step } => {
                let (length, start, step) = (access::range_len(*start, *stop, *step), *start, *step);
                let of = [length, if length > 0 { start } else { 0 }, if length > 1 { step } else { 0 }];
                Key::Tuple([Key::Other(3)].into_iter().chain(of.map(Key::Int)).collect())
            }
            Object::Instance { .. } => return instance_key(ctx, value, handle.id()),
            _ => Key::Object(handle.id()),
        },
    })
}

/// The keys of values within a value.
fn keys(ctx: &mut Ctx, items: &[Value]) -> Outcome<Vec<Key>> {
    ctx.enter()?;
    let keys = items.iter().map(|item| key(ctx, item)).collect::<Outcome<_>>()?;
    ctx.leave();
    Ok(keys)
}

fn float_key(value: f64) -> Key {
    match BigInt::from_f64(value).filter(|_| value.fract() == 0.0) {
        Some(whole) => whole.to_i64().map_or_else(|| Key::Big(whole.clone().into()), Key::Int),
        None => Key::Float(value.to_bits()),
    }
}

/// An instance is equal to itself alone, unless its class says otherwise.
fn instance_key(ctx: &mut Ctx, value: &Value, id: u32) -> Outcome<Key> {
    match instance_hash(ctx, value)? {
        Some(hash) => Ok(Key::Instance(hash, id)),
        None => Ok(Key::Object(id)),
    }
}

/// What an instance's `__hash__` gives. A class that has `__eq__` and no `__hash__` beside it makes no hashable instances.
fn instance_hash(ctx: &mut Ctx, value: &Value) -> Outcome<Option<i64>> {
    let Some(own) = ctx.heap.class_of(value) else { return Ok(None) };
    let said = ctx.heap.line(own).find_map(|class| {
        let hash = class.names.get("__hash__").cloned();
        (hash.is_some() || class.names.get("__eq__").is_some()).then_some(hash)
    });
    match said {
        None => Ok(None),
        Some(None | Some(Value::None)) => Err(unhashable(ctx, value)),
        Some(Some(method)) => {
            let answer = ctx.ask(method, vec![value.clone()])?;
            match answer.to_big() {
                Some(number) => Ok(Some(answer.to_int().unwrap_or_else(|| number_hash(&number)))),
                None => Err(Raise::type_error("__hash__ method should return an integer")),
            }
        }
    }
}

impl Key {
    /// Its hash, if it is the same in every run of CPython.
    pub(super) fn lasting_hash(&self) -> Option<i64> {
        let lasts = match self {
            Key::Int(_) | Key::Big(_) | Key::Float(_) | Key::Instance(..) => true,
            Key::Tuple(keys) | Key::Frozen(keys) => keys.iter().all(|key| key.lasting_hash().is_some()),
            _ => false,
        };
        lasts.then(|| hash_of(self))
    }

    /// Can another value be equal to it by a learner's `__eq__`?
    pub(super) fn is_soft(&self) -> bool {
        match self {
            Key::Instance(..) => true,
            Key::Tuple(keys) | Key::Frozen(keys) => keys.iter().any(Key::is_soft),
            _ => false,
        }
    }

    /// The same, but for which of several instances of one hash it is.
    fn hard(&self) -> Key {
        match self {
            Key::Instance(hash, _) => Key::Instance(*hash, 0),
            Key::Tuple(keys) => Key::Tuple(keys.iter().map(Key::hard).collect()),
            Key::Frozen(keys) => Key::Frozen(keys.iter().map(Key::hard).collect()),
            other => other.clone(),
        }
    }
}

/// The key that an equal value has in this dict or set of the heap, or else its own.
pub(super) fn key_in(ctx: &mut Ctx, dict: &Value, value: &Value) -> Outcome<Key> {
    let own = key(ctx, value)?;
    if !own.is_soft() || access::entries(ctx.heap, dict).is_some_and(|dict| dict.contains(&own)) {
        return Ok(own);
    }
    let names = access::names(ctx.heap, dict).unwrap_or_default();
    key_of_equal(ctx, own, value, names)
}

/// The same for a dict that is not on the heap yet.
pub(super) fn key_among(ctx: &mut Ctx, dict: &Dict, value: &Value) -> Outcome<Key> {
    let own = key(ctx, value)?;
    if !own.is_soft() || dict.contains(&own) {
        return Ok(own);
    }
    key_of_equal(ctx, own, value, dict.iter().map(|(name, _)| name.clone()).collect())
}

fn key_of_equal(ctx: &mut Ctx, own: Key, value: &Value, names: Vec<Value>) -> Outcome<Key> {
    let hard = own.hard();
    for name in names {
        if !matches!(name, Value::Ref(_)) {
            continue;
        }
        ctx.spend(1)?;
        let key = key(ctx, &name)?;
        if key.is_soft() && key.hard() == hard && compare::equal(ctx, &name, value)? {
            return Ok(key);
        }
    }
    Ok(own)
}

/// `hash(value)`.
pub(super) fn hash(ctx: &mut Ctx, value: &Value) -> Outcome<i64> {
    let key = key(ctx, value)?;
    Ok(hash_of(&key))
}

fn hash_of(key: &Key) -> i64 {
    match key {
        Key::Int(value) => small_hash(*value),
        Key::Big(value) => number_hash(value),
        Key::Float(bits) => float_hash(f64::from_bits(*bits)),
        Key::Tuple(keys) => tuple_hash(keys),
        Key::Frozen(keys) => set_hash(keys),
        Key::Instance(hash, _) => not_minus_one(*hash),
        Key::Object(id) => 0x7f00_0000_0000 + i64::from(*id),
        Key::None => 0x7f00_0001,
        Key::Type(kind) => 0x7f10_0000 + *kind as i64,
        Key::Native(index) => 0x7f20_0000 + i64::from(*index),
        Key::Other(which) => 0x7f30_0000 + i64::from(*which),
        Key::Str(text) => text_hash(text.as_bytes()),
        Key::Bytes(bytes) => text_hash(bytes),
    }
}

/// -1 is never a hash.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn small_hash(value: i64) -> i64 {
    let hash = (value.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if value < 0 { -hash } else { hash })
}

fn number_hash(value: &BigInt) -> i64 {
    let hash = (value.abs() % MODULUS).to_i64().unwrap_or_default();
    not_minus_one(if value.is_negative() { -hash } else { hash })
}

/// Of a float that is no whole number: its mantissa times a power of two, modulo the prime number.
fn float_hash(value: f64) -> i64 {
    if !value.is_finite() {
        return if value.is_nan() { 0x7f40_0000 } else { (314_159.0 * value.signum()) as i64 };
    }
    let bits = value.to_bits();
    let (field, fraction) = ((bits >> 52) & 0x7ff, bits & ((1 << 52) - 1));
    let (mantissa, exponent) =
        if field == 0 { (fraction, -1074) } else { (fraction | (1 << 52), field as i64 - 1075) };
    let turn = exponent.rem_euclid(61) as u32;
    let mantissa = u128::from(mantissa % MODULUS);
    let hash = ((mantissa << turn) % u128::from(MODULUS)) as i64;
    not_minus_one(if value < 0.0 { -hash } else { hash })
}

/// As CPython does it (xxHash), so that tuples of numbers have the same hash here and there.
fn tuple_hash(keys: &[Key]) -> i64 {
    const PRIMES: [u64; 3] =
        [11_400_714_785_074_694_791, 14_029_467_366_897_019_727, 2_870_177_450_012_600_261];
    let mut sum = PRIMES[2];
    for key in keys {
        sum = sum.wrapping_add((hash_of(key) as u64).wrapping_mul(PRIMES[1]));
        sum = sum.rotate_left(31).wrapping_mul(PRIMES[0]);
    }
    sum = sum.wrapping_add(keys.len() as u64 ^ (PRIMES[2] ^ 3_527_539));
    if sum == u64::MAX { 1_546_275_796 } else { sum as i64 }
}

/// As CPython does it, too: the order of the items does not matter.
fn set_hash(keys: &[Key]) -> i64 {
    let mix = |hash: u64| (hash ^ 89_869_747 ^ (hash << 16)).wrapping_mul(3_644_798_167);
    let mut hash = keys.iter().fold(0, |hash, key| hash ^ mix(hash_of(key) as u64));
    hash ^= (keys.len() as u64 + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

/// CPython's hashes of text differ from run to run; these do not.
fn text_hash(bytes: &[u8]) -> i64 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
    not_minus_one(bytes.iter().fold(0xcbf2_9ce4_8422_2325, fnv) as i64)
}
