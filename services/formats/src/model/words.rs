//! What people wrote into a model, as it can be kept.

/// On one line, spaces and controls joined to one space each.
fn one_line(text: &str) -> String {
    let words = text.split(|it: char| it.is_whitespace() || it.is_control());
    words.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// On one line; nothing where nothing is written.
pub(super) fn said(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_several_lines_becomes_one() {
        assert_eq!(one_line(" Check\n  the\u{a0}data\t\u{7} "), "Check the data");
        assert_eq!(said(" \n "), None);
    }
}
