//! The three macros that declare facts: `fact!` a struct, `facts!` the facts of one noun, `nouns!` all of them.
//!
//! They exist so that a new fact is declared once: its written form, its schema, its tag and the
//! walk over the words in it all follow from the declaration.

/// A fact or a part of one: a struct that is written to disk and may hold [`Words`](crate::Words).
macro_rules! fact {
    ($(#[$meta:meta])* pub struct $name:ident {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$field_meta])* pub $field: $type),* }

        impl crate::words::HasWords for $name {
            fn walk_words(&mut self, walk: &mut crate::words::Walk<'_>) {
                $(walk.field(stringify!($field), &mut self.$field);)*
                let _ = walk;
            }
        }
    };
}

/// The facts of one noun: `Registered = "site_registered" v1`.
macro_rules! facts {
    ($(#[$meta:meta])* pub enum Event {
        $($(#[$fact_meta:meta])* $fact:ident = $tag:literal v $version:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event { $($(#[$fact_meta])* $fact($fact)),+ }

        impl Event {
            /// Tag, newest version and JSON schema of every fact of this noun.
            pub(crate) const KINDS: &'static [crate::Kind] =
                &[$(crate::Kind { tag: $tag, version: $version, schema: |it| it.subschema_for::<$fact>() }),+];

            /// The name of this fact's type on disk.
            pub fn tag(&self) -> &'static str {
                match self { $(Self::$fact(_) => $tag),+ }
            }

            pub(crate) fn version(&self) -> u32 {
                match self { $(Self::$fact(_) => $version),+ }
            }

            pub(crate) fn write(&self) -> serde_json::Result<Box<serde_json::value::RawValue>> {
                match self { $(Self::$fact(it) => serde_json::value::to_raw_value(it)),+ }
            }

            pub(crate) fn read(tag: &str, body: &str) -> Option<serde_json::Result<Self>> {
                match tag {
                    $($tag => Some(serde_json::from_str(body).map(Self::$fact)),)+
                    _ => None,
                }
            }
        }

        impl crate::words::HasWords for Event {
            fn walk_words(&mut self, walk: &mut crate::words::Walk<'_>) {
                match self { $(Self::$fact(it) => it.walk_words(walk)),+ }
            }
        }

        $(impl From<$fact> for Event {
            fn from(fact: $fact) -> Self { Self::$fact(fact) }
        }
        impl From<$fact> for crate::Event {
            fn from(fact: $fact) -> Self { Event::$fact(fact).into() }
        })+
    };
}

/// All nouns: one arm each, the facts behind it in the module of that name; then what can happen to any.
macro_rules! nouns {
    ($(#[$meta:meta])* pub enum Event {
        $($(#[$noun_meta:meta])* $noun:ident($module:ident)),+ ;
        $(#[$any_meta:meta])* $any:ident($any_module:ident) $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq)]
        pub enum Event {
            $($(#[$noun_meta])* $noun($module::Event),)+
            $(#[$any_meta])* $any($any_module::Event),
        }

        /// A type of fact: its tag on disk, its newest version, the schema of its body.
        #[derive(Clone, Copy)]
        pub struct Kind {
            /// `site_registered`
            pub tag: &'static str,
            /// The version that is written today.
            pub version: u32,
            /// The body's JSON Schema.
            pub schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
        }

        impl std::fmt::Debug for Kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{} v{}", self.tag, self.version)
            }
        }

        impl Event {
            /// Every type of fact there is.
            pub fn kinds() -> impl Iterator<Item = Kind> {
                [$($module::Event::KINDS,)+ $any_module::Event::KINDS].into_iter().flatten().copied()
            }

            /// The name of this fact's type on disk.
            pub fn tag(&self) -> &'static str {
                match self { $(Self::$noun(it) => it.tag(),)+ Self::$any(it) => it.tag() }
            }

            /// The noun it happens to; none where it can happen to any.
            pub fn noun(&self) -> Option<Noun> {
                match self { $(Self::$noun(_) => Some(Noun::$noun),)+ Self::$any(_) => None }
            }

            pub(crate) fn version(&self) -> u32 {
                match self { $(Self::$noun(it) => it.version(),)+ Self::$any(it) => it.version() }
            }

            pub(crate) fn write(&self) -> serde_json::Result<Box<serde_json::value::RawValue>> {
                match self { $(Self::$noun(it) => it.write(),)+ Self::$any(it) => it.write() }
            }

            pub(crate) fn read(noun: Noun, tag: &str, body: &str) -> Option<serde_json::Result<Self>> {
                let own = match noun {
                    $(Noun::$noun => $module::Event::read(tag, body).map(|it| it.map(Self::$noun)),)+
                };
                own.or_else(|| $any_module::Event::read(tag, body).map(|it| it.map(Self::$any)))
            }
        }

        impl words::HasWords for Event {
            fn walk_words(&mut self, walk: &mut words::Walk<'_>) {
                match self {
                    $(Self::$noun(it) => it.walk_words(walk),)+
                    Self::$any(it) => it.walk_words(walk),
                }
            }
        }

        $(impl From<$module::Event> for Event {
            fn from(event: $module::Event) -> Self { Self::$noun(event) }
        })+

        impl From<$any_module::Event> for Event {
            fn from(event: $any_module::Event) -> Self { Self::$any(event) }
        }
    };
}
