//! `revised!`: of a wish to revise, what would really change.

/// Builds the event of a revision out of the wish, keeping only fields that differ from today's; no
/// event where none does. Every field must be named, so that a new one cannot be forgotten.
macro_rules! revised {
    ($wish:expr, $event:ident { $($key:ident,)* ; $($field:ident: $today:expr),+ $(,)? }) => {{
        let wish = $wish;
        let mut changes = false;
        $(let $field = wish.$field.unless_already($today);
        changes |= !$field.is_keep();)+
        if changes { vec![$event { $($key: wish.$key,)* $($field),+ }.into()] } else { vec![] }
    }};
}
