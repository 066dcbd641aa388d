//! The native behind the library's module `random`: the generator of CPython, MT19937 (Matsumoto and Nishimura 1998).
//!
//! Its state is a bytearray: 624 words of 32 bits, and which of them comes next.

use super::access;
use super::builtins::Native;
use super::native::{Args, Ctx, Outcome, Raise};
use super::value::Value;

/// The functions, by the names that `_native` gives them.
pub(super) const NATIVES: &[Native] =
    &[Native { name: "_mt_seed", function: seed }, Native { name: "_mt_word", function: word }];

const WORDS: usize = 624;
const SHIFT: usize = 397;

fn words(bytes: &[u8]) -> Vec<u32> {
    let word = |bytes: &[u8]| bytes.iter().rev().fold(0, |word, byte| word << 8 | u32::from(*byte));
    bytes.chunks(4).map(word).collect()
}

fn wrong() -> Raise {
    Raise::type_error("a state and bytes are needed")
}

/// `_mt_seed(state, key)`: fills the state from the bytes of the key (`init_by_array`).
fn seed(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [state, key] = &args.positional[..] else { return Err(wrong()) };
    let mut key = words(access::bytes(ctx.heap, key).ok_or_else(wrong)?);
    if key.is_empty() {
        key.push(0);
    }
    ctx.work += 2 * WORDS as u64;
    let mut mt = [19_650_218_u32; WORDS];
    for at in 1..WORDS {
        let before = mt[at - 1];
        mt[at] = 1_812_433_253_u32.wrapping_mul(before ^ before >> 30).wrapping_add(at as u32);
    }
    let mut at = 1;
    let mut step = |mt: &mut [u32; WORDS], factor: u32, add: &dyn Fn(usize) -> u32| {
        let before = mt[at - 1];
        mt[at] = (mt[at] ^ (before ^ before >> 30).wrapping_mul(factor)).wrapping_add(add(at));
        at += 1;
        if at == WORDS {
            mt[0] = mt[WORDS - 1];
            at = 1;
        }
    };
    for turn in 0..WORDS.max(key.len()) {
        let place = turn % key.len();
        step(&mut mt, 1_664_525, &|_| key[place].wrapping_add(place as u32));
    }
    for _ in 1..WORDS {
        step(&mut mt, 1_566_083_941, &|at| (at as u32).wrapping_neg());
    }
    mt[0] = 0x8000_0000;
    let bytes = access::bytearray_mut(ctx.heap, state).ok_or_else(wrong)?;
    *bytes = mt.into_iter().chain([WORDS as u32]).flat_map(u32::to_le_bytes).collect();
    Ok(Value::None)
}

/// `_mt_word(state)`: the next 32 bits.
fn word(ctx: &mut Ctx, args: &Args) -> Outcome {
    let [state] = &args.positional[..] else { return Err(wrong()) };
    let bytes = access::bytearray_mut(ctx.heap, state).filter(|bytes| bytes.len() == 4 * (WORDS + 1));
    let bytes = bytes.ok_or_else(wrong)?;
    let mut next = words(&bytes[4 * WORDS..])[0] as usize;
    if next >= WORDS {
        let mut mt = words(&bytes[..4 * WORDS]);
        for at in 0..WORDS {
            let both = mt[at] & 0x8000_0000 | mt[(at + 1) % WORDS] & 0x7fff_ffff;
            let odd = if both & 1 == 1 { 0x9908_b0df } else { 0 };
            mt[at] = mt[(at + SHIFT) % WORDS] ^ both >> 1 ^ odd;
        }
        *bytes = mt.into_iter().chain([0]).flat_map(u32::to_le_bytes).collect();
        next = 0;
    }
    let mut word = words(&bytes[4 * next..4 * next + 4])[0];
    bytes[4 * WORDS..].copy_from_slice(&(next as u32 + 1).to_le_bytes());
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c_5680;
    word ^= word << 15 & 0xefc6_0000;
    word ^= word >> 18;
    Ok(Value::Int(i64::from(word)))
}
