//! Attributes written as nearly all are: `key="value"`, nothing to be resolved in the value. What is
//! written otherwise is left to the whole rules of XML.

use std::borrow::Cow;

/// The attributes behind the name of an element, as far as all of them are plain; none where one is not,
/// or where one declares a namespace, stands there twice or is one too many.
pub(super) fn attributes(written: &str, max: usize) -> Option<Vec<(&str, Cow<'_, str>)>> {
    let mut attributes: Vec<(&str, Cow<'_, str>)> = Vec::with_capacity(2);
    let mut rest = written;
    loop {
        let begun = rest.trim_ascii_start();
        if begun.is_empty() {
            return Some(attributes);
        }
        // Between two attributes there must be white space.
        if begun.len() == rest.len() || attributes.len() == max {
            return None;
        }
        let (name, after) = begun.split_once('=')?;
        let (value, after) = after.strip_prefix('"')?.split_once('"')?;
        let is_twice = attributes.iter().any(|it| it.0 == name);
        if is_twice || !is_plain_name(name) || !value.bytes().all(is_plain) {
            return None;
        }
        attributes.push((name, Cow::Borrowed(value)));
        rest = after;
    }
}

fn is_plain_name(name: &str) -> bool {
    let is_word = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric());
    is_word && !name.starts_with("xmlns")
}

/// Neither an entity nor white space that would be normalised, nor what may not stand in a value.
fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'&' && byte != b'<'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_attributes_are_read_as_they_stand() {
        let read = attributes(" key=\"concept:name\"  value=\"Ware prüfen > 5\" ", 9).unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (*name, value.as_ref())).collect();
        assert_eq!(read, [("key", "concept:name"), ("value", "Ware prüfen > 5")]);
        assert_eq!(attributes("", 9).unwrap(), []);
    }

    #[test]
    fn what_needs_the_rules_of_xml_is_left_to_them() {
        for written in [
            " key='a'",
            " key = \"a\"",
            " key=\"a&amp;b\"",
            " key=\"a\tb\"",
            " key=\"a\" key=\"b\"",
            " key=\"a\"value=\"b\"",
            " xmlns=\"u\"",
            " p:key=\"a\"",
            " key=\"a",
            " key",
        ] {
            assert_eq!(attributes(written, 9), None, "{written}");
        }
        assert_eq!(attributes(" a=\"1\" b=\"2\"", 1), None);
    }
}
