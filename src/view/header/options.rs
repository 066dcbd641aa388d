//! The options of a TCP header (RFC 9293 §3.2), by name. The model's own segments have none; captured ones do.

/// Each option in words, as far as they can be read.
pub(super) fn named(mut bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    while let [kind, rest @ ..] = bytes {
        match kind {
            0 => break,
            1 => bytes = rest,
            _ => {
                let length = rest.first().map_or(0, |length| usize::from(*length));
                let Some(body) = bytes.get(2..length) else {
                    names.push("cut short".to_owned());
                    break;
                };
                names.push(name(*kind, body));
                bytes = &bytes[length..];
            }
        }
    }
    names
}

fn name(kind: u8, body: &[u8]) -> String {
    match (kind, body) {
        (2, [high, low]) => format!("MSS {}", u16::from_be_bytes([*high, *low])),
        (3, [shift]) => format!("window scale 2^{shift}"),
        (4, []) => "SACK permitted".to_owned(),
        (5, blocks) => format!("SACK of {}", crate::view::words::count(blocks.len() / 8, "block")),
        (8, times) if times.len() == 8 => {
            let number =
                |at: usize| times[at..at + 4].iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte));
            format!("time stamp {}, echo of {}", number(0), number(4))
        }
        _ => format!("option {kind}"),
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn options_of_a_linux_syn_are_named() {
        let syn = [2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 7, 0, 0, 0, 0, 1, 3, 3, 7];
        assert_eq!(
            named(&syn),
            ["MSS 1460", "SACK permitted", "time stamp 7, echo of 0", "window scale 2^7"]
        );
    }

    #[test]
    fn what_is_cut_short_is_told() {
        assert_eq!(named(&[8, 10, 1]), ["cut short"]);
        assert_eq!(named(&[8, 0, 1]), ["cut short"]);
        assert_eq!(named(&[0, 9, 9]), [""; 0]);
    }
}
